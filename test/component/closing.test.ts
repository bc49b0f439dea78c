import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RunAccess } from '../../shared/access';
import { formatSince } from '../../shared/words/screens/connections';
import { usualBackupOptions } from '../../shared/run';
import { heading, openApp, press } from './app';
import { openRun } from './open-run';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

const closingPlan = (notQuiet: 'stop' | 'ask' = 'ask') => ({
  ...samples.livePlan(),
  method: 'shutdown' as const,
  options: { ...usualBackupOptions, shutdown: { ...usualBackupOptions.shutdown, notQuiet } },
});
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const at = samples.ago(3 * samples.MINUTE);

async function openClosing(
  phase: RunAccess['phase'],
  more: Partial<RunAccess> = {},
  answers: Parameters<typeof openApp>[0] = {},
): Promise<Opened> {
  const record = samples.closingRun(phase, more);
  const opened = await openApp({
    listRuns: () => [record],
    run: () => ({ record, plan: closingPlan() }),
    runProgress: () => null,
    ...answers,
  });
  opened.stores.router.openRun('run-live');
  await heading('Backing up Branch Leeds');
  await screen.findByText('You may close this window; the run goes on.');
  return opened;
}

const card = (): HTMLElement => screen.getByRole('region', { name: 'The post office' });

test('while the users have time to log out it counts down, and can be closed at once', async () => {
  const { fake } = await openClosing('telling', { asks: true, until: inMinutes(4) });
  expect(within(card()).getByRole('heading', { name: 'The users have time to log out' })).toBeInTheDocument();
  expect(card()).toHaveTextContent(/It is closed in (4m|3m \d+s)\./);
  expect(screen.queryByText(/people can go on working/i)).not.toBeInTheDocument();
  await press('Close now');
  await waitFor(() => expect(fake.inputsOf('goOn')).toEqual([{ runId: 'run-live' }]));
  expect(await screen.findByRole('button', { name: 'Closing…' })).toBeDisabled();
});

test('a word that was not heard is said, and can be given again', async () => {
  const { fake } = await openClosing('telling', { asks: true, until: inMinutes(4) });
  fake.refuse('goOn', { code: 'run-not-holding', stage: 'request', params: { runId: 'run-live' } });
  await press('Close now');
  expect(await screen.findByRole('alert')).toHaveTextContent('is not waiting for a word');
  expect(screen.getByRole('button', { name: 'Close now' })).toBeEnabled();
});

test('whoever is still there is listed with a button each, and can be disconnected together after a question', async () => {
  const { fake } = await openClosing('disconnecting', {
    asks: true,
    closedSince: at,
    until: inMinutes(9),
  });
  const still = within(await screen.findByRole('list', { name: 'Still connected' }));
  expect(still.getAllByRole('listitem')).toHaveLength(3);
  expect(card()).toHaveTextContent(/the run stops, and everything is opened again/);
  await press('Disconnect: anna from PC-12');
  await press('Disconnect', await screen.findByRole('alertdialog'));
  await waitFor(() =>
    expect(fake.inputsOf('disconnect')).toEqual([
      { postOfficeId: 'leeds', connectionId: 'anna', force: false },
    ]),
  );
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());

  await press('Disconnect everybody…');
  const question = await screen.findByRole('alertdialog', {
    name: 'Disconnect everybody from Branch Leeds?',
  });
  expect(question).toHaveTextContent('may be lost');
  expect(fake.inputsOf('disconnectAll')).toEqual([]);
  await press('Disconnect everybody', question);
  await waitFor(() => expect(fake.inputsOf('disconnectAll')).toEqual([{ runId: 'run-live' }]));
});

test('going on although somebody is there says what it costs', async () => {
  const { fake } = await openClosing('disconnecting', { asks: true, closedSince: at });
  await press('Go on anyway…');
  const question = await screen.findByRole('alertdialog');
  expect(question).toHaveTextContent('The copy will not have the grade Closed');
  await press('Go on anyway', question);
  await waitFor(() => expect(fake.inputsOf('goOn')).toEqual([{ runId: 'run-live' }]));
});

