import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { MirrorCommands, noMirrorCommands } from '../../shared/still';
import { heading, openApp, press } from './app';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

const card = (): HTMLElement => screen.getByRole('region', { name: 'Snapshots and mirrors' });
const type = async (name: string, value: string): Promise<unknown> =>
  await fireEvent.input(within(card()).getByLabelText(name), { target: { value } });
const PROGRAM = '/usr/local/bin/tell-users';
const set: MirrorCommands = {
  break: ['/usr/local/bin/half', 'break'],
  where: ['/usr/local/bin/half', 'where'],
  join: ['/usr/local/bin/half', 'join'],
  inStep: [],
  limitSeconds: 120,
};

async function openCard(mirror = noMirrorCommands): Promise<Opened> {
  const opened = await openApp({ postOffice: ({ id }) => samples.detail(id, { mirror }) });
  await press('Head office');
  await heading('Head office');
  await screen.findByRole('region', { name: 'Snapshots and mirrors' });
  return opened;
}
const openEditor = async (mirror?: MirrorCommands): Promise<Opened> => {
  const opened = await openCard(mirror);
  await press('Change mirror commands');
  return opened;
};

test('commands are programs that are chosen and arguments that are typed, and are saved as they stand', async () => {
  const { fake } = await openEditor();
  expect(within(card()).getByRole('button', { name: 'Save mirror commands' })).toBeDisabled();
  expect(within(card()).queryByRole('textbox', { name: /^Arguments/ })).not.toBeInTheDocument();
  await press('Choose program: Break the mirror');
  await type('Arguments: Break the mirror', '--half "{postOffice}" {run}');
  await press('Choose program: Where the half can be read');
  await press('Choose program: Join the mirror again');
  await press('Choose program: Are both halves in step?');
  await type('End a command after', '3600');
  await press('Save mirror commands');
  await waitFor(() => expect(fake.inputsOf('setMirror')).toHaveLength(1));
  const [saved] = fake.inputsOf('setMirror') as { id: string; mirror: unknown }[];
  expect(saved).toEqual({
    id: 'head',
    mirror: {
      break: [PROGRAM, '--half', '{postOffice}', '{run}'],
      where: [PROGRAM],
      join: [PROGRAM],
      inStep: [PROGRAM],
      limitSeconds: 3600,
    },
  });
  expect(MirrorCommands.safeParse(saved?.mirror).success).toBe(true);
});

test('each command says what it has to do', async () => {
  await openEditor();
  expect(card()).toHaveTextContent('From when it has ended with 0, one half stands still.');
  expect(card()).toHaveTextContent('It prints one line: the absolute folder');
  expect(card()).toHaveTextContent('It must do no harm when the mirror was never broken');
  expect(card()).toHaveTextContent('It ends with 0 when they are.');
  expect(card()).toHaveTextContent('docs/mirrors.md');
  expect(card()).toHaveTextContent('{postOffice} {name} {run}');
});

test('what is broken and not joined again, or not to be found, is said and not sent', async () => {
  const { fake } = await openEditor();
  await press('Choose program: Break the mirror');
  expect(screen.queryByText(/must be joined again/)).not.toBeInTheDocument();
  await press('Save mirror commands');
  expect(
    await screen.findByText('What is broken must be joined again: choose a program for this too.'),
  ).toBeInTheDocument();
  expect(screen.getByText(/^Without it nobody knows where the half can be read/)).toBeInTheDocument();
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Choose program: Where the half can be read' })).toHaveFocus(),
  );
  await press('Remove program: Break the mirror');
  await press('Choose program: Join the mirror again');
  await press('Save mirror commands');
  expect(
    await screen.findByText('There is nothing to join again without a command that breaks it.'),
  ).toBeInTheDocument();
  await type('End a command after', '0');
  expect(within(card()).getByLabelText('End a command after')).toHaveAccessibleDescription(
    /A whole number from 1 to 3600\./,
  );
  expect(fake.inputsOf('setMirror')).toEqual([]);
});

test('a refusal is said with what was typed still there, and can be thought better of', async () => {
  const { fake } = await openEditor(set);
  fake.refuse('setMirror', { code: 'command-not-allowed', stage: 'request', params: { slot: 'break' } });
  await type('Arguments: Break the mirror', 'break now');
  await press('Save mirror commands');
  expect(await screen.findByRole('alert')).toHaveTextContent(/has to be chosen in the system’s own dialog/);
  expect(within(card()).getByLabelText('Arguments: Break the mirror')).toHaveValue('break now');
  await press('Discard changes');
  expect(within(card()).getByLabelText('Arguments: Break the mirror')).toHaveValue('break');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
});

test('whether commands are set is said without opening anything', async () => {
  await openCard(set);
  expect(card()).toHaveTextContent('broken and joined again by your own commands');
  expect(within(card()).queryByRole('textbox')).not.toBeInTheDocument();
});

test('what the place offers is looked for when a person wants to know, and again when commands were saved', async () => {
  const { fake } = await openCard();
  expect(fake.inputsOf('adviseMethods')).toEqual([]);
  fake.answer('adviseMethods', () => [
    samples.stillAdvice('snapshot', samples.snapshots()),
    samples.stillAdvice('mirror', samples.mirrors()),
  ]);
  const details = within(card()).getByText('What this place offers').closest('details');
  if (!details) throw new Error('no details');
  details.open = true;
  await fireEvent(details, new Event('toggle'));
  const offers = within(await screen.findByRole('list', { name: 'What this place offers' }));
  expect(offers.getAllByRole('listitem').map((item) => item.querySelector('strong')?.textContent)).toEqual([
    'ZFS snapshot',
    'LVM snapshot',
    'Clones of the files',
    'Your own commands',
    'Linux software mirror',
    'ZFS mirror',
  ]);
  expect(fake.inputsOf('adviseMethods')).toEqual([{ postOfficeId: 'head' }]);

  await press('Change mirror commands');
  await type('End a command after', '5');
  await press('Save mirror commands');
  await waitFor(() => expect(fake.inputsOf('adviseMethods')).toHaveLength(2));
});
