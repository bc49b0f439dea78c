import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { BackupOptions, usualBackupOptions } from '../../shared/run';
import { numberRanges } from '../../renderer/state/choices.svelte';
import { openApp, press } from './app';
import * as samples from './samples';

const field = (name: string): HTMLElement => screen.getByLabelText(name);
const type = async (name: string, value: string): Promise<unknown> =>
  await fireEvent.input(field(name), { target: { value } });

async function goToPlan(): Promise<void> {
  await press('Continue');
  await press('Continue');
  await screen.findByRole('heading', { name: 'This is what will happen' });
}

test('the numbers that are offered are those that a backup takes', () => {
  const options = (settle: object, lockedWaitSeconds: number): unknown => ({
    ...usualBackupOptions,
    settle: { ...usualBackupOptions.settle, ...settle },
    lockedWaitSeconds,
  });
  const { passes, minutes, lockedWait } = numberRanges;
  const takes = (value: unknown): boolean => BackupOptions.safeParse(value).success;
  expect(takes(options({ passes: passes.from, minutes: minutes.from }, lockedWait.from))).toBe(true);
  expect(takes(options({ passes: passes.to, minutes: minutes.to }, lockedWait.to))).toBe(true);
  expect(takes(options({ passes: passes.from - 1 }, 0))).toBe(false);
  expect(takes(options({ minutes: minutes.to + 1 }, 0))).toBe(false);
  expect(takes(options({}, lockedWait.to + 1))).toBe(false);
});

test('nobody has to touch the choices, and what is chosen is what is planned', async () => {
  const { fake } = await openApp();
  await press('Back up Head office');
  expect(await screen.findByText('More choices')).toBeInTheDocument();
  expect(field('Read again at most')).not.toBeVisible();
  await goToPlan();
  expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({ options: usualBackupOptions });

  await press('Back');
  await press('Back');
  await type('Read again at most', '3');
  await type('For at most', '60');
  await type('Wait for a locked file', '0');
  await fireEvent.click(field('Let me look before the bag is sealed'));
  await goToPlan();
  expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({
    options: { settle: { passes: 3, minutes: 60 }, lockedWaitSeconds: 0, hold: true, afresh: false },
  });
});

test('a number that cannot be is said beside it, and taken nowhere', async () => {
  const { fake } = await openApp();
  await press('Back up Head office');
  await screen.findByText('More choices');
  await type('Read again at most', '0');
  await type('Wait for a locked file', 'soon');
  expect(field('Read again at most')).toHaveAccessibleDescription(/A whole number from 1 to 1000\./);
  expect(field('Wait for a locked file')).toHaveAccessibleDescription(/A whole number from 0 to 3600\./);
  expect(field('For at most')).toBeValid();

  await press('Continue');
  expect(screen.getByText('More choices').closest('details')).toHaveAttribute('open');
  await waitFor(() => expect(field('Read again at most')).toHaveFocus());
  expect(fake.inputsOf('planBackup')).toEqual([]);

  await type('Read again at most', '2');
  await type('Wait for a locked file', '5');
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
});

test('the plan says what is needed and free, and what is likely to be shared, as an estimate', async () => {
  const shares = { from: '2025-11-22T22-00-00Z linear', files: 205, bytes: 3_300 * samples.MB };
  await openApp({ planBackup: () => samples.plan({ neededBytes: 100 * samples.MB, shares }) });
  await press('Back up Head office');
  await goToPlan();
  expect(await screen.findByText('about 100 MB')).toHaveTextContent('412 GB free there');
  expect(screen.getByText('about 205 files, 3.3 GB')).toHaveTextContent(
    /2025-11-22T22-00-00Z linear: an estimate by size and time/,
  );
  expect(screen.getByText('Instant')).toHaveTextContent('if the copy settles, else Loose');
});

test('a run that was cut short is gone on with, unless a person begins anew', async () => {
  const resumes = { from: 'run-cut', files: 180, bytes: 1_100 * samples.MB };
  const { fake } = await openApp({
    listRuns: () => [...samples.runs(), samples.cutShort()],
    planBackup: ({ options }) => samples.plan({ resumes: options.afresh ? null : resumes }),
  });
  await press('Back up Head office');
  await goToPlan();
  expect(await screen.findByText('An earlier backup was cut short')).toBeInTheDocument();
  expect(screen.getByText(/180 files, 1\.1 GB need not be copied again/)).toBeInTheDocument();
  expect(screen.getByLabelText('Go on from what is there')).toBeChecked();

  await fireEvent.click(screen.getByLabelText('Begin anew'));
  await waitFor(() =>
    expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({ options: { afresh: true } }),
  );
  await waitFor(() => expect(screen.getByRole('button', { name: 'Start backup' })).toBeEnabled());
  expect(screen.getByLabelText('Begin anew')).toBeChecked();

  await fireEvent.click(screen.getByLabelText('Go on from what is there'));
  await waitFor(() =>
    expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({ options: { afresh: false } }),
  );
});
