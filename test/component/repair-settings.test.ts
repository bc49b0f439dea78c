import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { noRepairSettings, RepairSettings, type PasswordState } from '../../shared/repair';
import type { PostOfficeDetail } from '../../shared/views';
import { heading, openApp, press } from './app';
import * as samples from './samples';

/**
 * Motivation: a line that no source knows must not look as if somebody knew it, and a password must never be shown again.
 * Description: the card Repair of a post office over a fake bridge.
 * Pass criteria: only what differs from the sources is saved; doubts are said beside what is typed; the password goes in once.
 */

type Opened = Awaited<ReturnType<typeof openApp>>;

const card = (): HTMLElement => screen.getByRole('region', { name: 'Repair' });
const field = (name: string): HTMLElement => within(card()).getByLabelText(name);
const type = async (name: string, value: string): Promise<unknown> =>
  await fireEvent.input(field(name), { target: { value } });
const choose = async (name: RegExp): Promise<unknown> =>
  await fireEvent.click(within(card()).getByRole('radio', { name }));

async function openCard(more: Partial<PostOfficeDetail> = {}, state?: PasswordState): Promise<Opened> {
  const opened = await openApp({
    postOffice: ({ id }) => samples.detail(id, more),
    ...(state ? { passwordState: () => state } : {}),
  });
  await press('Branch Bradford');
  await heading('Branch Bradford');
  await screen.findByRole('region', { name: 'Repair' });
  return opened;
}
async function openEditor(more: Partial<PostOfficeDetail> = {}, state?: PasswordState): Promise<Opened> {
  const opened = await openCard(more, state);
  await press('Change repair settings');
  await within(card()).findByRole('group', { name: 'Command lines' });
  return opened;
}

const POINTERS = 'DB6 overhaul, CHKSTAT: Reconcile counters and pointers';
const RESTRUCTURE = 'CCRSTR: Restructure';
const saved = async ({ fake }: Opened): Promise<unknown> => {
  await press('Save repair settings');
  await waitFor(() => expect(fake.inputsOf('setRepairSettings')).toHaveLength(1));
  const input = fake.inputsOf('setRepairSettings')[0] as { id: string; repair: unknown };
  expect(input.id).toBe('bradford');
  expect(RepairSettings.safeParse(input.repair).success).toBe(true);
  return input.repair;
};

test('only lines that differ from what a source prints are saved, and those of another format stay', async () => {
  const before = { ...noRepairSettings, lines: { 'db8-repair/switches/reclaim': 'X' } };
  const opened = await openEditor({ repair: before });
  expect(screen.getByRole('button', { name: 'Save repair settings' })).toBeDisabled();
  expect(field(POINTERS)).toHaveValue('{name} {password} {dir} DIAGNOSTICS/R');
  expect(field(POINTERS)).toHaveAccessibleDescription(/As GSS prints it in its note on overhauling DB6\.$/);
  await type('What the post office is called for the tools', ' BRADFORD ');
  await type(POINTERS, '{name} {password} {dir} DIAGNOSTICS/R/V');
  expect(field(POINTERS)).toHaveAccessibleDescription(
    /Changed here\. A source prints: \{name\} \{password\} \{dir\} DIAGNOSTICS\/R$/,
  );
  expect(await saved(opened)).toEqual({
    login: 'BRADFORD',
    dialect: 'positional',
    lines: {
      'db8-repair/switches/reclaim': 'X',
      'db6-overhaul/positional/pointers': '{name} {password} {dir} DIAGNOSTICS/R/V',
    },
    rules: [],
  });
});

test('a line that was changed goes back to the line of its source', async () => {
  const lines = { 'db6-overhaul/positional/pointers': 'OTHER' };
  const opened = await openEditor({ repair: { ...noRepairSettings, lines } });
  expect(field(POINTERS)).toHaveValue('OTHER');
  await press(`Use the line of the source for ${POINTERS}`);
  expect(field(POINTERS)).toHaveValue('{name} {password} {dir} DIAGNOSTICS/R');
  expect(await saved(opened)).toMatchObject({ lines: {} });
});

