import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';
import * as samples from './samples';

test('the sentence under the title says what needs attention, and a practice post office never does', async () => {
  await openApp({
    listPostOffices: () => [
      samples.row('a', 'Warehouse', 'W:\\CCDATA'),
      samples.row('b', 'Practice', '/home/anna/practice', {
        inventory: samples.inventory(samples.practiceRecognition, 12, [1, 1, 1]),
      }),
    ],
  });
  expect(
    await screen.findByText('2 post offices. One needs attention: Warehouse has never been backed up.'),
  ).toBeInTheDocument();
});

test('without post offices a person is led: find, add, or make one to practise on with one click', async () => {
  const { fake } = await openApp({ listPostOffices: () => [] });
  expect(await screen.findByRole('heading', { name: 'Welcome to Postbag' })).toBeInTheDocument();
  expect(screen.queryByRole('table')).not.toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Find post offices' })).toBeInTheDocument();

  fake.answer('listPostOffices', samples.postOffices);
  await press('Make a practice post office');
  expect(await heading('Practice')).toHaveFocus();
  expect(fake.inputsOf('makePractice')).toEqual([{ folderId: null, shape: 'db6', users: 12, messages: 400 }]);
});

test('a failure says what happened, why, and what to do next', async () => {
  const { fake } = await openApp({ listPostOffices: () => [] });
  fake.refuse('makePractice', {
    code: 'settings-not-saved',
    stage: 'settings',
    params: { reason: 'EROFS' },
  });
  await press('Make a practice post office');
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The settings could not be saved.');
  expect(alert).toHaveTextContent('EROFS');
  expect(alert).toHaveTextContent('What to do: Check that there is room on the disk');
  expect(alert).not.toHaveTextContent('settings-not-saved');
});

test('each row says the last backup in words: a grade, a failure, never, or how far it is', async () => {
  const { fake } = await openApp();
  const rowOf = async (name: string) => {
    const cell = await screen.findByRole('rowheader', { name: new RegExp(`^${name}`) });
    const row = cell.closest('tr');
    if (!row) throw new Error('no row');
    return within(row);
  };
  expect((await rowOf('Head office')).getByText('Loose')).toBeInTheDocument();
  expect((await rowOf('Warehouse')).getByText('Failed')).toBeInTheDocument();
  expect((await rowOf('Warehouse')).getByText('last bag: 20 days ago')).toBeInTheDocument();
  expect((await rowOf('Branch Bradford')).getByText('Never')).toBeInTheDocument();
  expect((await rowOf('Branch York')).getByText('Folder not found')).toBeInTheDocument();

  fake.emit('run-progress', samples.progress());
  const leeds = await rowOf('Branch Leeds');
  await waitFor(() => expect(leeds.getByRole('button', { name: /^Running… 61 %/ })).toBeInTheDocument());
  expect(leeds.queryByRole('button', { name: 'Back up Branch Leeds' })).not.toBeInTheDocument();
});

test('a backup that begins while the list is shown is seen there, and no second one is offered', async () => {
  const { fake } = await openApp();
  expect(await screen.findByRole('button', { name: 'Back up Head office' })).toBeInTheDocument();
  fake.emit('run-changed', { ...samples.liveRun(), postOffice: 'Head office', postOfficeId: 'head' });
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: 'Back up Head office' })).not.toBeInTheDocument(),
  );
  expect(screen.getByRole('progressbar', { name: /The run of Head office/ })).toBeInTheDocument();
});

test('what is still to undo stays on the screen until it is done', async () => {
  const undo = {
    runId: 'r',
    undoId: 0,
    action: 'remove-partial-bag' as const,
    params: { folder: 'E:\\Postbag\\.half' },
    postOffice: 'Head office',
    lastError: 'EBUSY',
  };
  const { fake } = await openApp({ pendingUndos: () => [undo], retryUndos: () => [undo] });
  expect(await screen.findByText(/Remove the unfinished bag E:\\Postbag\\.half/)).toBeInTheDocument();
  await press('Try again');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled());
  expect(screen.getByText('Still to undo')).toBeInTheDocument();

  fake.answer('retryUndos', () => []);
  await press('Try again');
  await waitFor(() => expect(screen.queryByText('Still to undo')).not.toBeInTheDocument());
});
