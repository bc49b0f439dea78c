/**
 * Motivation: somebody who has never typed these tools repairs a copy with them; nothing may run that he did not mean, and
 * nothing may be called good that nobody has understood.
 * Description: the screen of one repair over a fake bridge, in every state that it can be in.
 * Pass criteria: each step shows its exact line and what it needs; what is asked for is just what was pressed and typed; the
 * password goes over once and stands nowhere; what fits no rule is a question to a person.
 */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { OutputLine, RepairView } from '../../shared/repair';
import { heading, openApp, press } from './app';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

async function openRepair(view: RepairView): Promise<Opened> {
  const opened = await openApp({ repair: () => view });
  opened.stores.router.go({ screen: 'repair', id: view.id });
  await heading(`Repair of a copy of ${view.postOffice}`);
  return opened;
}

/** Shows another state, as the main process tells of it. */
function becomes({ fake }: Opened, view: RepairView): void {
  fake.answer('repair', () => view);
  fake.emit('repair-changed', { id: view.id });
}

const row = (name: string): HTMLElement => {
  const item = screen.getByRole('heading', { name: new RegExp(name), level: 3 }).closest('li');
  if (!item) throw new Error(`no step ${name}`);
  return item;
};
const type = async (field: HTMLElement, value: string): Promise<unknown> =>
  await fireEvent.input(field, { target: { value } });
const INDEX = 'Rebuild the message index';

test('every step stands there in order with its exact line, where that is from, and what it is for', async () => {
  await openRepair(samples.repairView({ steps: samples.looked }));
  const steps = await screen.findAllByRole('heading', { level: 3 });
  expect(steps.map((step) => step.textContent)).toEqual([
    '1. List the accounts',
    '2. Look for damage',
    '3. Clear NFT errors',
    `4. ${INDEX}`,
    '5. Reconcile counters and pointers',
    '6. Rebuild the directory index',
    '7. Reclaim space',
    '8. Look again',
    '9. List the accounts again',
  ]);
  expect(row('Look for damage')).toHaveTextContent(String.raw`ANALYZE.EXE M:\ DIAGNOSTICS`);
  expect(row('Clear NFT errors')).toHaveTextContent('Left out by the rules of the procedure.');
  expect(row(INDEX)).toHaveTextContent('As GSS prints it in its note on overhauling DB6.');
  expect(row(INDEX)).toHaveTextContent('CHKSTAT, run by DOSBox.');
  expect(row(INDEX)).toHaveAttribute('aria-current', 'step');
  expect(screen.getByText(/Step 4 of 9/)).toBeInTheDocument();
  expect(screen.getAllByText('The next step can be run.')).not.toHaveLength(0);
  expect(screen.getByTitle(String.raw`C:\Postbag\workbench\repair-1\copy`)).toBeInTheDocument();
});

test('one step is run, or all up to the next question', async () => {
  const { fake } = await openRepair(samples.repairView({ steps: samples.looked }));
  await press('Run this step');
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-repair' }]));
  await waitFor(() => expect(screen.getByRole('button', { name: /^Run all/ })).toBeEnabled());
  await press('Run all up to the next question');
  await waitFor(() => expect(fake.inputsOf('startRun')).toHaveLength(2));
  expect(fake.inputsOf('planRepair')).toEqual([
    { id: 'repair-1', all: false, typedName: '' },
    { id: 'repair-1', all: true, typedName: '' },
  ]);
});

test('a plan that says it cannot be run is not started', async () => {
  const { fake } = await openRepair(samples.repairView({ steps: samples.looked }));
  fake.answer('planRepair', () =>
    samples.repairPlan({
      findings: [samples.finding('tool-not-shown', 'error', { tool: 'CHKSTAT' }, 'repair')],
    }),
  );
  await press('Run this step');
  expect(await screen.findByRole('alert')).toHaveTextContent('Postbag does not know where CHKSTAT is.');
  expect(fake.inputsOf('startRun')).toEqual([]);
});

