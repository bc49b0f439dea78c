import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { ToolsView } from '../../shared/repair';
import type { RunnerState } from '../../shared/tools';
import { heading, openApp, press } from './app';
import * as samples from './samples';

/**
 * Motivation: somebody who has never run these tools shows Postbag once where they are, and has to see why one cannot be run.
 * Description: the page Repair tools over a fake bridge.
 * Pass criteria: what was found, what runs it and why not is said in words; each button asks for just what it says.
 */

type Opened = Awaited<ReturnType<typeof openApp>>;

async function openTools(view: ToolsView = samples.toolsView()): Promise<Opened> {
  const opened = await openApp({ tools: () => view });
  await press('Repair tools');
  await heading('Repair tools');
  await screen.findByRole('table', { name: 'Tools' });
  return opened;
}

const rowOf = (tool: string): HTMLElement => {
  const row = screen.getByRole('rowheader', { name: new RegExp(`^${tool}`) }).closest('tr');
  if (!row) throw new Error(`no row of ${tool}`);
  return row;
};
const section = (name: string): HTMLElement => screen.getByRole('region', { name });
const runner = (name: string): HTMLElement => {
  const item = within(section('Ways to run them')).getByRole('heading', { name }).closest('li');
  if (!item) throw new Error(`no ${name}`);
  return item;
};
const type = async (name: string, value: string): Promise<unknown> =>
  await fireEvent.input(screen.getByLabelText(name), { target: { value } });
const { settings } = samples.toolsView();

test('each tool says where it is, what kind of program it is, who runs it, or why nobody can', async () => {
  await openTools();
  expect(rowOf('ANALYZE')).toHaveTextContent(String.raw`D:\CCMAIL\ADMIN\ANALYZE.EXE`);
  expect(rowOf('ANALYZE')).toHaveTextContent('DOS program');
  expect(rowOf('ANALYZE')).toHaveTextContent('DOSBox');
  expect(rowOf('CHKSTAT')).toHaveTextContent('shown by itself');
  expect(rowOf('BFORCE')).toHaveTextContent('not found');
  expect(rowOf('BFORCE')).not.toHaveTextContent('nothing here');
  expect(rowOf('DIRSTAT')).toHaveTextContent('32-bit Windows program');
  expect(rowOf('DIRSTAT')).toHaveTextContent(/nothing here.*DIRSTAT is a Windows program\..*in Wine\./);
});

test('who would run a tool is said to be missing where it is, and a practice tool that is no program is built in', async () => {
  const dosbox = samples.runner('dosbox', {
    usable: false,
    reason: { code: 'program-missing', params: { program: 'dosbox' } },
  });
  const tools = [
    samples.tool('ANALYZE'),
    samples.tool('PRACTOOL', { path: null, kind: null, runner: 'native' }),
  ];
  await openTools(samples.toolsView({ tools, runners: [samples.runner('native'), dosbox] }));
  expect(rowOf('ANALYZE')).toHaveTextContent('DOSBox It cannot be used now');
  expect(section('Postbag’s practice tool')).toHaveTextContent('built in');
  expect(section('Postbag’s practice tool')).toHaveTextContent('This computer');
});

test('the practice tool stands apart, is built in, and is not called one of cc:Mail', async () => {
  await openTools();
  expect(
    within(screen.getByRole('table', { name: 'Tools' })).queryByText('PRACTOOL'),
  ).not.toBeInTheDocument();
  const practice = section('Postbag’s practice tool');
  expect(practice).toHaveTextContent('built in');
  expect(practice).toHaveTextContent('DOSBox');
  expect(practice).not.toHaveTextContent('cc:Mail');
});

test('the folder is shown in the system’s dialog, can be forgotten, and the tools in it are looked for at once', async () => {
  const empty = { ...samples.toolsView(), settings: { ...settings, folder: null } };
  const { fake } = await openTools(empty);
  expect(section('Folder of the tools')).toHaveTextContent('not shown yet');
  fake.answer('tools', () => samples.toolsView());
  await press('Show the folder…');
  await waitFor(() => expect(fake.inputsOf('setToolsFolder')).toEqual([{ folderId: 'chosen-tools' }]));
  await waitFor(() => expect(section('Folder of the tools')).toHaveTextContent(String.raw`D:\CCMAIL\ADMIN`));
  fake.answer('tools', () => empty);
  await press('Forget the folder of the tools');
  await waitFor(() => expect(section('Folder of the tools')).toHaveTextContent('not shown yet'));
  expect(fake.inputsOf('setToolsFolder').at(-1)).toEqual({ folderId: null });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Show the folder…' })).toHaveFocus());

  fake.answer('chooseFolder', () => null);
  await press('Show the folder…');
  await waitFor(() => expect(fake.inputsOf('chooseFolder')).toHaveLength(2));
  expect(fake.inputsOf('setToolsFolder')).toHaveLength(2);
});

test('one tool can be shown by itself, and only one that was shown can be forgotten', async () => {
  const { fake } = await openTools();
  await press('Show it: BFORCE');
  await waitFor(() => expect(fake.inputsOf('showTool')).toEqual([{ tool: 'BFORCE', forget: false }]));
  await waitFor(() => expect(fake.inputsOf('tools')).toHaveLength(2));
  expect(screen.queryByRole('button', { name: 'Forget where ANALYZE is' })).not.toBeInTheDocument();
  await waitFor(() => expect(screen.getByRole('button', { name: 'Forget where CHKSTAT is' })).toBeEnabled());
  await press('Forget where CHKSTAT is');
  await waitFor(() => expect(fake.inputsOf('showTool').at(-1)).toEqual({ tool: 'CHKSTAT', forget: true }));
});

