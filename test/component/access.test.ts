import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { AccessSettings, usualAccess } from '../../shared/access';
import { joinWords, splitWords } from '../../renderer/state/command-words';
import { openApp, press } from './app';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

async function openAccess(access: AccessSettings = usualAccess): Promise<Opened> {
  const opened = await openApp({
    postOffice: ({ id }) => samples.detail(id, { access }),
  });
  await press('Head office');
  await screen.findByRole('list', { name: 'Ways to see and close' });
  await press('Change access');
  return opened;
}

const type = async (name: string | RegExp, value: string): Promise<unknown> =>
  await fireEvent.input(screen.getByLabelText(name), { target: { value } });
const choose = async (name: string, value: string): Promise<unknown> =>
  await fireEvent.change(screen.getByLabelText(name), { target: { value } });
const saved = async ({ fake }: Opened): Promise<unknown> => {
  await press('Save access');
  await waitFor(() => expect(fake.inputsOf('setAccess')).toHaveLength(1));
  const input = fake.inputsOf('setAccess')[0] as { id: string; access: unknown };
  expect(input.id).toBe('head');
  expect(AccessSettings.safeParse(input.access).success).toBe(true);
  return input.access;
};

test('each way says what it can do here, or why it cannot', async () => {
  await openApp();
  await press('Head office');
  const ways = within(await screen.findByRole('list', { name: 'Ways to see and close' })).getAllByRole(
    'listitem',
  );
  expect(ways[1]).toHaveTextContent('Samba share (ccmail) sees and closes');
  expect(ways[2]).toHaveTextContent('Windows share not here It belongs to another operating system.');
  expect(ways[0]).toHaveTextContent('CCPODOWN file closes');
});

test('what was typed and chosen is what is saved, and the page types no path', async () => {
  const opened = await openAccess();
  await choose('Use of Samba share', 'required');
  await press('Choose program: Tell the users');
  await screen.findByText('/usr/local/bin/tell-users');
  await type('Arguments: Tell the users', '--all "{message} in {minutes}"  "say ""now"""');
  await type('End a command after', '30');

  await press('Add service');
  expect(screen.getByLabelText('Name')).toHaveFocus();
  await type('Name', 'Router');
  await choose('Kind', 'windows');
  await type('Name of the unit or service', 'ccRouter');
  expect(await saved(opened)).toEqual({
    ...usualAccess,
    use: { ...usualAccess.use, samba: 'required' },
    services: [
      { name: 'Router', kind: 'windows', unit: 'ccRouter', start: [], stop: [], check: [], waitSeconds: 60 },
    ],
    commands: {
      ...usualAccess.commands,
      tell: ['/usr/local/bin/tell-users', '--all', '{message} in {minutes}', 'say "now"'],
      limitSeconds: 30,
    },
  });
});

const service = (name: string): AccessSettings['services'][number] => ({
  name,
  kind: 'systemd',
  unit: `${name.toLowerCase()}.service`,
  start: [],
  stop: [],
  check: [],
  waitSeconds: 60,
});

test('services are put in another order and taken away, and the focus stays with the one that moves', async () => {
  const opened = await openAccess(samples.access({ services: ['Router', 'Fax', 'Link'].map(service) }));
  await press('Move up: Link');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Move up: Link' })).toHaveFocus());
  await press('Move up: Link');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Move down: Link' })).toHaveFocus());
  await press('Remove Fax');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Add service' })).toHaveFocus());
  expect(await saved(opened)).toMatchObject({ services: [{ name: 'Link' }, { name: 'Router' }] });
});

test('what is missing is said beside it when it is to be saved, and nothing is sent', async () => {
  const { fake } = await openAccess();
  await press('Choose program: Refuse new connections');
  await press('Add service');
  await choose('Kind', 'command');
  await press('Save access');
  expect(screen.getByText('Give it a name.')).toBeInTheDocument();
  expect(screen.getAllByText('Choose a program.')).toHaveLength(2);
  expect(
    screen.getByText('What is closed must be opened again: choose a program for this too.'),
  ).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText('Name')).toHaveFocus());
  expect(fake.inputsOf('setAccess')).toEqual([]);

  await type('Arguments: Refuse new connections', '"no end');
  expect(screen.getByLabelText('Arguments: Refuse new connections')).toHaveAccessibleDescription(
    'A double quote is not closed.',
  );
});

test('a dialog that was closed changes nothing, and a refusal is said with what was typed still there', async () => {
  const { fake } = await openAccess();
  fake.answer('chooseProgram', () => null);
  await press('Choose program: Tell the users');
  await waitFor(() => expect(fake.inputsOf('chooseProgram')).toHaveLength(1));
  expect(screen.getByRole('button', { name: 'Save access' })).toBeDisabled();

  await choose('Use of CCPODOWN file', 'off');
  fake.refuse('setAccess', { code: 'command-not-allowed', stage: 'request', params: { slot: 'tell' } });
  await press('Save access');
  expect(await screen.findByRole('alert')).toBeInTheDocument();
  expect(screen.getByLabelText('Use of CCPODOWN file')).toHaveValue('off');
  await press('Discard changes');
  expect(screen.getByLabelText('Use of CCPODOWN file')).toHaveValue('auto');
});

test.each([[['a', 'b']], [['two words', '']], [['say "hi"', String.raw`C:\Program Files\x`]], [['"']]])(
  'the words of a command come back as they were typed: %j',
  (words) => {
    expect(splitWords(joinWords(words))).toEqual({ words, open: false });
  },
);

test('what sources say of other servers can be read beside the commands', async () => {
  await openAccess();
  await fireEvent.click(screen.getByText('What is known of other servers'));
  expect(screen.getByRole('heading', { name: 'NetWare' })).toBeInTheDocument();
  expect(screen.getByText('DISABLE LOGIN')).toBeInTheDocument();
});
