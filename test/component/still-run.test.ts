import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../shared/run';
import { formatSince } from '../../shared/words/screens/connections';
import { heading, openApp, press } from './app';
import { openRun } from './open-run';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

const COPY = 8;
const VERIFY = 13;

async function openLive(record: RunRecord, step?: number): Promise<Opened> {
  const opened = await openApp({
    listRuns: () => [record],
    run: () => ({ record, plan: samples.stillPlan(record.method === 'mirror' ? 'mirror' : 'snapshot') }),
    runProgress: () => (step === undefined ? null : samples.progress({ step })),
  });
  opened.stores.router.openRun('run-live');
  await heading('Backing up Branch Leeds');
  await screen.findByText('You may close this window; the run goes on.');
  return opened;
}

const card = (): HTMLElement => screen.getByRole('region', { name: 'Standing still' });
const rows = (): string[] =>
  within(screen.getByRole('list', { name: 'File groups in copy order' }))
    .getAllByRole('listitem')
    .map((row) =>
      ['strong', '.state'].map((part) => row.querySelector(part)?.textContent.trim() ?? '').join(': '),
    );
const seen = { writes: 3, names: 'MLANDATA, CLANDATA, USR00007' };

test('while a pause is waited for it counts down, names who does not pause, and can be made at once', async () => {
  const { fake } = await openLive(samples.stillRun('calming', { calm: samples.calm(seen) }));
  expect(
    within(card()).getByRole('heading', { name: 'Waiting for a moment without writes' }),
  ).toBeInTheDocument();
  expect(card()).toHaveTextContent('LVM snapshot: vg0/mail');
  expect(card()).toHaveTextContent('It waits until nothing has been written for 2 seconds.');
  expect(card()).toHaveTextContent(/In (2m|1m \d+s) it is made all the same\./);
  expect(card()).toHaveTextContent('3 files were written meanwhile, last: MLANDATA, CLANDATA, USR00007.');
  expect(screen.queryByText('the checks are made once more')).not.toBeInTheDocument();
  await press('Make it now');
  await waitFor(() => expect(fake.inputsOf('goOn')).toEqual([{ runId: 'run-live' }]));
  expect(await screen.findByRole('button', { name: 'Making it…' })).toBeDisabled();
});

test('a word that was not heard is said, and can be given again', async () => {
  const { fake } = await openLive(samples.stillRun('calming', { calm: samples.calm() }));
  fake.refuse('goOn', { code: 'run-not-holding', stage: 'request', params: { runId: 'run-live' } });
  await press('Make it now');
  expect(await screen.findByRole('alert')).toHaveTextContent('is not waiting for a word');
  expect(screen.getByRole('button', { name: 'Make it now' })).toBeEnabled();
});

test('where a pause is required it is said that the run stops without one; a person can do without it all the same', async () => {
  await openLive(samples.stillRun('calming', { calm: samples.calm({ asked: 'required' }) }));
  expect(card()).toHaveTextContent(/the run stops if no such pause has come/);
  expect(screen.getByRole('button', { name: 'Make it now' })).toBeEnabled();
});

test('the list of phases says what is done, what is now and what waits, though such steps have no progress', async () => {
  const { fake } = await openLive(samples.stillRun('calming', { calm: samples.calm() }));
  expect(rows()).toEqual([
    'Wait for a pause: now',
    'Make the snapshot: waiting',
    'Mount the snapshot: waiting',
    'User files: waiting',
    'Directory and index: waiting',
    'Message store: waiting',
    'See that it stood still: waiting',
    'Remove the snapshot: waiting',
    'Read the bag again: waiting',
    'Seal the bag: waiting',
  ]);
  expect(screen.getByText(/^Wait until nothing has been written for 2 seconds/)).toHaveTextContent(
    /Step 6 of 15/,
  );
  fake.emit('run-changed', samples.stillRun('making', { at: samples.ago(0) }));
  await waitFor(() => expect(rows()[1]).toBe('Make the snapshot: now'));

  fake.emit('run-changed', samples.stillRun('copying', { at: samples.ago(0) }));
  fake.emit('run-progress', samples.progress({ step: COPY + 1 }));
  await waitFor(() =>
    expect(rows().slice(2, 6)).toEqual([
      'Mount the snapshot: done',
      'User files: done',
      'Directory and index: now',
      'Message store: waiting',
    ]),
  );
  fake.emit('run-changed', samples.stillRun('gone', { at: samples.ago(0), held: true }));
  expect(
    await screen.findByText('The snapshot is removed again; nothing is left of it.'),
  ).toBeInTheDocument();
  expect(rows().slice(6)).toEqual([
    'See that it stood still: done',
    'Remove the snapshot: done',
    'Read the bag again: now',
    'Seal the bag: waiting',
  ]);
});

test('each phase is announced, and the focus is kept when a button goes', async () => {
  const { fake } = await openLive(samples.stillRun('calming', { calm: samples.calm() }));
  screen.getByRole('button', { name: 'Make it now' }).focus();
  fake.emit('run-changed', samples.stillRun('making', { calm: samples.calm({ calm: true }) }));
  expect(
    await screen.findByText('Making it stand still', { selector: '[role="status"]' }),
  ).toBeInTheDocument();
  await waitFor(() => expect(card()).toHaveFocus());
});

