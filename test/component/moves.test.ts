import { fireEvent, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { cells, openRun } from './open-run';
import * as samples from './samples';

test('what moved: one row a file with all it came to, and each move when asked', async () => {
  const { fake } = await openRun({ settling: samples.settled(), grade: 'instant' });
  await fireEvent.click(await screen.findByRole('tab', { name: 'What moved' }));
  const table = await screen.findByRole('table', { name: 'What moved' });
  const rows = (): string[][] => [...table.querySelectorAll('tbody tr')].map(cells);
  expect(rows()).toEqual([
    [
      'CCPOMS 3 times ▾',
      'Message store',
      'Written to Grown',
      '1.5 MB replaced 2 MB → 3 MB',
      'reading 2 23 Nov 2025, 12:00:14.250',
    ],
    ['U0000213', 'User files', 'Appeared', expect.stringMatching(/0 B → 81\.9 kB/), expect.any(String)],
    ['U0000007', 'User files', 'Vanished', expect.stringMatching(/81\.9 kB → 0 B/), expect.any(String)],
    ['U0000009', 'User files', 'Written to Another file', expect.any(String), expect.any(String)],
  ]);
  const all = screen.getByRole('button', { name: '3 times: all moves of CCPOMS' });
  expect(all).toHaveAttribute('aria-expanded', 'false');
  await fireEvent.click(all);
  expect(all).toHaveAttribute('aria-expanded', 'true');
  expect(rows()[1]).toEqual([
    '',
    '',
    'Written to',
    'not measured yet same size',
    expect.stringMatching(/^while it was copied/),
  ]);
  expect(rows()).toHaveLength(7);
  expect(fake.inputsOf('readMoves')).toEqual([{ runId: 'run-1', offset: 0, limit: 200 }]);
});

test('many files that moved are shown two hundred at a time', async () => {
  const { fake } = await openRun({});
  const [first] = samples.moves;
  const file = (index: number) => ({
    ...first,
    path: `U${index}`,
    group: 'users' as const,
    moves: first?.moves ?? [],
  });
  fake.answer('readMoves', ({ offset, limit }) => ({
    total: 450,
    files: Array.from({ length: Math.min(limit, 450 - offset) }, (_, index) => file(offset + index)),
  }));
  await fireEvent.click(await screen.findByRole('tab', { name: 'What moved' }));
  expect(await screen.findByText('Rows 1 to 200 of 450')).toBeInTheDocument();
  await fireEvent.click(screen.getByText('Next rows'));
  expect(await screen.findByText('Rows 201 to 400 of 450')).toBeInTheDocument();
});

test('when nothing moved, that is said', async () => {
  const { fake } = await openRun({});
  fake.answer('readMoves', () => ({ total: 0, files: [] }));
  await fireEvent.click(await screen.findByRole('tab', { name: 'What moved' }));
  expect(await screen.findByText('Nothing moved while this copy was made.')).toBeInTheDocument();
});
