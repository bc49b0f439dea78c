import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { usualBackupOptions } from '../../shared/run';
import { heading, openApp, press } from './app';
import * as samples from './samples';

async function goToPlan(): Promise<void> {
  await press('Back up Head office');
  await press('Continue');
  await press('Continue');
}

test('the way to a run: method, vault, plan, and only then anything is started', async () => {
  const { fake } = await openApp();
  await press('Back up Head office');
  expect(await heading('Back up Head office')).toHaveFocus();
  expect(screen.getByText('How').closest('li')).toHaveAttribute('aria-current', 'step');
  expect(screen.getByRole('radio', { name: 'Copy while open, in order' })).toBeChecked();

  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toHaveFocus();
  expect(screen.getByRole('radio', { name: 'E:\\Postbag' })).toBeChecked();
  expect(screen.getByRole('radio', { name: String.raw`\\NAS\backup\mail` })).toBeDisabled();

  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'This is what will happen' })).toHaveFocus();
  expect(await screen.findByText('Copy user files: 212 files, 612 MB.')).toBeInTheDocument();
  expect(screen.getByText('If anything goes wrong: remove the unfinished bag.')).toBeInTheDocument();
  expect(
    screen.getByText(String.raw`postbag backup "Head office" --to E:\Postbag --method linear`),
  ).toBeInTheDocument();
  expect(screen.getByText('The vault is on the same disk as the post office (E:).')).toBeInTheDocument();
  expect(fake.inputsOf('startRun')).toEqual([]);

  await press('Start backup');
  expect(await heading(/^Backing up/)).toHaveFocus();
  expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-1' }]);
  expect(screen.getByText('Copy').closest('li')).toHaveAttribute('aria-current', 'step');
});

test('an error among the findings keeps the backup from starting, until the checks are fine', async () => {
  const full = samples.finding('not-enough-space', 'error', { free: 1e9, needed: 3.4e9 });
  const { fake } = await openApp({ planBackup: () => samples.plan({ findings: [full] }) });
  await goToPlan();
  expect(await screen.findByRole('alert')).toHaveTextContent('One thing must be put right');
  expect(screen.getByText(/Make room in the vault or choose another one/)).toBeInTheDocument();
  const start = screen.getByRole('button', { name: 'Start backup' });
  expect(start).toBeDisabled();
  await fireEvent.click(start);
  expect(fake.inputsOf('startRun')).toEqual([]);

  fake.answer('planBackup', () => samples.plan({ findings: [] }));
  await press('Check again');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Start backup' })).toBeEnabled());
  expect(screen.getByText('All checks are fine.')).toBeInTheDocument();
});

test('a file that cannot be read is said, but the others may be saved', async () => {
  const unreadable = samples.finding('file-unreadable', 'error', { path: 'USR00003', reason: 'EACCES' });
  await openApp({ planBackup: () => samples.plan({ findings: [unreadable] }) });
  await goToPlan();
  expect(await screen.findByText(/USR00003/)).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Start backup' })).toBeEnabled();
});

test('a plan that could not be made says why, and the choices stay', async () => {
  const { fake } = await openApp();
  fake.refuse('planBackup', {
    code: 'post-office-not-found',
    stage: 'check',
    params: { path: String.raw`\\FS1\MAIL\CCDATA` },
  });
  await goToPlan();
  expect(await screen.findByRole('alert')).toHaveTextContent(/Connect the drive or share/);
  expect(screen.getByRole('button', { name: 'Start backup' })).toBeDisabled();
  await press('Back');
  expect(await screen.findByRole('radio', { name: 'E:\\Postbag' })).toBeChecked();
});

test('a start that was refused says why and stays on the plan', async () => {
  const { fake } = await openApp();
  fake.refuse('startRun', {
    code: 'already-running',
    stage: 'check',
    params: { postOffice: 'Head office', pid: '4711', since: '22:01' },
  });
  await goToPlan();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Start backup' })).toBeEnabled());
  await press('Start backup');
  expect(await screen.findByRole('alert')).toHaveTextContent('Another run is busy with Head office');
  expect(screen.getByRole('button', { name: 'Start backup' })).toBeInTheDocument();
});

test('a vault that is added is the one that is chosen', async () => {
  const added = {
    id: 'vault-new',
    path: 'F:\\Bags',
    available: true,
    freeBytes: 9e9,
    totalBytes: 1e10,
    bags: 0,
  };
  const { fake } = await openApp({ addVault: () => ({ id: 'vault-new' }) });
  await press('Back up Head office');
  await press('Continue');
  fake.answer('listVaults', () => [...samples.vaults(), added]);
  await press('Add vault…');
  await waitFor(() => expect(screen.getByRole('radio', { name: 'F:\\Bags' })).toBeChecked());
  await press('Continue');
  await waitFor(() =>
    expect(fake.inputsOf('planBackup')).toEqual([
      { postOfficeId: 'head', vaultId: 'vault-new', method: 'linear', options: usualBackupOptions },
    ]),
  );
});

test('the choices of a guided backup stay while another screen is looked at', async () => {
  const { stores } = await openApp();
  await press('Back up Head office');
  await press('Continue');
  await press('Bags');
  await heading('Bags');
  stores.router.go({ screen: 'backup' });
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
});