test('a mirror that comes into step is watched with its percentage, and watching can be stopped without harm', async () => {
  const resync = { inStep: false, percent: 62.7, at: samples.ago(0) };
  const sealed = { bag: String.raw`E:\Postbag\Branch Leeds\2025 mirror` };
  const { fake } = await openLive(samples.mirrorRun('resyncing', { held: true, resync }, sealed), VERIFY);
  expect(
    within(card()).getByRole('heading', { name: 'The mirror is coming into step again' }),
  ).toBeInTheDocument();
  expect(card()).toHaveTextContent('The bag is sealed.');
  const bar = within(card()).getByRole('progressbar', { name: 'The mirror, how far it is in step again' });
  expect(bar).toHaveAttribute('aria-valuenow', '62');
  expect(within(card()).getByText('62 %')).toBeInTheDocument();
  expect(card()).toHaveTextContent('Stopping harms nothing');
  expect(rows().at(-1)).toBe('Watch the mirror: now');
  expect(screen.queryByRole('button', { name: 'Cancel the backup…' })).not.toBeInTheDocument();
  expect(screen.queryByText(/100 %/)).not.toBeInTheDocument();

  await press('Stop watching');
  await waitFor(() => expect(fake.inputsOf('goOn')).toEqual([{ runId: 'run-live' }]));
  expect(await screen.findByRole('button', { name: 'Stopping…' })).toBeDisabled();
});

test('a percentage that cannot be said is not made up', async () => {
  const resync = { inStep: false, percent: null, at: samples.ago(0) };
  await openLive(samples.mirrorRun('resyncing', { held: true, resync }, { bag: 'E:\\bag' }), VERIFY);
  expect(card()).toHaveTextContent('How far it is cannot be said.');
  expect(within(card()).queryByRole('progressbar')).not.toBeInTheDocument();
});

test('as long as the bag is not sealed a joined mirror is not said to be watched', async () => {
  await openLive(samples.mirrorRun('resyncing', { held: true }), VERIFY);
  expect(card()).toHaveTextContent('It is joined again, and comes into step by itself.');
  expect(card()).not.toHaveTextContent('The bag is sealed.');
  expect(screen.queryByRole('button', { name: 'Stop watching' })).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Cancel the backup…' })).toBeInTheDocument();
  expect(rows().slice(-4)).toEqual([
    'Join the mirror: done',
    'Read the bag again: now',
    'Seal the bag: waiting',
    'Watch the mirror: waiting',
  ]);
});

test('a copy that is made while open instead says why, and settles like one', async () => {
  const asked = { provider: null, use: 'auto' as const };
  const live = samples.stillRun('live', { asked, held: false, why: 'vg0/mail has no room.' });
  const { fake } = await openLive(live, COPY);
  expect(card()).toHaveTextContent('Copying while open instead');
  expect(card()).toHaveTextContent('Why: vg0/mail has no room.');
  expect(rows()).toEqual([
    'Wait for a pause: done',
    'User files: now',
    'Directory and index: waiting',
    'Message store: waiting',
    'Read everything again until nothing moves: waiting',
    'Read the bag again: waiting',
    'Seal the bag: waiting',
  ]);
  fake.emit('run-progress', samples.progress({ step: COPY + 3, pass: 2, bytesDone: 144_000_000 }));
  expect(await screen.findByText('Reading everything again, 2nd time.')).toBeInTheDocument();
  expect(rows()[4]).toBe('Read everything again until nothing moves: now');
});

test('nobody is told of a word that is waited for at the end, as such a run never holds', async () => {
  await openLive(samples.stillRun('copying', { at: samples.ago(0) }), COPY);
  expect(screen.queryByText(/then waits for your word/)).not.toBeInTheDocument();
});

test('cancelling says what becomes of the snapshot, or of the mirror', async () => {
  const { fake } = await openLive(samples.stillRun('copying', { at: samples.ago(0) }), COPY);
  await press('Cancel the backup…');
  expect(await screen.findByRole('alertdialog')).toHaveTextContent('and the snapshot with it');
  await press('Keep going');
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  fake.emit('run-changed', samples.mirrorRun('copying', { at: samples.ago(0) }));
  await press('Cancel the backup…');
  expect(await screen.findByRole('alertdialog')).toHaveTextContent('the mirror joined again at once');
});

const result = async (): Promise<HTMLElement> =>
  await screen.findByRole('region', { name: 'Standing still' });
/** A run that ended, which copied from a snapshot. */
const ended = (still: Partial<Parameters<typeof samples.runStill>[1]> = {}): Partial<RunRecord> => ({
  method: 'snapshot',
  grade: 'instant',
  settling: null,
  findings: [],
  recoveryPoint: samples.at(250),
  still: samples.runStill('gone', {
    at: samples.at(250),
    madeAt: samples.at(400),
    held: true,
    calm: samples.calm({ calm: true }),
    ...still,
  }),
});

