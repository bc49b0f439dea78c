import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';
import * as samples from './samples';

const HOLD = 8;
const heldApp = async (): Promise<Awaited<ReturnType<typeof openApp>>> =>
  await openApp({
    listRuns: () => [samples.heldRun(), ...samples.runs().slice(1)],
    run: () => ({ record: samples.heldRun(), plan: samples.heldPlan() }),
    runProgress: () => samples.progress({ step: HOLD }),
  });
const openHeld = async (): Promise<Awaited<ReturnType<typeof openApp>>> => {
  const opened = await heldApp();
  await press('Look at it: the backup of Branch Leeds');
  await screen.findByRole('heading', { name: 'Everything is copied. Look at it, then seal.' });
  return opened;
};

test('the whole app says that a run waits for a word', async () => {
  await heldApp();
  expect(
    await screen.findByText('The backup of Branch Leeds waits for your word.', { selector: 'strong' }),
  ).toBeInTheDocument();
  expect(screen.getByText(/the backup of Branch Leeds waits for your word[;.]/)).toBeInTheDocument();
  expect(screen.getByText('1 run is going on, 1 run waits for your word')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: /^Waits for your word/ })).toBeInTheDocument();
  await press(/^Runs/);
  await heading('Runs');
  expect(screen.getByText('Waits for your word')).toBeInTheDocument();
});

test('what was copied can be looked at before it is sealed', async () => {
  const { fake } = await openHeld();
  expect(await screen.findByRole('region', { name: 'Settling' })).toHaveTextContent('For 1.875s');
  screen.getByRole('tab', { name: 'What moved' }).click();
  expect(await screen.findByText('CCPOMS')).toBeInTheDocument();
  screen.getByRole('tab', { name: 'Ledger' }).click();
  expect(await screen.findByText('Rows 1 to 200 of 2,000')).toBeInTheDocument();
  expect(fake.inputsOf('sealNow')).toEqual([]);
});

test('a group is copied again with one click, and the run waits anew when it has settled', async () => {
  const { fake } = await openHeld();
  expect(screen.getByText(/the groups behind it are read again too/)).toBeInTheDocument();
  await press('Copy this group again: directory and index');
  await waitFor(() =>
    expect(fake.inputsOf('redoGroup')).toEqual([{ runId: 'run-live', group: 'directory' }]),
  );
  expect(screen.getByRole('button', { name: 'Verify and seal' })).toBeDisabled();

  fake.emit('run-progress', samples.progress({ step: 5 }));
  fake.emit('run-changed', samples.liveRun());
  await waitFor(() => expect(screen.queryByText(/Look at it, then seal\.$/)).not.toBeInTheDocument());
  expect(await heading('Backing up Branch Leeds')).toHaveFocus();
  const rows = within(await screen.findByRole('list', { name: 'File groups in copy order' })).getAllByRole(
    'listitem',
  );
  expect(rows.map((row) => row.querySelector('.state')?.textContent)).toEqual([
    'done',
    'now',
    'waiting',
    'waiting',
    'waiting',
    'waiting',
  ]);

  fake.emit('run-changed', samples.heldRun());
  expect(await screen.findByRole('button', { name: 'Verify and seal' })).toBeEnabled();
  expect(screen.getByText('Everything is copied. The run waits for your word.')).toBeInTheDocument();
});

test('sealing goes on to the result', async () => {
  const { fake } = await openHeld();
  await press('Verify and seal');
  await waitFor(() => expect(fake.inputsOf('sealNow')).toEqual([{ runId: 'run-live' }]));
  fake.emit('run-changed', { ...samples.heldRun(), holding: false });
  fake.emit('run-changed', {
    ...samples.heldRun(),
    holding: false,
    verdict: 'verified',
    grade: 'instant',
    endedAt: new Date().toISOString(),
  });
  expect(await heading('Backup of Branch Leeds')).toBeInTheDocument();
  expect(screen.getByRole('region', { name: 'Settling' })).toHaveTextContent('So the grade is Instant');
});

test('a word that was not heard is said, and can be given again', async () => {
  const { fake } = await openHeld();
  fake.refuse('sealNow', { code: 'run-not-holding', stage: 'request', params: { runId: 'run-live' } });
  await press('Verify and seal');
  expect(await screen.findByRole('alert')).toHaveTextContent('is not waiting for a word');
  expect(screen.getByRole('button', { name: 'Verify and seal' })).toBeEnabled();
});

test('a waiting run can be cancelled, with the question as ever', async () => {
  const { fake } = await openHeld();
  await press('Cancel the backup…');
  await press('Cancel the backup', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(fake.inputsOf('cancelRun')).toEqual([{ runId: 'run-live' }]));
});

test('after a group was copied again the next reading is shown, and no moves of the one before', async () => {
  const { fake } = await openHeld();
  const going = { ...samples.heldRun(), holding: false };
  fake.emit('run-changed', going);
  fake.emit('run-progress', samples.progress({ step: HOLD, pass: null }));
  expect(await screen.findByText('Going on as you said.')).toBeInTheDocument();
  fake.emit('run-progress', samples.progress({ step: HOLD, pass: 4 }));
  expect(await screen.findByText('Reading everything again, 4th time.')).toBeInTheDocument();
  const rows = within(screen.getByRole('list', { name: 'File groups in copy order' })).getAllByRole(
    'listitem',
  );
  expect(rows.map((row) => row.querySelector('.state')?.textContent)).toEqual([
    'done',
    'done',
    'done',
    'now',
    'waiting',
    'waiting',
  ]);
});
