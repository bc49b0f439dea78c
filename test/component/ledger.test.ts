import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { openApp } from './app';
import * as samples from './samples';

async function openTab(name: string): Promise<Awaited<ReturnType<typeof openApp>>> {
  const opened = await openApp();
  opened.stores.router.openRun('run-1');
  const tab = await screen.findByRole('tab', { name });
  await fireEvent.click(tab);
  return opened;
}
// Roles of thousands of elements take jsdom too long; text and labels are found at once.
const rows = (): NodeListOf<Element> => document.querySelectorAll('[aria-label="Files of the bag"] tbody tr');
const next = async (): Promise<unknown> => await fireEvent.click(screen.getByText('Next rows'));

test('a ledger of 2,000 files is shown two hundred at a time', async () => {
  const { fake } = await openTab('Ledger');
  expect(await screen.findByText('Rows 1 to 200 of 2,000')).toBeInTheDocument();
  expect(rows()).toHaveLength(200);
  expect(screen.getByText('Previous rows')).toBeDisabled();
  await next();
  expect(await screen.findByText('Rows 201 to 400 of 2,000')).toBeInTheDocument();
  expect(fake.inputsOf('readLedger')).toEqual([
    { runId: 'run-1', onlyChanged: false, offset: 0, limit: 200 },
    { runId: 'run-1', onlyChanged: false, offset: 200, limit: 200 },
  ]);
});

test('only the files that changed can be looked at, from the first one', async () => {
  const { fake } = await openTab('Ledger');
  await screen.findByText('Rows 1 to 200 of 2,000');
  await next();
  await screen.findByText('Rows 201 to 400 of 2,000');
  await fireEvent.click(screen.getByLabelText('Only files that changed'));
  await waitFor(() => expect(rows()).toHaveLength(50));
  expect(fake.inputsOf('readLedger').at(-1)).toMatchObject({ onlyChanged: true, offset: 0 });
  expect(rows()[1]).toHaveTextContent(/Changed\s*after it was copied/);
  expect(rows()[1]).not.toHaveTextContent('the copy followed');
});

test('the whole checksum is copied, not the part that is shown', async () => {
  const { fake } = await openTab('Ledger');
  await fireEvent.click(await screen.findByLabelText('Copy SHA-256 of U0000001'));
  await waitFor(() => expect(fake.inputsOf('copyText')).toEqual([{ text: samples.ledger[0]?.sha256 }]));
});

test('the log is paged too', async () => {
  await openTab('Log');
  expect(await screen.findByText('Rows 1 to 200 of 232')).toBeInTheDocument();
  await next();
  expect(await screen.findByText('Ended: Verified')).toBeInTheDocument();
});