test('the result says what it was read from, of which instant, after which pause, and that nothing is left', async () => {
  await openRun(ended());
  const standing = await result();
  expect(standing).toHaveTextContent('It stood still until the last byte was read.');
  expect(standing).toHaveTextContent('Read from LVM snapshotvg0/mail');
  expect(standing).toHaveTextContent(
    'The instant 23 Nov 2025, 12:00:00.250all files of one instant; made by 23 Nov 2025, 12:00:00.400',
  );
  expect(standing).toHaveTextContent('A pause before 2 seconds without a write');
  expect(standing).toHaveTextContent('Afterwards the snapshot is removed');
  expect(screen.queryByRole('region', { name: 'Settling' })).not.toBeInTheDocument();
  expect(screen.getByText(/^All files are of this instant/).closest('dd')).toHaveTextContent('12:00:00.250');
  expect(screen.getByText('Snapshot')).toBeInTheDocument();
});

test('no pause, clones of an instant each, and a snapshot that is still there are all said', async () => {
  const undo = {
    runId: 'run-1',
    undoId: 1,
    action: 'remove-snapshot' as const,
    params: { shown: 'vg0/mail' },
    postOffice: 'Head office',
    lastError: 'busy',
  };
  const noPause = samples.calm({ calm: false, writes: 1, names: 'MLANDATA' });
  const record = ended({ covers: 'per-file', calm: noPause, provider: 'reflink' });
  await openRun({ ...record, pendingUndos: [undo] });
  const standing = await result();
  expect(standing).toHaveTextContent('each file of an instant of its own');
  expect(standing).toHaveTextContent('A pause before none came; made all the samewritten last: MLANDATA');
  expect(standing).toHaveTextContent('Afterwards not removed yet: see what is still to undo');
  expect(screen.getByText(/^The first file is of this instant/)).toBeInTheDocument();
});

test('an unfinished bag that is still there is no snapshot that is', async () => {
  const undo = {
    runId: 'run-1',
    undoId: 1,
    action: 'remove-partial-bag' as const,
    params: { folder: 'E:\\half' },
    postOffice: 'Head office',
    lastError: '',
  };
  await openRun({ ...ended(), pendingUndos: [undo] });
  expect(await result()).toHaveTextContent('Afterwards the snapshot is removed');
});

test('what was written while it was made is a warning, and no instant is claimed', async () => {
  await openRun({ ...ended({ exact: false }), grade: 'loose' });
  expect(await result()).toHaveTextContent('Something was written while it was made');
  expect(screen.queryByText(/^All files are of this instant/)).not.toBeInTheDocument();
});

test.each([
  [{ inStep: true, percent: 100, at: samples.ago(0) }, 'joined; both halves are in step again'],
  [
    { inStep: false, percent: 62.7, at: samples.at(0) },
    `not in step yet: 62 % at ${formatSince(samples.at(0))}`,
  ],
  [null, 'whether both halves are in step was not watched'],
])('the result says whether the mirror is in step again: %o', async (resync, said) => {
  const still = { provider: 'md' as const, volumes: ['/dev/md0'], resync };
  await openRun({ ...ended(still), method: 'mirror' });
  expect(await result()).toHaveTextContent(said);
  expect(await result()).toHaveTextContent('Read from Linux software mirror');
});

test('a copy that was open instead is a warning with its reason, beside how it settled', async () => {
  const asked = { provider: 'lvm' as const, use: 'auto' as const };
  const lost = { asked, held: false, why: 'The snapshot was full.' };
  await openRun({ ...ended(lost), settling: samples.settled() });
  const standing = await result();
  const alert = within(standing).getByText('It was copied while open instead').closest('.alert');
  expect(alert).toHaveClass('warn');
  expect(alert).toHaveTextContent('The snapshot was full.');
  expect(standing).toHaveTextContent('Asked for LVM snapshot');
  expect(standing).not.toHaveTextContent('The instant');
  expect(screen.getByRole('region', { name: 'Settling' })).toBeInTheDocument();
});

test('what was lost and required is no copy while open', async () => {
  await openRun({ ...ended({ held: false, why: 'full' }), verdict: 'failed', bag: null, grade: null });
  const standing = await result();
  expect(standing).toHaveTextContent('so there is no bag');
  expect(standing).not.toHaveTextContent('copied while open instead');
});

test('a run that ended while it waited claims nothing', async () => {
  const still = {
    at: null,
    madeAt: null,
    held: null,
    calm: samples.calm({ asked: 'required', calm: false }),
  };
  await openRun({ ...ended(still), verdict: 'failed', bag: null, grade: null, recoveryPoint: null });
  const standing = await result();
  expect(standing).toHaveTextContent('The run ended before everything was read from it.');
  expect(standing).toHaveTextContent('A pause before none came');
  expect(standing).not.toHaveTextContent('made all the same');
  expect(standing).not.toHaveTextContent('Afterwards');
});
