import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';
import * as samples from './samples';

test('verifying plans, starts and shows the run at once', async () => {
  const { fake } = await openApp();
  await press('Bags');
  await press('Verify the bag 2025-11-15T20-00-11Z linear');
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-verify' }]));
  expect(fake.inputsOf('planVerify')).toEqual([{ bagId: 'bag-2' }]);
  fake.emit('run-changed', { ...samples.liveRun(), kind: 'verify', method: null });
  expect(await heading('Verifying a bag of Branch Leeds')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Cancel the verification…' })).toBeInTheDocument();
});

test('a bag that cannot be verified says why, and nothing is started', async () => {
  const { fake } = await openApp({
    planVerify: () => ({
      ...samples.verifyPlan(),
      findings: [samples.finding('bag-not-found', 'error', { bag: 'Branch Leeds/2025' })],
    }),
  });
  await press('Bags');
  await press('Verify the bag 2025-11-15T20-00-11Z linear');
  expect(await screen.findByRole('alert')).toHaveTextContent('Connect the vault and try again.');
  expect(fake.inputsOf('startRun')).toEqual([]);
});

test('a vault that is not connected is said so, and forgetting one promises to touch nothing', async () => {
  const { fake } = await openApp();
  await press('Bags');
  expect(
    await screen.findByText('Not there now. Connect its drive or share to see its bags.'),
  ).toBeInTheDocument();
  await press(String.raw`Forget vault \\NAS\backup\mail`);
  const question = await screen.findByRole('alertdialog');
  expect(question).toHaveTextContent('Nothing on disk is touched');
  await press('Forget vault', question);
  await waitFor(() => expect(fake.inputsOf('forgetVault')).toEqual([{ id: 'vault-share' }]));
});

test('bags that changed on disk are listed anew', async () => {
  const { fake } = await openApp();
  await press('Bags');
  expect(await screen.findByText('Damaged')).toBeInTheDocument();
  fake.answer('listBags', () => samples.bags().slice(0, 1));
  fake.emit('bags-changed', null);
  await waitFor(() => expect(screen.queryByText('Damaged')).not.toBeInTheDocument());
});

test('what open files cost is counted in the bag of a practice post office only', async () => {
  await openApp();
  await press('Bags');
  const more = await screen.findByRole('button', { name: 'More for the bag 2025-11-23T22-09-40Z linear' });
  more.focus();
  await fireEvent.keyDown(more, { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Count mail' }));
  await press('Count mail in the bag', await screen.findByRole('dialog'));
  expect(await screen.findByText(/2 pointers lead to a message/)).toBeInTheDocument();
});