test('to go on while somebody is connected says what the copy will not be, whatever was chosen', async () => {
  const record = samples.closingRun('disconnecting', { asks: true, closedSince: at });
  await openClosing(
    'disconnecting',
    {},
    {
      listRuns: () => [record],
      run: () => ({ record, plan: closingPlan('stop') }),
    },
  );
  await press('Go on anyway…');
  expect(await screen.findByRole('alertdialog')).toHaveTextContent('will not have the grade Closed');
});

test('where no word is waited for, none can be given', async () => {
  await openClosing('disconnecting', { asks: false, closedSince: at });
  await screen.findByRole('list', { name: 'Still connected' });
  expect(screen.queryByRole('button', { name: 'Disconnect everybody…' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Go on anyway…' })).not.toBeInTheDocument();
});

test('all connections can be looked at, with the way back to the run', async () => {
  await openClosing('disconnecting', { asks: true, closedSince: at });
  await press('Show all connections');
  await heading('Who is connected to Branch Leeds');
  await press('The run');
  expect(await heading('Backing up Branch Leeds')).toHaveFocus();
});

test('what cannot be shown to be quiet is decided by a person: go on, or stop and open', async () => {
  const { fake } = await openClosing('not-quiet', { asks: true, closedSince: at, until: inMinutes(5) });
  expect(within(card()).getByRole('heading', { name: 'The post office is not quiet' })).toBeInTheDocument();
  await press('Stop and open…');
  await press('Keep going', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  await press('Go on anyway…');
  await press('Go on anyway', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(fake.inputsOf('goOn')).toEqual([{ runId: 'run-live' }]));
  expect(fake.inputsOf('cancelRun')).toEqual([]);
});

test('while it is closed it says since when, that it opens by itself, and can be opened at once', async () => {
  const { fake } = await openClosing('closed', { closedSince: at, quiet: samples.quiet() });
  expect(
    within(card()).getByRole('heading', { name: `The post office is closed since ${formatSince(at)}` }),
  ).toBeInTheDocument();
  expect(card()).toHaveTextContent('It opens again by itself');
  await press('Open now…');
  const question = await screen.findByRole('alertdialog', { name: 'Open Branch Leeds now?' });
  expect(question).toHaveTextContent('The backup is cancelled');
  await press('Cancel the backup and open now', question);
  await waitFor(() => expect(fake.inputsOf('cancelRun')).toEqual([{ runId: 'run-live' }]));
  expect(await screen.findByRole('button', { name: 'Opening…' })).toBeDisabled();
});

test('a copy that went on without proof is not called quiet', async () => {
  await openClosing('closed', { closedSince: at, stayedQuiet: false });
  expect(card()).toHaveTextContent('the copy cannot have the grade Closed');
  expect(card()).not.toHaveTextContent('Nothing moves while');
});

test('each phase is announced, the focus is kept, and the end of closing is one calm line', async () => {
  const { fake } = await openClosing('telling', { asks: true, until: inMinutes(4) });
  screen.getByRole('button', { name: 'Close now' }).focus();
  fake.emit('run-changed', samples.closingRun('proving', { until: inMinutes(1), closedSince: at }));
  expect(
    await screen.findByText('Watching whether anything moves', { selector: '[role="status"]' }),
  ).toBeInTheDocument();
  await waitFor(() => expect(card()).toHaveFocus());

  const openedAt = samples.ago(1_000);
  fake.emit('run-changed', samples.closingRun('open', { closedSince: at, openedAt }));
  expect(await screen.findByText(/nobody has to wait for the rest/)).toBeInTheDocument();
  expect(screen.queryByRole('region', { name: 'The post office' })).not.toBeInTheDocument();
});

test('cancelling such a run says that everything is opened again', async () => {
  await openClosing('closed', { closedSince: at });
  await press('Cancel the backup…');
  const question = await screen.findByRole('alertdialog');
  expect(question).toHaveTextContent('everything that was closed or stopped is opened and started again');
  expect(question).not.toHaveTextContent('only read');
});

test('the list of post offices says which one is closed, and that a word is waited for', async () => {
  const { fake } = await openApp({
    listRuns: () => [samples.closingRun('disconnecting', { asks: true, closedSince: at })],
  });
  const cell = await screen.findByRole('rowheader', { name: /^Branch Leeds/ });
  expect(await within(cell).findByText(`Closed since ${formatSince(at)}`)).toBeInTheDocument();
  expect(
    screen.getByText('The backup of Branch Leeds waits for your word.', { selector: 'strong' }),
  ).toBeInTheDocument();
  expect(screen.getByText('1 run is going on, 1 run waits for your word')).toBeInTheDocument();
  fake.emit('run-changed', samples.closingRun('open', { closedSince: at, openedAt: samples.ago(0) }));
  await waitFor(() => expect(within(cell).queryByText(/^Closed since/)).not.toBeInTheDocument());
  expect(screen.queryByText(/waits for your word/)).not.toBeInTheDocument();
});

test('the result says from when to when it was closed, and what proves that it was quiet', async () => {
  const closedSince = new Date(2025, 10, 23, 22, 1, 0).toISOString();
  const openedAt = new Date(2025, 10, 23, 22, 5, 30).toISOString();
  await openRun({
    method: 'shutdown',
    grade: 'closed',
    settling: samples.settled(),
    access: samples.runAccess('open', { closedSince, openedAt, quiet: samples.quiet(), stayedQuiet: true }),
  });
  const closing = await screen.findByRole('region', { name: 'Closing' });
  expect(closing).toHaveTextContent('For 4m 30s');
  expect(closing).toHaveTextContent('stayed so until the last byte was read');
  expect(closing).toHaveTextContent('Samba share, Programs on this computer');
  expect(closing).toHaveTextContent('66 files, 720 MB');
  const settling = screen.getByRole('region', { name: 'Settling' });
  expect(settling).toHaveTextContent('so the grade is Closed');
  expect(settling).not.toHaveTextContent('nobody logged off');
});

test('the result of a run without proof says that it was not quiet, and what is not open yet', async () => {
  await openRun({
    method: 'shutdown',
    access: samples.runAccess('closed', { closedSince: at, stayedQuiet: false }),
    pendingUndos: [
      {
        runId: 'run-1',
        undoId: 1,
        action: 'open-samba-share',
        params: { shown: 'ccmail' },
        postOffice: 'Head office',
        lastError: 'EACCES',
      },
    ],
  });
  const closing = await screen.findByRole('region', { name: 'Closing' });
  expect(closing).toHaveTextContent('could not be shown to be quiet');
  expect(closing).toHaveTextContent('not yet: see what is still to undo');
});

test('what is still shut is on the first screen until it is open: what it is, why not yet, one button', async () => {
  const undo = (undoId: number, action: 'open-samba-share' | 'start-service', shown: string) => ({
    runId: 'r',
    undoId,
    action,
    params: { shown },
    postOffice: 'Head office',
    lastError: undoId === 1 ? 'access denied' : '',
  });
  const undos = [undo(1, 'open-samba-share', 'ccmail'), undo(2, 'start-service', 'Router')];
  const { fake } = await openApp({ pendingUndos: () => undos });
  const title = await screen.findByText('Still to undo');
  const list = title.closest('.alert');
  expect(list).toHaveTextContent('Open the share ccmail again.');
  expect(list).toHaveTextContent('The last attempt failed: access denied');
  expect(list).toHaveTextContent('Start Router again.');
  await press('Try again');
  await waitFor(() => expect(fake.inputsOf('retryUndos')).toHaveLength(1));
  await waitFor(() => expect(screen.queryByText('Still to undo')).not.toBeInTheDocument());
});