test('what keeps a tool from running is said, with the way to where it is put right', async () => {
  await openRepair(
    samples.repairView({
      steps: {
        ...samples.looked,
        'message-index': { trouble: { code: 'needs-dos', params: { tool: 'CHKSTAT.EXE' } } },
      },
    }),
  );
  expect(await screen.findByText('It cannot be run now')).toBeInTheDocument();
  expect(row(INDEX)).toHaveTextContent('64-bit Windows, Linux and macOS cannot run it');
  expect(within(row(INDEX)).getByRole('button', { name: 'Run this step' })).toBeDisabled();
  await press('Repair tools', row(INDEX));
  expect(await heading('Repair tools')).toBeInTheDocument();
});

test('a line that no source knows is typed, with the suggestion if wanted, and is never run before', async () => {
  const steps = {
    'accounts-before': { answer: samples.answer('skip', '') },
    look: { answer: samples.answer('skip', '') },
  };
  const opened = await openRepair(samples.repairView({ procedure: 'db8-repair', steps }));
  const step = (): HTMLElement => row('Restructure');
  expect(
    await within(step()).findByText('CCRSTR: no command line yet', { exact: false }),
  ).toBeInTheDocument();
  expect(step()).toHaveTextContent('No source prints this line.');
  expect(within(step()).queryByRole('button', { name: 'Run this step' })).not.toBeInTheDocument();

  await press('Use this line', step());
  expect(await within(step()).findByText('Type the command line.')).toBeInTheDocument();
  expect(opened.fake.inputsOf('setStepLine')).toEqual([]);

  await press('Use the suggestion', step());
  expect(within(step()).getByLabelText('Command line behind CCRSTR')).toHaveValue(
    '{name} {password} {dir} /M',
  );
  await fireEvent.click(within(step()).getByLabelText('Also for other repairs of this post office'));
  const line = '{name} {password} {dir} /M';
  opened.fake.answer('repair', () =>
    samples.repairView({
      procedure: 'db8-repair',
      steps: { ...steps, restructure: { line, changed: true, commandLine: 'CCRSTR.EXE HEAD **** M:\\ /M' } },
    }),
  );
  await press('Use this line', step());
  expect(await within(step()).findByRole('button', { name: 'Run this step' })).toBeEnabled();
  expect(step()).toHaveTextContent('Typed by a person.');
  expect(opened.fake.inputsOf('setStepLine')).toEqual([
    { id: 'repair-1', step: 'restructure', line, remember: true },
  ]);
});

test('a line that is known can be changed before it is run, also one of a later step', async () => {
  const { fake } = await openRepair(samples.repairView({ steps: samples.looked }));
  await press('Change the line of “Reclaim space”…');
  const field = await screen.findByLabelText('Command line behind RECLAIM');
  expect(field).toHaveFocus();
  expect(field).toHaveValue('{name} {password} {dir}');
  await type(field, '{name} {password} {dir} QUIET');
  await press('Use this line', row('Reclaim space'));
  await waitFor(() =>
    expect(fake.inputsOf('setStepLine')).toEqual([
      { id: 'repair-1', step: 'reclaim', line: '{name} {password} {dir} QUIET', remember: false },
    ]),
  );
});

test('a line that removes mail is run only when the name of the post office was typed', async () => {
  const { fake } = await openRepair(
    samples.repairView({ steps: { ...samples.looked, 'message-index': { destructive: true } } }),
  );
  expect(await screen.findByText('removes mail')).toBeInTheDocument();
  const field = screen.getByLabelText('Name of the post office');
  await press('Run this step');
  await waitFor(() => expect(field).toHaveFocus());
  expect(field).toHaveAccessibleDescription('Type the name as it stands here: Head office');
  await type(field, 'Head');
  await press('Run all up to the next question');
  expect(fake.inputsOf('planRepair')).toEqual([]);
  await type(field, 'Head office');
  await press('Run this step');
  await waitFor(() =>
    expect(fake.inputsOf('planRepair')).toEqual([{ id: 'repair-1', all: false, typedName: 'Head office' }]),
  );
});