test('a line that no source prints is empty, says so, and a suggestion is taken over only by a person', async () => {
  const opened = await openEditor({ format: 'ccmail-db8' });
  expect(field(RESTRUCTURE)).toHaveValue('');
  expect(field(RESTRUCTURE)).toHaveAccessibleDescription(
    /No source prints this line\. It has to come from the manual of your version\. The step is not run before somebody types its line\.$/,
  );
  expect(field('DIRSTAT: List the accounts')).toHaveAccessibleDescription(/The step may be left out\.$/);
  await press(`Use the suggestion for ${RESTRUCTURE}`);
  expect(field(RESTRUCTURE)).toHaveValue('{name} {password} {dir} /M');
  expect(field(RESTRUCTURE)).toHaveAccessibleDescription(/Typed here; no source prints it\.$/);
  expect(await saved(opened)).toMatchObject({
    lines: { 'db8-repair/positional/restructure': '{name} {password} {dir} /M' },
  });
});

test('each dialect has lines of its own, and what was typed in the other one is not lost', async () => {
  const opened = await openEditor();
  await type(POINTERS, 'ONE');
  await choose(/^As switches/);
  expect(field(POINTERS)).toHaveValue('');
  await type(POINTERS, 'TWO');
  await choose(/^One after the other/);
  expect(field(POINTERS)).toHaveValue('ONE');
  await choose(/^As switches/);
  expect(await saved(opened)).toMatchObject({
    dialect: 'switches',
    lines: { 'db6-overhaul/positional/pointers': 'ONE', 'db6-overhaul/switches/pointers': 'TWO' },
  });
});

test('a parameter that removes mail, and a password that may be typed, are warned of beside the line', async () => {
  await openEditor();
  expect(card()).not.toHaveTextContent('DELETE removes mail');
  await type(POINTERS, '{name} {password} {dir} /MESSAGES/delete/FOLDER/MSGLOG/DAYS/90');
  expect(card()).toHaveTextContent('DELETE removes mail');
  await type(POINTERS, '{name} {password} {dir} DIAGNOSTICS/R');
  expect(card()).not.toHaveTextContent('DELETE removes mail');

  const hints = (): number => within(card()).queryAllByText(/^Write \{password\}\./).length;
  expect(hints()).toBe(0);
  await type(POINTERS, '{name} MEMBER {dir} DIAGNOSTICS/R');
  expect(hints()).toBe(1);
  await type(POINTERS, '/N{name} /PMEMBER /D{dir} X{password}');
  expect(hints()).toBe(1);
  await type(POINTERS, '/N {name} /P {password} /D {dir}');
  expect(hints()).toBe(0);
});

