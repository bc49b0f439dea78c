import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';
import type { FindResult } from '../../shared/views';
import * as samples from './samples';

const rowOf = async (path: RegExp): Promise<HTMLElement> => {
  const row = (await screen.findByRole('rowheader', { name: path })).closest('tr');
  if (!row) throw new Error('no row');
  return row;
};

test('every result says why, and only what can be backed up can be added', async () => {
  await openApp();
  await press('Find post offices');
  await press('Choose where to look…');
  expect(await rowOf(/HARROGATE/)).toHaveTextContent(
    'CLANDATA and MLANDATA are there: the complete set of database files of DB6.',
  );
  expect(within(await rowOf(/HARROGATE/)).getByRole('button')).toBeEnabled();
  expect(await rowOf(/FS1\\MAIL/)).toHaveTextContent('On the list');
  for (const path of [/ARCHIVE/, /CONVERT/]) {
    expect(await rowOf(path)).toHaveTextContent('Cannot be added');
    expect(within(await rowOf(path)).queryByRole('button')).not.toBeInTheDocument();
  }
});

test('a format that file names do not tell must be chosen by the person', async () => {
  const { fake } = await openApp();
  await press('Find post offices');
  await press('Choose where to look…');
  await press(/^Add .*EXCHANGE/);
  const dialog = await screen.findByRole('dialog', { name: 'Add post office' });
  await press('Add post office', dialog);
  expect(await within(dialog).findByText('Choose the format.')).toBeInTheDocument();
  expect(fake.inputsOf('addPostOffice')).toEqual([]);

  await fireEvent.click(within(dialog).getByRole('radio', { name: /cc:Mail DB8/ }));
  await fireEvent.input(within(dialog).getByLabelText('Name'), { target: { value: '  Exchange  ' } });
  await press('Add post office', dialog);
  await waitFor(() =>
    expect(fake.inputsOf('addPostOffice')).toEqual([
      { folderId: 'folder-e', name: 'Exchange', format: 'ccmail-db8' },
    ]),
  );
});

test('a name that is taken is said in the window, which stays open', async () => {
  const { fake } = await openApp();
  fake.refuse('addPostOffice', { code: 'name-taken', stage: 'request', params: { name: 'Head office' } });
  await press('Find post offices');
  await press('Choose where to look…');
  await press(/^Add .*HARROGATE/);
  const dialog = await screen.findByRole('dialog', { name: 'Add post office' });
  await press('Add post office', dialog);
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Choose another name.');
});

test('a long search says how far it is, goes on elsewhere, and can be stopped', async () => {
  let finish: (result: FindResult) => void = () => undefined;
  const { fake } = await openApp({
    findPostOffices: () => new Promise<FindResult>((resolve) => (finish = resolve)),
  });
  await press('Find post offices');
  await press('Choose where to look…');
  await screen.findByText(/^Looking through/);
  fake.emit('find-progress', { folders: 1_234, found: 2 });
  expect(await screen.findByText('1,234 folders looked into, 2 found')).toBeInTheDocument();

  await press('Bags');
  await heading('Bags');
  await press(/^Post offices/);
  await press('Find post offices');
  await press('Stop looking');
  expect(fake.inputsOf('cancelFind')).toHaveLength(1);
  finish({ ...samples.found(), complete: false });
  expect(
    await screen.findByText('Not every folder was seen; the search was ended before.'),
  ).toBeInTheDocument();
});

test('a folder dialog that was closed changes nothing', async () => {
  const { fake } = await openApp({ chooseFolder: () => null });
  await press('Find post offices');
  await press('Choose where to look…');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Choose where to look…' })).toBeEnabled());
  expect(fake.inputsOf('findPostOffices')).toEqual([]);
});