test('a later line that removes mail asks for the name only when all are run', async () => {
  const { fake } = await openRepair(
    samples.repairView({ steps: { ...samples.looked, reclaim: { destructive: true } } }),
  );
  await screen.findByLabelText('Name of the post office');
  expect(row(INDEX)).toHaveTextContent('The line of “Reclaim space” has a DELETE parameter.');
  await press('Run all up to the next question');
  expect(fake.inputsOf('planRepair')).toEqual([]);
  await press('Run this step');
  await waitFor(() => expect(fake.inputsOf('planRepair')).toHaveLength(1));
});

test('the password goes over once, and stands nowhere afterwards', async () => {
  const password = 'Xyzzy-19';
  const view = samples.repairView(
    { steps: samples.looked },
    { password: { known: false, kept: false, whyNotKept: null } },
  );
  const { fake } = await openRepair(view);
  const field = await screen.findByLabelText('Password');
  expect(field).toHaveAttribute('type', 'password');
  expect(screen.getByRole('button', { name: 'Run this step' })).toBeDisabled();
  await type(field, password);
  await fireEvent.click(screen.getByLabelText('Keep it in the key store of this computer'));
  fake.refuse('setRepairPassword', { code: 'secret-not-kept', stage: 'request', params: {} });
  await press('Use this password');
  expect(await screen.findByRole('alert')).toHaveTextContent('The password cannot be kept.');
  expect(field).toHaveValue('');

  await type(field, password);
  fake.answer('setRepairPassword', () => view);
  fake.answer('repair', () => samples.repairView({ steps: samples.looked }));
  await press('Use this password');
  expect(await screen.findByText('The password is known until Postbag is closed.')).toBeInTheDocument();
  expect(fake.inputsOf('setRepairPassword')).toEqual([
    { id: 'repair-1', password, keep: false },
    { id: 'repair-1', password, keep: false },
  ]);
  expect(screen.getByRole('button', { name: 'Run this step' })).toBeEnabled();
  expect(document.documentElement.outerHTML).not.toContain(password);
  await press('Use another password…');
  expect(await screen.findByLabelText('Password')).toHaveValue('');
});

test('where there is no key store, that is said and nothing is promised', async () => {
  const { fake } = await openRepair(
    samples.repairView(
      { steps: samples.looked },
      { password: { known: false, kept: false, whyNotKept: 'no-key-store' } },
    ),
  );
  await type(await screen.findByLabelText('Password'), 'secret');
  expect(screen.getByText(/no key store that Postbag can use here/)).toBeInTheDocument();
  expect(screen.queryByLabelText(/Keep it/)).not.toBeInTheDocument();
  await press('Use this password');
  await waitFor(() => expect(fake.inputsOf('setRepairPassword')).toMatchObject([{ keep: false }]));
});

