import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';
import { cells, openRun } from './open-run';
import * as samples from './samples';

const card = async (): Promise<HTMLElement> => await screen.findByRole('region', { name: 'Settling' });

test('while it settles: which reading it is, what had moved before, and that it ends by itself', async () => {
  const { fake } = await openApp();
  await press(/^Running…/);
  await heading('Backing up Branch Leeds');
  fake.emit('run-changed', {
    ...samples.liveRun(),
    settling: samples.settled({ passes: [samples.pass(1, { moved: 3 })], end: null, interval: null }),
  });
  fake.emit('run-progress', samples.progress({ step: 7, pass: 2, bytesDone: 144_000_000 }));
  expect(
    await screen.findByText('Reading everything again, 2nd time; 3 files moved since the last reading.'),
  ).toBeInTheDocument();
  expect(screen.getByText(/ends by itself.*At most 20 times or 15 minutes\./)).toBeInTheDocument();
  expect(screen.getByText('read and compared')).toBeInTheDocument();
  const rows = within(screen.getByRole('list', { name: 'File groups in copy order' })).getAllByRole(
    'listitem',
  );
  expect(rows.map((row) => row.textContent.replace(/\s+/g, ' ').trim())).toEqual([
    expect.stringMatching(/User files done/),
    expect.stringMatching(/Directory and index done/),
    expect.stringMatching(/Message store done 1 of 1 file 346 MB/),
    expect.stringMatching(/nothing moves now 2nd time; 3 files moved before 144 MB of 720 MB/),
    expect.stringMatching(/Read the bag again waiting/),
  ]);
});

test('a settled copy: every reading, the interval to the millisecond, its evidence and the grade', async () => {
  await openRun({ settling: samples.settled(), grade: 'instant', findings: [] });
  const settling = await card();
  expect(settling).toHaveTextContent('Nothing moved between two readings of everything.');
  expect(settling).toHaveTextContent('Equal from 23 Nov 2025, 12:00:18.250');
  expect(settling).toHaveTextContent('Until 23 Nov 2025, 12:00:20.125');
  expect(settling).toHaveTextContent('For 1.875s');
  expect(settling).toHaveTextContent(/A byte that changed and changed back .* would not have been seen/);
  expect(settling).toHaveTextContent('So the grade is Instant: all files are from one and the same instant.');
  expect(settling).not.toHaveTextContent('Back up when it is quieter');

  const table = within(settling).getByRole('table', { name: 'Readings' });
  expect([...table.querySelectorAll('tr')].map(cells)).toEqual([
    ['Reading', 'Started', 'Took', 'Read', 'Files moved', 'Replaced', 'Appeared'],
    ['1', '23 Nov 2025, 12:00:00.000', '8.250s', '3.4 GB', '12', '2.4 MB', '1'],
    ['2', '23 Nov 2025, 12:00:10.000', '8.250s', '3.4 GB', '3', '81.9 kB', '0'],
    ['3', '23 Nov 2025, 12:00:20.000', '8.250s', '3.4 GB', '0', '0 B', '0'],
  ]);
  expect(screen.getByText('The copy is equal to the set at this instant.').closest('dd')).toHaveTextContent(
    '12:00:20.125',
  );
});

test('file times that did not move are said to be evidence where the system kept them', async () => {
  const interval = { from: samples.at(0), to: samples.at(340), evidence: 'content-and-times' as const };
  await openRun({ settling: samples.settled({ interval }), grade: 'instant' });
  expect(await card()).toHaveTextContent(/by the file times.*would have given its file one/);
  expect(await card()).toHaveTextContent('For 340ms');
});

test('a copy that did not settle says which limit ended it, what still moved, and what to do', async () => {
  await openRun({ settling: samples.unsettled(), grade: 'loose' });
  const settling = await card();
  expect(settling).toHaveTextContent('Everything was read again 2 times, which was the limit.');
  expect(settling).toHaveTextContent('9 files had still moved since the reading before.');
  expect(settling).toHaveTextContent(
    'So the grade is Loose: what was written after the recovery point may be missing.',
  );
  expect(settling).toHaveTextContent('Back up when it is quieter');
  expect(settling).not.toHaveTextContent('Equal from');
});

test('files that could not be read keep a copy from settling, and that is said', async () => {
  const passes = [samples.pass(1, { unread: 2 })];
  await openRun({ settling: samples.unsettled({ passes, end: 'minutes' }), grade: 'loose' });
  expect(await card()).toHaveTextContent('The limit of 15 minutes had passed. 2 files could not be read');
});

test('the facts say what was shared and what was kept, and the ledger says it of each file', async () => {
  const runs = [samples.record('run-1'), samples.cutShort()];
  const record = samples.record('run-1', {
    shared: { from: '2025-11-22T22-00-00Z linear', files: 205, bytes: 3_300 * samples.MB },
    kept: { from: 'run-cut', files: 7, bytes: 12 * samples.MB },
  });
  const { stores } = await openApp({ listRuns: () => runs, run: () => ({ record, plan: samples.plan() }) });
  stores.router.openRun('run-1');
  expect(await screen.findByText('205 files, 3.3 GB')).toHaveTextContent('in 2025-11-22T22-00-00Z linear');
  expect(screen.getByText('7 files, 12 MB')).toHaveTextContent(/of the run that was cut short, \d/);

  await fireEvent.click(screen.getByRole('tab', { name: 'Ledger' }));
  await screen.findByText('Rows 1 to 200 of 2,000');
  const origins = [...document.querySelectorAll('[aria-label="Files of the bag"] tbody tr')]
    .slice(0, 3)
    .map((row) => cells(row)[3]);
  expect(origins).toEqual(['copied', 'shared with an older bag', 'kept from the run that was cut short']);
  await waitFor(() => expect(screen.getByRole('columnheader', { name: 'From' })).toBeInTheDocument());
});

test('what changed is no warning in the ledger of a copy that settled', async () => {
  await openRun({ settling: samples.settled(), grade: 'instant' });
  await fireEvent.click(screen.getByRole('tab', { name: 'Ledger' }));
  await screen.findByText('Rows 1 to 200 of 2,000');
  const [changed] = screen.getAllByText(/while it was copied, .*; the copy followed/);
  expect(changed).toBeInTheDocument();
});
