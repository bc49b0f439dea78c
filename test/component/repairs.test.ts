/**
 * Motivation: somebody who has never repaired a copy has to find his way from a bag to a repair, and back to it later.
 * Description: the list of repairs, and beginning one from a bag, over a fake bridge.
 * Pass criteria: the list says how far each is and what it needs; a repair begins only after its plan was shown, with just
 * what was chosen; what stands in the way is said, and nothing is started.
 */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RepairRow } from '../../shared/repair';
import { heading, openApp, press } from './app';
import { cells } from './open-run';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

async function openList(rows: RepairRow[] = samples.repairRows()): Promise<Opened> {
  const opened = await openApp({ listRepairs: () => rows });
  await press(/^Repairs/);
  await heading('Repairs');
  return opened;
}

async function beginWith(name: string, opened: Opened): Promise<HTMLElement> {
  opened.stores.router.goTo('bags');
  const more = await screen.findByRole('button', { name: `More for the bag ${name}` });
  more.focus();
  await fireEvent.keyDown(more, { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Repair a copy…' }));
  return await screen.findByRole('dialog');
}
const HEAD = '2025-11-23T13-14-02Z linear';
const PRACTICE = '2025-11-23T22-09-40Z linear';

test('the list says of each repair how far it is, what it needs and what it takes', async () => {
  await openList();
  const table = await screen.findByRole('table', { name: 'Repairs' });
  const rows = within(table).getAllByRole('row').slice(1).map(cells);
  expect(rows.map(([name]) => name)).toEqual([
    expect.stringContaining('Head office'),
    expect.stringContaining('Branch Leeds'),
    expect.stringContaining('practice'),
    expect.stringContaining('Head office'),
  ]);
  expect(rows[0]).toEqual([
    expect.stringContaining('2025-11-23T13-14-02Z linear'),
    'Loose',
    'DB6 overhaul',
    '4 of 9 steps The next step can be run.',
    expect.any(String),
    '3.5 GB',
  ]);
  expect(rows[1]?.[3]).toContain('Somebody has to look at what the tool said.');
  expect(rows[2]?.[3]).toBe('5 of 5 steps All steps are done.');
  expect(rows[3]?.[3]).toContain('Cannot be gone on with');
});

test('the navigation counts repairs that need somebody, and follows what happens to them', async () => {
  const { fake } = await openList();
  expect(await screen.findByText('1 repair needs somebody')).toBeInTheDocument();
  fake.answer('listRepairs', () => [
    samples.repairRow('repair-1', { next: { needs: 'line', step: 'restructure' } }),
    samples.repairRow('repair-2', { next: { needs: 'person', step: 'look' } }),
    samples.repairRow('repair-3', { next: { needs: 'person', step: 'look' }, runId: 'run-live' }),
  ]);
  fake.emit('repair-changed', { id: 'repair-1' });
  expect(await screen.findByText('2 repairs need somebody')).toBeInTheDocument();
  expect(screen.getByText('A tool is running.')).toBeInTheDocument();
});

test('a repair is opened from the list', async () => {
  await openList();
  await press(/^Repair of Branch Leeds, begun/);
  expect(await heading('Repair of a copy of Head office')).toHaveFocus();
});

test('without repairs it is said what one is, and the way leads to the bags', async () => {
  await openList([]);
  expect(await screen.findByText('No repair yet.')).toBeInTheDocument();
  expect(screen.getByText(/the format’s own tools do that, step by step/)).toBeInTheDocument();
  await press('Choose a bag');
  expect(await heading('Bags')).toBeInTheDocument();
});

test('a repair begins with the plan of its private copy, and the run leads on to it', async () => {
  const opened = await openApp();
  const { fake } = opened;
  const dialog = await beginWith(HEAD, opened);
  expect(dialog).toHaveTextContent('The tools work on that copy only; the bag stays as it is.');
  expect(await within(dialog).findByText(/The bag itself is never touched/)).toBeInTheDocument();
  expect(fake.inputsOf('planStage')).toEqual([{ bagId: 'bag-1', procedure: null, dialect: null }]);

  await fireEvent.change(within(dialog).getByLabelText('Procedure'), {
    target: { value: 'db6-maintenance' },
  });
  await fireEvent.change(within(dialog).getByLabelText('How the tools take their command line'), {
    target: { value: 'switches' },
  });
  await waitFor(() =>
    expect(fake.inputsOf('planStage').at(-1)).toEqual({
      bagId: 'bag-1',
      procedure: 'db6-maintenance',
      dialect: 'switches',
    }),
  );
  await waitFor(() =>
    expect(within(dialog).getByRole('button', { name: 'Make the private copy' })).toBeEnabled(),
  );
  await press('Make the private copy', dialog);
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-stage' }]));

  const record = samples.record('run-live', { kind: 'stage', method: null, settling: null, findings: [] });
  fake.emit('run-changed', { ...record, verdict: null, endedAt: null });
  expect(await heading('Making a private copy of Head office')).toBeInTheDocument();
  fake.answer('listRepairs', () => [samples.repairRow('run-live')]);
  fake.emit('run-changed', record);
  expect(await heading('Private copy of a bag of Head office')).toBeInTheDocument();
  await press('Go on to the repair');
  expect(await heading('Repair of a copy of Head office')).toBeInTheDocument();
  expect(fake.inputsOf('repair')).toContainEqual({ id: 'run-live' });
});

test('for a practice post office there is nothing to choose', async () => {
  const opened = await openApp();
  const dialog = await beginWith(PRACTICE, opened);
  await within(dialog).findByText(/The bag itself is never touched/);
  expect(within(dialog).queryByRole('combobox')).not.toBeInTheDocument();
});

test('a bag that was closed is said to need no repair', async () => {
  const opened = await openApp({
    listBags: () => [samples.bag('bag-1', 'Head office', HEAD, { grade: 'closed' })],
  });
  const dialog = await beginWith(HEAD, opened);
  expect(dialog).toHaveTextContent('it needs no repair, but one can be made');
});

test('what stands in the way is said, and nothing is started', async () => {
  const opened = await openApp({
    planStage: () =>
      samples.stagePlan({
        findings: [samples.finding('no-space', 'error', { reason: 'ENOSPC' }, 'check')],
      }),
  });
  const dialog = await beginWith(HEAD, opened);
  expect(
    await within(dialog).findByText('One thing must be put right before this repair can begin.'),
  ).toBeInTheDocument();
  expect(within(dialog).getByRole('button', { name: 'Make the private copy' })).toBeDisabled();
  opened.fake.refuse('planStage', { code: 'bag-has-no-format', stage: 'check', params: { bag: HEAD } });
  await press('Check again', dialog);
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Take a bag that Postbag made.');
  expect(opened.fake.inputsOf('startRun')).toEqual([]);
});

test('a run of tools shows them in their order and leads to its repair', async () => {
  const { fake, stores } = await openApp({
    run: () => ({
      record: samples.record('run-tool', { kind: 'repair', method: null, verdict: null, endedAt: null }),
      plan: samples.repairPlan(),
    }),
  });
  stores.router.openRun('run-tool');
  await heading('Repairing a copy of Head office');
  fake.emit('run-progress', samples.progress({ runId: 'run-tool', step: 0, groups: [], bytes: 0 }));
  const tools = await screen.findByRole('list', { name: 'Tools in the order in which they are run' });
  await waitFor(() => expect(tools).toHaveTextContent(/1.*Rebuild the message index now/));
  expect(tools).toHaveTextContent('CHKSTAT.EXE HEAD ****');
  expect(screen.getByRole('button', { name: 'Cancel the repair step…' })).toBeInTheDocument();
  await press('Open the repair');
  expect(fake.inputsOf('repair')).toEqual([{ id: 'repair-1' }]);
});