test('a running tool is shown line by line as it speaks, and can be ended', async () => {
  const record = samples.record('run-tool', { kind: 'repair', method: null, verdict: null, endedAt: null });
  const opened = await openRepair(samples.repairView({ steps: samples.looked }));
  const { fake } = opened;
  let said: OutputLine[] = [];
  fake.answer('readToolOutput', ({ offset, limit }) => ({
    total: said.length,
    lines: said.slice(offset, offset + limit),
  }));
  fake.emit('run-changed', record);
  becomes(opened, samples.repairView({ steps: samples.looked }, { runId: 'run-tool' }));
  expect(await screen.findByText('It has said nothing yet.')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Run this step' })).not.toBeInTheDocument();

  said = samples.toolOutput.slice(0, 2);
  fake.emit('tool-output', { id: 'repair-1', step: 'message-index' });
  const box = await screen.findByRole('region', { name: 'What CHKSTAT says' });
  expect(box).toHaveTextContent('Message 1204 skipped');
  said = [...samples.toolOutput];
  fake.emit('tool-output', { id: 'repair-1', step: 'message-index' });
  const unknown = (await within(box).findByText('Something that no rule knows')).closest('li');
  expect(unknown).toHaveTextContent('not understood');
  expect(within(box).getAllByRole('listitem')).toHaveLength(samples.toolOutput.length);

  await press('Cancel the repair step…');
  await press('Cancel the repair step', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(fake.inputsOf('cancelRun')).toEqual([{ runId: 'run-tool' }]));
});

test('of a tool that prints without end only the last lines are kept', async () => {
  const opened = await openRepair(samples.repairView({ steps: samples.looked }));
  const { fake } = opened;
  const total = 100_000;
  fake.answer('readToolOutput', ({ offset, limit }) => ({
    total,
    lines: Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index): OutputLine => ({
      text: `line ${offset + index}`,
      mark: 'plain',
    })),
  }));
  becomes(opened, samples.repairView({ steps: samples.looked }, { runId: 'run-tool' }));
  expect(await screen.findByText('line 99999')).toBeInTheDocument();
  expect(screen.queryByText('line 0')).not.toBeInTheDocument();
  expect(screen.getByText('100,000 lines')).toBeInTheDocument();
  expect(fake.inputsOf('readToolOutput').length).toBeLessThan(10);
});

test('what fits no rule is never shown as good: a person reads it, and goes on with name', async () => {
  const steps = { ...samples.looked, 'message-index': { outcome: samples.unread(), canTakeBack: true } };
  const { fake } = await openRepair(samples.repairView({ steps }));
  const step = (): HTMLElement => row(INDEX);
  const tag = await within(step()).findByText('To be read');
  expect(tag).not.toHaveClass('ok');
  expect(within(step()).queryByText('Good')).not.toBeInTheDocument();
  expect(step()).toHaveTextContent('1 warning · 3 not understood');
  expect(step()).toHaveTextContent('exit code 0, which decides nothing');
  expect(within(step()).getByRole('list', { name: 'What it complained about' })).toHaveTextContent(
    /warning Message 1204 skipped 3 times/,
  );
  expect(within(step()).getByRole('list', { name: 'What it did to the files' })).toHaveTextContent(
    /WORK\.TMP removed, was 4\.1 kB.*MLANDATA 2 MB of 346 MB changed/,
  );
  const said = await within(step()).findByRole('region', { name: 'Everything that CHKSTAT said' });
  expect(said).toHaveTextContent('Something that no rule knows');

  await press(`Go on after “${INDEX}”`);
  await waitFor(() => expect(within(step()).getByLabelText('Your name')).toHaveFocus());
  expect(fake.inputsOf('confirmStep')).toEqual([]);
  await type(within(step()).getByLabelText('Your name'), 'Anna');
  await type(within(step()).getByLabelText('Note'), 'Read every line');
  fake.answer('repair', () =>
    samples.repairView({
      steps: {
        ...steps,
        'message-index': { outcome: samples.unread(), answer: samples.answer('go-on') },
      },
    }),
  );
  await press(`Go on after “${INDEX}”`);
  expect(await within(step()).findByText(/Read by Anna, who said to go on\./)).toBeInTheDocument();
  expect(fake.inputsOf('confirmStep')).toEqual([
    { id: 'repair-1', step: 'message-index', by: 'Anna', note: 'Read every line' },
  ]);
  expect(within(step()).getByText('Read by a person')).not.toHaveClass('ok');

  // The name is typed once.
  await press('Leave out…', row('Reconcile counters and pointers'));
  const dialog = await screen.findByRole('dialog', {
    name: 'Leave out “Reconcile counters and pointers”?',
  });
  expect(within(dialog).getByLabelText('Your name')).toHaveValue('Anna');
});

