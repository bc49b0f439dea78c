import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ConnectionList } from '../../shared/access';
import { heading, openApp, press } from './app';
import { cells } from './open-run';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

async function openConnections(list: () => ConnectionList = samples.connectionList): Promise<Opened> {
  const opened = await openApp({ connections: list });
  await press('Head office');
  await press('Who is connected');
  await heading('Who is connected to Head office');
  return opened;
}

const rows = (): HTMLElement[] => within(screen.getByRole('table')).getAllByRole('row').slice(1);
const names = (): string[] => rows().map((row) => cells(row)[0] ?? '');
const looked = async (fake: Opened['fake'], more = 1): Promise<void> => {
  const before = fake.inputsOf('connections').length;
  await waitFor(() => expect(fake.inputsOf('connections').length).toBeGreaterThanOrEqual(before + more));
};

test('everybody is listed by name, with where they come from, what they have open and who sees them', async () => {
  await openConnections();
  await screen.findByRole('table', { name: 'Connections' });
  expect(names()).toEqual(['anna', 'ROUTER.EXE svc, process 4711', 'zoe']);
  expect(cells(rows()[0] ?? document.body).slice(1)).toEqual([
    'PC-12',
    'CCPOMS and 2 more , what anna from PC-12 has open',
    expect.stringMatching(/\d\d:\d\d/),
    'Samba share',
    'Disconnect…',
  ]);
  expect(cells(rows()[1] ?? document.body)[1]).toBe('this computer');
  expect(rows()[2]).toHaveTextContent('none open now');
  expect(rows()[2]).toHaveTextContent('Only whoever sits there can end it.');
  expect(screen.getByText(/Samba share \(ccmail\), Programs on this computer/)).toBeInTheDocument();
  expect(screen.getByText('Ways that cannot be used here (2)')).toBeInTheDocument();
  expect(screen.getByText('No command was typed for this post office.')).toBeInTheDocument();
});

test('the files of one can be opened, each with how it is held', async () => {
  await openConnections();
  await press(/what anna from PC-12 has open$/);
  const files = screen.getByRole('list', { name: 'Files that anna from PC-12 has open' });
  const lines = within(files).getAllByRole('listitem');
  expect(lines[0]).toHaveTextContent(/^CCPOMS to read and write, since .*, denies writing, locks a part$/);
  expect(lines[2]).toHaveTextContent('U0000007 nothing more can be said');
});

test('looking again keeps the order, the focus and what was opened, and says who came and went', async () => {
  const { fake } = await openConnections();
  const from = await screen.findByRole('button', { name: 'From' });
  await fireEvent.click(from);
  await fireEvent.click(from);
  expect(screen.getByRole('columnheader', { name: /^From/ })).toHaveAttribute('aria-sort', 'descending');
  expect(screen.getByRole('columnheader', { name: /^Who/ })).not.toHaveAttribute('aria-sort');
  // Numbers in names count as numbers: PC-12 comes after PC-3.
  expect(names()).toEqual(['anna', 'zoe', 'ROUTER.EXE svc, process 4711']);

  await press(/what anna from PC-12 has open$/);
  const disconnect = screen.getByRole('button', { name: 'Disconnect: anna from PC-12' });
  disconnect.focus();

  fake.answer('connections', () =>
    samples.connectionList({ connections: [samples.connection('ben', { from: 'PC-7' }), samples.anna()] }),
  );
  await screen.findByText('ben');
  expect(names().filter((name) => !name.startsWith('CCPOMS'))).toEqual(['anna', 'ben']);
  expect(disconnect).toHaveFocus();
  expect(disconnect).toBeInTheDocument();
  expect(screen.getByRole('list', { name: 'Files that anna from PC-12 has open' })).toBeInTheDocument();
  expect(screen.queryByText('Looking who is connected…')).not.toBeInTheDocument();

  // Who had the focus is gone: it stays at the table, and is not lost.
  fake.answer('connections', () => samples.connectionList({ connections: [samples.connection('ben')] }));
  await waitFor(() => expect(screen.queryByText('anna')).not.toBeInTheDocument());
  await waitFor(() => expect(screen.getByRole('group', { name: 'Connections' })).toHaveFocus());
});

test('a look that fails says so, and keeps the last list with its time', async () => {
  const { fake } = await openConnections();
  await screen.findByText('anna');
  fake.refuse('connections', {
    code: 'unexpected',
    stage: 'request',
    params: { reason: 'smbstatus did not answer' },
  });
  expect(await screen.findByRole('alert')).toHaveTextContent('smbstatus did not answer');
  expect(screen.getByText('anna')).toBeInTheDocument();
  expect(screen.getByText(/The list is as of \d\d:\d\d:\d\d\./)).toBeInTheDocument();

  fake.answer('connections', () => samples.connectionList());
  await waitFor(() => expect(screen.queryByRole('alert')).not.toBeInTheDocument());
});

