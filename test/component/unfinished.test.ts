import { screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../shared/run';
import { heading, openApp, press } from './app';
import * as samples from './samples';

const offer = 'A backup of Head office was cut short and can go on';
const undo = (runId: string) => ({
  runId,
  undoId: 0,
  action: 'remove-partial-bag' as const,
  params: { folder: 'E:\\Postbag\\.half' },
  postOffice: 'Head office',
  lastError: '',
});

const openCut = async (more: Partial<RunRecord> = {}): Promise<Awaited<ReturnType<typeof openApp>>> => {
  const record = { ...samples.cutShort(), ...more };
  return await openApp({
    listRuns: () => [record, ...samples.runs()],
    run: () => ({ record, plan: samples.plan() }),
    pendingUndos: () => [undo('run-cut')],
    startNotices: () => [
      samples.finding('process-died', 'error', { postOffice: 'Head office' }, 'recover'),
      samples.finding('process-died', 'error', { postOffice: 'Branch York' }, 'recover'),
      samples.finding(
        'unfinished-kept',
        'info',
        { postOffice: 'Head office', files: 180, bytes: 1.1e9 },
        'recover',
      ),
    ],
  });
};

test('what a run that was cut short has left is an offer, said once, and no alarm', async () => {
  const { fake } = await openCut();
  expect(await screen.findByText(offer)).toBeInTheDocument();
  expect(screen.getByText(/180 files, 1\.1 GB/)).toBeInTheDocument();
  expect(screen.queryByText(/^What was copied of Head office was kept/)).not.toBeInTheDocument();
  expect(
    screen.queryByText('An earlier run of Head office ended without finishing.'),
  ).not.toBeInTheDocument();
  expect(screen.getByText('An earlier run of Branch York ended without finishing.')).toBeInTheDocument();
  expect(fake.inputsOf('pendingUndos')).not.toEqual([]);
  expect(screen.queryByText('Still to undo')).not.toBeInTheDocument();
  await press(/^Runs/);
  await heading('Runs');
  expect(screen.getByText('can go on')).toBeInTheDocument();
});

test('what cannot be gone on with is still said to be undone', async () => {
  const { fake } = await openApp({
    listRuns: () => [samples.cutShort(), ...samples.runs()],
    pendingUndos: () => [undo('run-cut'), { ...undo('run-3'), params: { folder: 'E:\\other' } }],
  });
  expect(await screen.findByText('Still to undo')).toBeInTheDocument();
  expect(screen.getByText(/E:\\other/)).toBeInTheDocument();
  expect(screen.queryByText(/\.half/)).not.toBeInTheDocument();
  expect(fake.inputsOf('retryUndos')).toEqual([]);
});

test('going on opens the guided backup at its plan, for that post office and vault', async () => {
  const { fake } = await openCut();
  await press('Go on with the backup of Head office');
  expect(await heading('Back up Head office')).toBeInTheDocument();
  expect(await screen.findByRole('heading', { name: 'This is what will happen' })).toBeInTheDocument();
  await waitFor(() =>
    expect(fake.inputsOf('planBackup')).toMatchObject([
      { postOfficeId: 'head', vaultId: 'vault-usb', options: { afresh: false } },
    ]),
  );
});

test('when its vault is not to be had, the vault is chosen first', async () => {
  const { fake } = await openCut({ vault: String.raw`G:\Gone` });
  await press('Go on with the backup of Head office');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
  expect(fake.inputsOf('planBackup')).toEqual([]);
});

test('the unfinished bag is removed after a question only, and the offer is gone with it', async () => {
  const { fake, stores } = await openCut();
  stores.router.openRun('run-cut');
  await heading('Backup of Head office');
  expect(await screen.findByText(offer)).toBeInTheDocument();
  await press('Remove the unfinished bag of Head office…');
  const question = await screen.findByRole('alertdialog', {
    name: 'Remove the unfinished bag of Head office?',
  });
  expect(question).toHaveTextContent('Your finished bags stay as they are.');
  await press('Keep it', question);
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  expect(fake.inputsOf('removeUnfinished')).toEqual([]);

  fake.answer('run', () => ({ record: { ...samples.cutShort(), resumable: null }, plan: samples.plan() }));
  await press('Remove the unfinished bag of Head office…');
  await press('Remove the unfinished bag', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(fake.inputsOf('removeUnfinished')).toEqual([{ runId: 'run-cut' }]));
  await waitFor(() => expect(screen.queryByText(offer)).not.toBeInTheDocument());
});

test('a removal that failed says why, and the offer stays', async () => {
  const { fake } = await openCut();
  fake.refuse('removeUnfinished', {
    code: 'vault-not-found',
    stage: 'undo',
    params: { path: String.raw`E:\Postbag` },
  });
  await press('Remove the unfinished bag of Head office…');
  await press('Remove the unfinished bag', await screen.findByRole('alertdialog'));
  expect(await screen.findByRole('alert')).toHaveTextContent('Connect it and try again');
  expect(screen.getByText(offer)).toBeInTheDocument();
});

test('when a newer backup has taken it over, the offer is gone', async () => {
  const { fake } = await openCut();
  expect(await screen.findByText(offer)).toBeInTheDocument();
  fake.answer('run', () => ({ record: { ...samples.cutShort(), resumable: null }, plan: samples.plan() }));
  fake.emit('bags-changed', null);
  await waitFor(() => expect(screen.queryByText(offer)).not.toBeInTheDocument());
});