test('a step is left out with name and reason', async () => {
  const { fake } = await openRepair(samples.repairView({ steps: samples.looked }));
  await press('Leave out…');
  const dialog = await screen.findByRole('dialog');
  await press('Leave this step out', dialog);
  expect(await within(dialog).findByText('Type your name.')).toBeInTheDocument();
  await type(within(dialog).getByLabelText('Your name'), 'Anna');
  await press('Leave this step out', dialog);
  expect(await within(dialog).findByText('Say why.')).toBeInTheDocument();
  expect(fake.inputsOf('skipStep')).toEqual([]);
  await type(within(dialog).getByLabelText('Note'), 'Not needed here');
  await press('Leave this step out', dialog);
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(fake.inputsOf('skipStep')).toEqual([
    { id: 'repair-1', step: 'message-index', by: 'Anna', note: 'Not needed here' },
  ]);
});

test('a tool that did not run to its end says why, and is offered again', async () => {
  const { fake } = await openRepair(
    samples.repairView({ steps: { ...samples.looked, 'message-index': { outcome: samples.timedOut() } } }),
  );
  const step = row(INDEX);
  expect(await within(step).findByText('CHKSTAT did not run to its end')).toBeInTheDocument();
  expect(step).toHaveTextContent('It may have waited for an answer.');
  expect(step).toHaveTextContent('The private copy is as it was before this step.');
  expect(within(step).getByText('Not run to its end')).toHaveClass('bad');
  expect(within(step).queryByText('To be read')).not.toBeInTheDocument();
  await press('Run it again', step);
  await waitFor(() => expect(fake.inputsOf('planRepair')).toMatchObject([{ all: false }]));
});

test('what ended a run before its tool could say anything is said with the repair', async () => {
  const opened = await openRepair(samples.repairView({ steps: samples.looked }));
  const { fake } = opened;
  await press('Run this step');
  await waitFor(() => expect(fake.inputsOf('startRun')).toHaveLength(1));
  const params = { folder: String.raw`C:\Postbag\workbench`, reason: 'EIO' };
  fake.emit(
    'run-changed',
    samples.record('run-live', {
      kind: 'repair',
      method: null,
      verdict: 'failed',
      findings: [samples.finding('workbench-not-writable', 'error', params, 'repair')],
    }),
  );
  expect(await screen.findByRole('alert')).toHaveTextContent('No private copy can be made in');
  await waitFor(() => expect(screen.getByRole('button', { name: 'Run this step' })).toBeEnabled());
});

test('the last step is taken back with name, and no other one is offered', async () => {
  const { fake } = await openRepair(
    samples.repairView({
      steps: { ...samples.looked, 'message-index': { outcome: samples.outcome(), canTakeBack: true } },
    }),
  );
  await press(`Take back “${INDEX}”…`);
  expect(screen.getAllByRole('button', { name: /^Take back/, hidden: true })).toHaveLength(1);
  const dialog = await screen.findByRole('dialog', { name: `Take back “${INDEX}”?` });
  await press('Take this step back', dialog);
  expect(fake.inputsOf('takeStepBack')).toEqual([]);
  await type(within(dialog).getByLabelText('Your name'), 'Anna');
  fake.refuse('takeStepBack', { code: 'not-to-take-back', stage: 'request', params: {} });
  await press('Take this step back', dialog);
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('cannot be taken back');
  fake.answer('takeStepBack', () => samples.repairView());
  await press('Take this step back', dialog);
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  expect(fake.inputsOf('takeStepBack').at(-1)).toEqual({
    id: 'repair-1',
    step: 'message-index',
    by: 'Anna',
  });
});