test('a tool that could not be kept is said with what to do', async () => {
  const { fake } = await openTools();
  fake.refuse('showTool', { code: 'settings-not-saved', stage: 'settings', params: { reason: 'EROFS' } });
  await press('Show it: BFORCE');
  expect(await within(section('Tools')).findByRole('alert')).toHaveTextContent(
    'The settings could not be saved.',
  );
});

test('each way to run tools says whether it can be used here, or why not', async () => {
  await openTools();
  expect(runner('DOSBox')).toHaveTextContent('can be used');
  expect(runner('DOSBox')).toHaveTextContent('Version 0.74-3');
  expect(runner('DOSBox')).toHaveTextContent('/usr/bin/dosbox');
  expect(runner('Wine')).toHaveTextContent(/cannot be used.*The program wine was not found\./);
  expect(section('Ways to run them')).toHaveTextContent(
    /64-bit Windows, Linux and macOS cannot run DOS programs by themselves: .* need DOSBox\./,
  );
  expect(within(runner('This computer')).queryByRole('button', { name: /^Show/ })).not.toBeInTheDocument();
});

test('what belongs to another system offers nothing', async () => {
  const foreign: RunnerState = samples.runner('wine', {
    usable: false,
    reason: { code: 'other-system', params: {} },
  });
  await openTools({ ...samples.toolsView(), runners: [samples.runner('native'), foreign] });
  expect(runner('Wine')).toHaveTextContent('It belongs to another operating system.');
  expect(within(runner('Wine')).queryByRole('button')).not.toBeInTheDocument();
});

test('where Wine is can be shown, and looked for again once it was shown', async () => {
  const { fake } = await openTools();
  const shown = { ...settings, runners: { ...settings.runners, wine: '/opt/wine' } };
  fake.answer('tools', () => samples.toolsView({ settings: shown }));
  await press('Show where it is: Wine');
  await waitFor(() => expect(fake.inputsOf('showRunner')).toEqual([{ runner: 'wine', forget: false }]));
  await press('Look for it again: Wine');
  await waitFor(() => expect(fake.inputsOf('showRunner').at(-1)).toEqual({ runner: 'wine', forget: true }));
  await waitFor(() => expect(screen.getByRole('button', { name: 'Show where it is: Wine' })).toHaveFocus());
});

test('a self-test says that it takes long, and what came of it', async () => {
  const { fake } = await openTools();
  expect(runner('Wine')).toHaveTextContent('may then take some minutes');
  let end: (state: RunnerState) => void = () => undefined;
  fake.answer('testRunner', () => new Promise((resolve) => (end = resolve)));
  await press('Self-test: Wine');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Self-test: Wine' })).toBeDisabled());
  expect(runner('Wine')).toHaveTextContent('Testing…');
  end(
    samples.runner('wine', {
      usable: false,
      reason: { code: 'self-test-failed', params: { program: 'wine', reason: 'no display' } },
    }),
  );
  await waitFor(() => expect(runner('Wine')).toHaveTextContent('The self-test did not go well.'));
  expect(runner('Wine')).toHaveTextContent('did not run in wine as it must: no display');

  fake.answer('testRunner', () => samples.runner('dosbox'));
  await press('Self-test: DOSBox');
  await waitFor(() => expect(runner('DOSBox')).toHaveTextContent('The self-test went well.'));
  expect(fake.inputsOf('testRunner')).toEqual([{ runner: 'wine' }, { runner: 'dosbox' }]);
});

test('how tools are run is saved as a whole, and a wrong limit is said and not sent', async () => {
  const { fake } = await openTools();
  expect(screen.getByRole('button', { name: 'Save how they are run' })).toBeDisabled();
  await fireEvent.click(screen.getByRole('radio', { name: /^DOSBox/ }));
  await fireEvent.change(screen.getByLabelText('Code page of the tools'), { target: { value: '850' } });
  await fireEvent.click(screen.getByLabelText('Show the window of DOSBox'));
  await type('End a tool after', '6001');
  await press('Save how they are run');
  expect(screen.getByLabelText('End a tool after')).toHaveAccessibleDescription(
    /A whole number from 1 to 6000\./,
  );
  await waitFor(() => expect(screen.getByLabelText('End a tool after')).toHaveFocus());
  expect(fake.inputsOf('setToolOptions')).toEqual([]);
  await type('End a tool after', '45');
  await press('Save how they are run');
  await waitFor(() =>
    expect(fake.inputsOf('setToolOptions')).toEqual([
      { runner: 'dosbox', codePage: '850', window: true, limitMinutes: 45 },
    ]),
  );
});

test('private copies can be made elsewhere, and in Postbag’s own folder again', async () => {
  const { fake } = await openTools();
  const bench = (): HTMLElement => section('Where private copies are made');
  expect(bench()).toHaveTextContent('/home/anna/.postbag/workbench');
  expect(bench()).toHaveTextContent('42 GB free');
  expect(within(bench()).queryByRole('button', { name: 'Use Postbag’s own' })).not.toBeInTheDocument();
  fake.answer('tools', () =>
    samples.toolsView({
      settings: { ...settings, workbench: '/mnt/big' },
      workbench: '/mnt/big',
      workbenchFree: null,
    }),
  );
  await press('Choose another folder…');
  await waitFor(() => expect(fake.inputsOf('setWorkbench')).toEqual([{ folderId: 'chosen-workbench' }]));
  await waitFor(() => expect(bench()).toHaveTextContent('free space not known'));
  await press('Use Postbag’s own');
  await waitFor(() => expect(fake.inputsOf('setWorkbench').at(-1)).toEqual({ folderId: null }));
});
