import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';
import * as samples from './samples';

const openLive = async (): Promise<Awaited<ReturnType<typeof openApp>>> => {
  const opened = await openApp();
  await press(/^Running…/);
  await heading('Backing up Branch Leeds');
  return opened;
};

test('no time left is claimed before it is known', async () => {
  const { fake } = await openApp({
    runProgress: () => samples.progress({ bytesPerSecond: null, etaMs: null }),
  });
  await press(/^Running…/);
  expect(await screen.findByText('440 MB of 720 MB')).toBeInTheDocument();
  expect(screen.queryByText('left, about')).not.toBeInTheDocument();
  expect(screen.queryByText(/MB\/s/)).not.toBeInTheDocument();

  fake.emit('run-progress', samples.progress({ etaMs: 70_000 }));
  expect(await screen.findByText('1m 10s')).toBeInTheDocument();
  expect(screen.getByText('left, about')).toBeInTheDocument();
  expect(screen.getByText('118 MB/s')).toBeInTheDocument();
});

test('groups are shown as done, now and waiting, with the file that is being copied', async () => {
  await openLive();
  const rows = within(await screen.findByRole('list', { name: 'File groups in copy order' })).getAllByRole(
    'listitem',
  );
  expect(rows.map((row) => row.textContent.replace(/\s+/g, ' ').trim())).toEqual([
    expect.stringMatching(/User files done 64 of 64 files 216 MB/),
    expect.stringMatching(/Directory and index done 1 of 1 file 158 MB/),
    expect.stringMatching(/3.*Message store now MLANDATA 66 MB of 346 MB/),
    expect.stringMatching(/4.*Read everything again until nothing moves waiting/),
    expect.stringMatching(/5.*Read the bag again waiting/),
  ]);
});

test('cancelling asks first, with two verbs, and can be thought better of', async () => {
  const { fake } = await openLive();
  await press('Cancel the backup…');
  const question = await screen.findByRole('alertdialog', { name: 'Cancel the backup of Branch Leeds?' });
  expect(question).toHaveTextContent('your earlier bags stay as they are');
  expect(
    within(question)
      .getAllByRole('button')
      .map((button) => button.textContent.trim()),
  ).toEqual(['Keep going', 'Cancel the backup']);

  await press('Keep going', question);
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  expect(fake.inputsOf('cancelRun')).toEqual([]);

  await press('Cancel the backup…');
  await press('Cancel the backup', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(fake.inputsOf('cancelRun')).toEqual([{ runId: 'run-live' }]));
  expect(await screen.findByRole('button', { name: 'Cancelling…' })).toBeDisabled();
});

test('a run turns into its result by itself, and the heading takes the focus', async () => {
  const { fake } = await openLive();
  screen.getByRole('button', { name: 'Cancel the backup…' }).focus();
  const ended = samples.record('run-live', {
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    verdict: 'findings',
    bag: samples.bags()[1]?.path ?? null,
    findings: [samples.finding('lock-waited', 'warning', { count: 1, names: 'MLANDATA' }, 'copy')],
  });
  fake.emit('run-changed', ended);
  expect(await screen.findByRole('heading', { name: 'Done, with findings' })).toBeInTheDocument();
  expect(await heading('Backup of Branch Leeds')).toHaveFocus();
  expect(screen.getByText('1 file had to be waited for: MLANDATA.')).toBeInTheDocument();
  expect(screen.getByText('Before anybody uses this copy')).toBeInTheDocument();

  await press('Show bag in its folder');
  await waitFor(() => expect(fake.inputsOf('showBag')).toEqual([{ bagId: 'bag-2' }]));
});

test('what a run told while another screen was open is there on return', async () => {
  const { fake } = await openLive();
  await press('Bags');
  await heading('Bags');
  fake.emit(
    'run-progress',
    samples.progress({ bytesDone: 700_000_000, step: 8, file: 'data/USR00001', findings: 2 }),
  );
  await press(/^Runs/);
  await press(/^Backup of Branch Leeds/);
  await heading('Backing up Branch Leeds');
  expect(await screen.findByText('97 %')).toBeInTheDocument();
  expect(screen.getByText('Read the whole bag again and compare every checksum.')).toBeInTheDocument();
});

test('a run that cannot be shown says so', async () => {
  const { fake, stores } = await openApp({ listRuns: () => [] });
  fake.refuse('run', { code: 'run-unknown', stage: 'request', params: { runId: 'gone' } });
  stores.router.openRun('gone');
  expect(await screen.findByRole('alert')).toHaveTextContent('Choose a run from the list.');
});