test('disconnecting asks first and says what may be lost', async () => {
  const { fake } = await openConnections();
  await press('Disconnect: anna from PC-12');
  const question = await screen.findByRole('alertdialog', { name: 'Disconnect anna from PC-12?' });
  expect(question).toHaveTextContent('What its user has not saved yet may be lost');
  await press('Leave it connected', question);
  await waitFor(() => expect(screen.queryByRole('alertdialog')).not.toBeInTheDocument());
  expect(fake.inputsOf('disconnect')).toEqual([]);

  await press('Disconnect: anna from PC-12');
  fake.answer('connections', () => samples.connectionList({ connections: [samples.guest()] }));
  await press('Disconnect', await screen.findByRole('alertdialog'));
  await waitFor(() =>
    expect(fake.inputsOf('disconnect')).toEqual([
      { postOfficeId: 'head', connectionId: 'anna', force: false },
    ]),
  );
  await waitFor(() => expect(screen.queryByText('anna')).not.toBeInTheDocument());
});

test('a question stays while the list is looked at again, and a refusal is said in it', async () => {
  const { fake } = await openConnections();
  fake.refuse('disconnect', {
    code: 'disconnect-failed',
    stage: 'close',
    params: { who: 'anna', reason: 'access denied' },
  });
  await press('Disconnect: anna from PC-12');
  const question = await screen.findByRole('alertdialog');
  await looked(fake);
  await press('Disconnect', question);
  expect(await within(question).findByRole('alert')).toHaveTextContent('access denied');
});

test('force is offered only when a program was asked to end and is still there', async () => {
  const { fake } = await openConnections();
  await screen.findByText('anna');
  expect(screen.queryByRole('button', { name: /^End by force/ })).not.toBeInTheDocument();
  await press('Ask to end: ROUTER.EXE (svc)');
  await press('Ask to end', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(fake.inputsOf('disconnect')).toHaveLength(1));
  await press('End by force: ROUTER.EXE (svc)');
  const question = await screen.findByRole('alertdialog', { name: 'End ROUTER.EXE (svc) by force?' });
  expect(question).toHaveTextContent('unsaved work is lost');
  await press('End by force', question);
  await waitFor(() =>
    expect(fake.inputsOf('disconnect')).toEqual([
      { postOfficeId: 'head', connectionId: 'router', force: false },
      { postOfficeId: 'head', connectionId: 'router', force: true },
    ]),
  );
});

test('that nobody is connected is said only where everything could look', async () => {
  await openConnections(() => samples.connectionList({ connections: [] }));
  expect(await screen.findByRole('heading', { name: 'Nobody is connected' })).toBeInTheDocument();
});

test('programs that could not be looked into leave it open whether somebody is there', async () => {
  await openConnections(() => samples.connectionList({ connections: [], notExamined: 3 }));
  expect(await screen.findByRole('heading', { name: 'Nobody is seen' })).toBeInTheDocument();
  expect(screen.getByText('3 programs of other accounts could not be looked into.')).toBeInTheDocument();
});

test('a post office on another computer is not called empty', async () => {
  const [marker, , , processes] = samples.ways();
  const share = {
    ...samples.ways()[1],
    lists: false,
    closes: false,
    reason: { code: 'on-another-computer' as const, params: { server: 'FS1' } },
  };
  await openConnections(() =>
    samples.connectionList({
      connections: [],
      adapters: [marker, share, processes] as ConnectionList['adapters'],
      seesAll: false,
    }),
  );
  expect(await screen.findByRole('heading', { name: 'Nobody is seen' })).toBeInTheDocument();
  expect(screen.queryByText('Nobody is connected')).not.toBeInTheDocument();
});

test('where nothing can look the reasons are given, and nobody is called gone', async () => {
  const adapters = samples.ways().map((way) => ({
    ...way,
    lists: false,
    closes: false,
    reason: { code: 'no-rights' as const, params: { program: 'smbstatus' } },
  }));
  await openConnections(() => samples.connectionList({ connections: [], adapters }));
  expect(await screen.findByRole('heading', { name: 'Nobody can be seen from here' })).toBeInTheDocument();
  expect(screen.getAllByText(/smbstatus needs more rights/).length).toBeGreaterThan(0);
});

test('a way that failed to look is an alert, and no proof that nobody is there', async () => {
  const failure = {
    code: 'access-failed' as const,
    stage: 'close' as const,
    params: { adapter: 'samba', reason: 'smbstatus ended with 1' },
  };
  await openConnections(() =>
    samples.connectionList({ connections: [], failures: [{ adapter: 'samba', failure }] }),
  );
  expect(await screen.findByRole('alert')).toHaveTextContent('smbstatus ended with 1');
  expect(screen.getByRole('heading', { name: 'Nobody can be seen from here' })).toBeInTheDocument();
});