test('rules are added, and one that is no regular expression is named before it is saved', async () => {
  const opened = await openEditor({
    repair: { ...noRepairSettings, rules: [{ pattern: '^Old', mark: 'bad', label: 'NFT' }] },
  });
  await press('Remove rule 1');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Add rule' })).toHaveFocus());
  await press('Add rule');
  await waitFor(() => expect(field('Lines that fit')).toHaveFocus());
  await press('Save repair settings');
  expect(field('Lines that fit')).toHaveAccessibleDescription(/^Type what the line looks like/);
  await type('Lines that fit', '(open');
  expect(field('Lines that fit')).toHaveAccessibleDescription(/^It is no regular expression \(/);
  await press('Save repair settings');
  await waitFor(() => expect(field('Lines that fit')).toHaveFocus());
  expect(opened.fake.inputsOf('setRepairSettings')).toEqual([]);
  await type('Lines that fit', '^No errors');
  await fireEvent.change(field('Are'), { target: { value: 'good' } });
  expect(await saved(opened)).toMatchObject({
    rules: [{ pattern: '^No errors', mark: 'good', label: null }],
  });
});

test('a refusal is said with what was typed still there, and can be thought better of', async () => {
  const { fake } = await openEditor();
  fake.refuse('setRepairSettings', {
    code: 'rule-invalid',
    stage: 'settings',
    params: { pattern: 'x', reason: 'odd' },
  });
  await type(POINTERS, 'ONE');
  await press('Save repair settings');
  expect(await screen.findByRole('alert')).toHaveTextContent('The rule x cannot be used.');
  expect(field(POINTERS)).toHaveValue('ONE');
  await press('Discard changes');
  expect(field(POINTERS)).toHaveValue('{name} {password} {dir} DIAGNOSTICS/R');
});

test('a password goes in once: it is sent, and is nowhere on the page any more', async () => {
  const { fake } = await openEditor();
  expect(card()).toHaveTextContent('None is known: it is asked for before the first step that needs it.');
  expect(field('Password')).toHaveAttribute('type', 'password');
  await press('Set password');
  expect(field('Password')).toHaveAccessibleDescription('Type the password.');
  expect(fake.inputsOf('setPassword')).toEqual([]);
  await type('Password', 'HARBOUR7');
  await press('Set password');
  await waitFor(() => expect(card()).toHaveTextContent('kept in the key store of the operating system.'));
  expect(fake.inputsOf('setPassword')).toEqual([
    { postOfficeId: 'bradford', password: 'HARBOUR7', keep: true },
  ]);
  expect(field('New password')).toHaveValue('');
  expect(document.body.innerHTML).not.toContain('HARBOUR7');
  await press('Forget password');
  await waitFor(() => expect(card()).toHaveTextContent('None is known'));
  expect(fake.inputsOf('forgetPassword')).toEqual([{ postOfficeId: 'bradford' }]);
  await waitFor(() => expect(field('Password')).toHaveFocus());
});

test('where there is no key store that is said, and nobody is offered to keep it', async () => {
  const { fake } = await openEditor({}, samples.passwordState({ whyNotKept: 'no-key-store' }));
  expect(card()).toHaveTextContent('the operating system has no key store that Postbag can use here');
  expect(within(card()).queryByRole('checkbox', { name: /^Keep it/ })).not.toBeInTheDocument();
  await type('Password', 'HARBOUR7');
  await press('Set password');
  await waitFor(() => expect(fake.inputsOf('setPassword')).toMatchObject([{ keep: false }]));
});

test('a key store that refuses is said, and that the password is known nevertheless', async () => {
  const { fake } = await openEditor();
  fake.refuse('setPassword', { code: 'secret-not-kept', stage: 'settings', params: {} });
  fake.answer('passwordState', () => samples.passwordState({ known: true }));
  await type('Password', 'HARBOUR7');
  await press('Set password');
  expect(await screen.findByRole('alert')).toHaveTextContent('The password cannot be kept.');
  expect(card()).toHaveTextContent('It is known until Postbag ends.');
  expect(document.body.innerHTML).not.toContain('HARBOUR7');
});

test('what is set is said without opening anything, and that lines are empty', async () => {
  await openCard({ format: 'ccmail-db8' }, samples.passwordState({ known: true, kept: true }));
  expect(card()).toHaveTextContent(/Name for the tools\s*Branch Bradford/);
  expect(card()).toHaveTextContent(/Password\s*kept in the key store/);
  expect(card()).toHaveTextContent('6 lines are empty');
  expect(within(card()).queryByRole('textbox')).not.toBeInTheDocument();
});

test('without a format nothing can be set, and that is said', async () => {
  await openCard({ format: null });
  expect(card()).toHaveTextContent('The format is not known');
  expect(screen.queryByRole('button', { name: 'Change repair settings' })).not.toBeInTheDocument();
});

test('a practice post office has the practice procedure and is not called cc:Mail', async () => {
  const opened = await openApp();
  await press('Practice');
  await heading('Practice');
  await screen.findByRole('region', { name: 'Repair' });
  await press('Change repair settings');
  expect(await within(card()).findByLabelText('PRACTOOL: Reclaim space')).toHaveValue(
    '{name} {password} {dir} RECLAIM',
  );
  expect(card()).not.toHaveTextContent('cc:Mail');
  expect(card()).not.toHaveTextContent('CHKSTAT');
  expect(card()).toHaveTextContent('The practice tools take any password');
  expect(within(card()).queryByRole('radio')).not.toBeInTheDocument();
  expect(opened.fake.inputsOf('passwordState')).toEqual([{ postOfficeId: 'practice' }]);
});

test('the page of the tools is one press away', async () => {
  await openCard();
  await press('Repair tools', card());
  await heading('Repair tools');
});

test('a line that is too long is shown where it was folded away, and is not sent', async () => {
  const { fake } = await openEditor();
  const folded = 'DB6 maintenance, RECLAIM: Reclaim space';
  const details = field(folded).closest('details');
  expect(details).not.toHaveAttribute('open');
  await type(folded, 'X'.repeat(401));
  await press('Save repair settings');
  await waitFor(() => expect(field(folded)).toHaveFocus());
  expect(details).toHaveAttribute('open');
  expect(field(folded)).toHaveAccessibleDescription('At most 400 characters.');
  expect(fake.inputsOf('setRepairSettings')).toEqual([]);
});