test('a repaired copy says where it is and what its tools said, and can be shown, counted and removed', async () => {
  const done = { outcome: samples.outcome() };
  const { fake } = await openRepair(
    samples.repairView({
      procedure: 'practice',
      steps: {
        look: {
          outcome: samples.outcome({
            mark: 'bad',
            lines: { good: 0, warning: 0, bad: 12, plain: 3, unknown: 0 },
          }),
        },
        'message-index': done,
        pointers: done,
        reclaim: done,
        prove: done,
      },
    }),
  );
  const card = (await screen.findByRole('heading', { name: 'The copy is repaired', level: 2 })).closest(
    'section',
  );
  expect(card).toHaveClass('ok');
  expect(card).toHaveTextContent('Look for damage: 12 bad lines');
  expect(card).toHaveTextContent('Check the copy by hand before anybody works with it.');
  expect(screen.queryByRole('button', { name: 'Run this step' })).not.toBeInTheDocument();
  await press('Count its mail');
  expect(await screen.findByText('No mail is lost: every pointer leads to its message.')).toBeInTheDocument();
  await press('Show the folder');
  await waitFor(() => expect(fake.inputsOf('showRepair')).toEqual([{ id: 'repair-1' }]));

  await press('Remove this repair…');
  const question = await screen.findByRole('alertdialog');
  expect(question).toHaveTextContent('The bag stays as it is');
  await press('Remove this repair', question);
  expect(await heading('Repairs')).toBeInTheDocument();
  expect(fake.inputsOf('removeRepair')).toEqual([{ id: 'repair-1' }]);
});

test('a repair that is done, but not clean, is not called repaired', async () => {
  await openRepair(
    samples.repairView({
      steps: {
        ...samples.allDone,
        prove: { outcome: samples.unread(), answer: samples.answer('go-on') },
      },
    }),
  );
  expect(
    await screen.findByRole('heading', { name: /something should be looked at/, level: 2 }),
  ).toBeInTheDocument();
  expect(screen.queryByText('The copy is repaired')).not.toBeInTheDocument();
});

test('a copy that was changed by somebody else is not gone on with', async () => {
  await openRepair(samples.repairView({ steps: samples.looked }, { damaged: true }));
  expect(await screen.findByRole('alert')).toHaveTextContent(
    'Remove this repair and begin a new one from the bag; the bag is untouched.',
  );
  for (const name of ['Run this step', 'Leave out…']) {
    expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  }
  expect(screen.getByRole('button', { name: 'Remove this repair…' })).toBeEnabled();
});

test('while the private copy is still being made, the way leads to how far that is', async () => {
  const record = samples.record('repair-1', {
    kind: 'stage',
    method: null,
    verdict: null,
    endedAt: null,
    settling: null,
  });
  const { fake, stores } = await openApp({ listRuns: () => [record] });
  fake.refuse('repair', { code: 'repair-unknown', stage: 'request', params: {} });
  await screen.findByText('1 run is going on');
  stores.router.go({ screen: 'repair', id: 'repair-1' });
  expect(await screen.findByText('The private copy is still being made.')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  fake.answer('repair', () => samples.repairView());
  fake.emit('run-changed', { ...record, verdict: 'verified' });
  expect(await heading('Repair of a copy of Head office')).toBeInTheDocument();
});

test('everything that happened is kept, with who decided it', async () => {
  const at = samples.ago(samples.HOUR);
  await openRepair(
    samples.repairView(
      { steps: samples.looked },
      {
        events: [
          { at, what: 'begun', step: null, by: '', text: '' },
          { at, what: 'answered', step: 'look', by: 'Anna', text: 'go-on: seen before' },
        ],
      },
    ),
  );
  const table = await screen.findByRole('table', { name: 'What happened', hidden: true });
  expect(table).toHaveTextContent(/Answered goes on: seen before.*Look for damage.*Anna/);
});

test('a step that may be left out is not asked about: running all leaves it out', async () => {
  const { fake } = await openRepair(samples.repairView({ procedure: 'db8-repair' }));
  const step = row('List the accounts$');
  expect(step).toHaveTextContent('when all are run, this step is left out by itself');
  expect(within(step).queryByRole('textbox')).not.toBeInTheDocument();
  await press('Run all up to the next question', step);
  await waitFor(() => expect(fake.inputsOf('planRepair')).toMatchObject([{ all: true }]));
  await press('Type the line of “List the accounts”…');
  expect(await within(step).findByLabelText('Command line behind DIRSTAT')).toHaveValue('');
});
