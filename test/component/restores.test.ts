/**
 * Motivation: somebody who has never restored anything has to find his way from a bag to a proof, and know beforehand what he
 * will not get back.
 * Description: the list of restores and proofs, beginning one from a bag, and the reminder, over a fake bridge.
 * Pass criteria: what may be missing is said before anything is started; a restore begins only after its plan was shown; the
 * list and the navigation say what needs somebody; the reminder is saved as typed.
 */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RestoreRow } from '../../shared/proof';
import { heading, openApp, press } from './app';
import { cells } from './open-run';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

async function openList(rows: RestoreRow[] = samples.restoreRows()): Promise<Opened> {
  const opened = await openApp({ listRestores: () => rows });
  await press(/^Restores and proofs/);
  await heading('Restores and proofs');
  return opened;
}

const HEAD = '2025-11-23T13-14-02Z linear';

async function beginWith(item: string, opened: Opened): Promise<HTMLElement> {
  opened.stores.router.goTo('bags');
  const more = await screen.findByRole('button', { name: `More for the bag ${HEAD}` });
  more.focus();
  await fireEvent.keyDown(more, { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: item }));
  return await screen.findByRole('dialog');
}

test('the list says of each what it is for, how far it is, and what it came to', async () => {
  await openList();
  const table = await screen.findByRole('table', { name: 'Restores and proofs' });
  const rows = within(table).getAllByRole('row').slice(1).map(cells);
  expect(rows.map(([, purpose]) => purpose)).toEqual(['Restore', 'Proof', 'Proof', 'Restore', 'Restore']);
  expect(rows.map(([, , , state]) => state)).toEqual([
    'The copy has to be repaired.',
    'The checklist has to be answered.',
    'Not proven Everything is done.',
    'Cannot be gone on with',
    'Proven online Everything is done.',
  ]);
  expect(rows[2]?.[0]).toContain('practice');
});

test('the navigation counts those that need a person, and follows what happens to them', async () => {
  const { fake } = await openList();
  expect(await screen.findByText('1 restore or proof needs somebody')).toBeInTheDocument();
  fake.answer('listRestores', () => [
    samples.restoreRow('restore-1', { next: 'look' }),
    samples.restoreRow('restore-2', { next: 'sign' }),
    samples.restoreRow('restore-3', { next: 'online' }),
    samples.restoreRow('restore-4', { next: 'answers', runId: 'run-live' }),
    samples.restoreRow('restore-5', { next: 'checks' }),
  ]);
  fake.emit('restore-changed', { id: 'restore-1' });
  expect(await screen.findByText('3 restores or proofs need somebody')).toBeInTheDocument();
  expect(screen.getByText('It is being worked on.')).toBeInTheDocument();
});

test('one is opened from the list, and without any the way leads to the bags', async () => {
  const { fake } = await openList();
  await press(/^Proof of the backup of Branch Leeds, begun/);
  expect(await heading('Restore of Head office')).toHaveFocus();
  fake.answer('listRestores', () => []);
  fake.emit('restore-changed', { id: 'restore-1' });
  await press('Restores and proofs');
  expect(await screen.findByText('No restore and no proof yet.')).toBeInTheDocument();
  await press('Choose a bag');
  expect(await heading('Bags')).toBeInTheDocument();
});

test('a restore says first what may be missing and what the grade asks for, and leads on after its run', async () => {
  const opened = await openApp();
  const { fake } = opened;
  const dialog = await beginWith('Restore…', opened);
  expect(dialog).toHaveAccessibleName('Restore Head office');
  const loss = within(dialog).getByRole('region', { name: 'What may be missing' });
  expect(loss).toHaveTextContent(/Everything written after .+ may be missing: that was 9 hours ago\./);
  expect(dialog).toHaveTextContent('Loose. Repair the copy with the format’s own tools');
  expect(await within(dialog).findByText(/compare every checksum/)).toBeInTheDocument();
  expect(within(dialog).queryByRole('button', { name: /machine/ })).not.toBeInTheDocument();
  expect(fake.inputsOf('startRun')).toEqual([]);

  await fireEvent.change(within(dialog).getByLabelText('Repair procedure'), {
    target: { value: 'db6-maintenance' },
  });
  await waitFor(() =>
    expect(fake.inputsOf('planRestore')).toEqual([
      { bagId: 'bag-1', purpose: 'restore', procedure: null },
      { bagId: 'bag-1', purpose: 'restore', procedure: 'db6-maintenance' },
    ]),
  );
  const start = within(dialog).getByRole('button', { name: 'Verify and make the private copy' });
  await waitFor(() => expect(start).toBeEnabled());
  await press('Verify and make the private copy', dialog);
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-restore' }]));

  const record = samples.record('run-live', { kind: 'stage', method: null, settling: null, findings: [] });
  fake.emit('run-changed', { ...record, verdict: null, endedAt: null });
  expect(await heading('Making a private copy of Head office')).toBeInTheDocument();
  const phases = screen.getByRole('list', { name: 'File groups in copy order' });
  expect(phases).toHaveTextContent(/Read the bag .*Copy the files /);
  fake.answer('listRestores', () => [samples.restoreRow('run-live')]);
  fake.answer('listRepairs', () => [samples.repairRow('run-live')]);
  fake.emit('run-changed', record);
  await press('Go on');
  expect(await heading('Restore of Head office')).toBeInTheDocument();
  expect(fake.inputsOf('restore')).toContainEqual({ id: 'run-live' });
});

test('a bag that does not say from when it is says that too', async () => {
  const opened = await openApp({
    listBags: () => [samples.bag('bag-1', 'Head office', HEAD, { recoveryPoint: null, grade: 'closed' })],
  });
  const dialog = await beginWith('Restore…', opened);
  expect(dialog).toHaveTextContent(/since this backup was made may be missing: it was sealed 9 hours ago/);
  expect(dialog).toHaveTextContent('Closed. Check it by hand before anybody works with it.');
});

test('a machine proves a backup as far as it can, and its progress is shown from the first moment', async () => {
  const opened = await openApp();
  const { fake } = opened;
  fake.refuse('restore', { code: 'repair-unknown', stage: 'request', params: {} });
  const dialog = await beginWith('Prove this backup…', opened);
  expect(dialog).toHaveAccessibleName('Prove the backup of Head office');
  const drill = within(dialog).getByRole('button', { name: 'Prove it as far as a machine can' });
  await waitFor(() => expect(drill).toBeEnabled());
  const record = samples.record('restore-1', {
    kind: 'stage',
    method: null,
    verdict: null,
    endedAt: null,
    settling: null,
  });
  fake.answer('run', () => ({ record, plan: samples.restorePlan() }));
  await press('Prove it as far as a machine can', dialog);
  fake.emit('run-changed', record);
  expect(await screen.findByText('It is being verified and copied.')).toBeInTheDocument();
  expect(fake.inputsOf('startDrill')).toEqual([{ bagId: 'bag-1' }]);
  expect(await screen.findByRole('button', { name: 'Cancel the private copy…' })).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();

  fake.answer('restore', () => samples.checked({ purpose: 'prove' }));
  fake.emit('restore-changed', { id: 'restore-1' });
  expect(await heading('Proof of the backup of Head office')).toBeInTheDocument();
});

test('what stands in the way is said, and nothing is started', async () => {
  const opened = await openApp({
    planRestore: () =>
      samples.restorePlan({ findings: [samples.finding('no-space', 'error', { reason: 'ENOSPC' })] }),
  });
  const dialog = await beginWith('Prove this backup…', opened);
  expect(await within(dialog).findByText('One thing must be put right before this can begin.')).toBeVisible();
  for (const name of ['Verify and make the private copy', 'Prove it as far as a machine can'])
    expect(within(dialog).getByRole('button', { name })).toBeDisabled();
});

test('the reminder is said in words, and saved as typed; 0 means never', async () => {
  const { fake } = await openList([]);
  expect(await screen.findByText('Somebody is reminded after 90 days.')).toBeInTheDocument();
  await press('Change the reminder');
  const days = screen.getByLabelText('After so many days without a proof');
  await fireEvent.input(days, { target: { value: 'x' } });
  expect(days).toHaveAccessibleDescription(/A whole number from 0 to 3650\./);
  expect(screen.getByRole('button', { name: 'Save the reminder' })).toBeDisabled();
  await fireEvent.input(days, { target: { value: '0' } });
  await fireEvent.input(screen.getByLabelText('After so many backups without a proof'), {
    target: { value: '12' },
  });
  fake.answer('reminder', () => ({ days: 0, bags: 12 }));
  await press('Save the reminder');
  expect(await screen.findByText('Somebody is reminded after 12 backups.')).toBeInTheDocument();
  expect(fake.inputsOf('setReminder')).toEqual([{ days: 0, bags: 12 }]);
});
