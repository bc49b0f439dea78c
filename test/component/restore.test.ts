/**
 * Motivation: a person proves by hand that a backup works, puts his name to it, and brings the copy online; nothing may be
 * skipped without his knowing it, and nothing of what he answered may be lost.
 * Description: the screen of one restore over a fake bridge, in every state that it can be in.
 * Pass criteria: only grade `closed` goes on without repair; going on against advice takes a reason and a name; every answer is
 * sent at once with the name; one "no" is "not proven"; signing comes last; going online shows its plan first and can be swapped.
 */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { RestoreView } from '../../shared/proof';
import { heading, openApp, press } from './app';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

async function openRestore(view: RestoreView): Promise<Opened> {
  const opened = await openApp({ restore: () => view });
  opened.stores.router.go({ screen: 'restore', id: view.id });
  await screen.findByRole('list', { name: 'The way to the proof' });
  return opened;
}

/** Shows another state, as the main process tells of it. */
function becomes({ fake }: Opened, view: RestoreView): void {
  fake.answer('restore', () => view);
  fake.emit('restore-changed', { id: view.id });
}

const way = (): HTMLElement => screen.getByRole('list', { name: 'The way to the proof' });
const stage = (name: string): HTMLElement => {
  const item = screen.getByRole('heading', { name: new RegExp(name), level: 2 }).closest('li');
  if (!item) throw new Error(`no stage ${name}`);
  return item;
};
const type = async (field: HTMLElement, value: string): Promise<unknown> =>
  await fireEvent.input(field, { target: { value } });
const point = (place: number): HTMLElement => {
  const item = screen.getByRole('heading', { name: new RegExp(`^${place}\\. `), level: 3 }).closest('li');
  if (!item) throw new Error(`no point ${place}`);
  return item;
};

test('the stages stand there in order, with what may be missing and where it is', async () => {
  await openRestore(samples.restoreView());
  expect(screen.getAllByRole('heading', { level: 2 }).map(({ textContent }) => textContent)).toEqual([
    '1. Verify and copy',
    '2. Repair',
    '3. Automatic checks',
    '4. Your checklist',
    '5. Sign',
    '6. Bring online',
  ]);
  expect(stage('Verify and copy')).toHaveTextContent('Every byte of the bag was read');
  expect(stage('Repair')).toHaveAttribute('aria-current', 'step');
  expect(screen.getByRole('region', { name: 'What may be missing' })).toHaveTextContent(
    /Everything written after .+ may be missing: that was 9 hours ago\./,
  );
  expect(screen.getByText(/Everything is kept at once: stop at any point/)).toBeInTheDocument();
  expect(screen.getByTitle(String.raw`C:\Postbag\workbench\restore-1\copy`)).toBeInTheDocument();
});

test('a copy of open files has to be repaired first, and the way leads to its repair', async () => {
  await openRestore(samples.restoreView());
  expect(stage('Repair')).toHaveTextContent('The bag is of grade Loose: the copy has to be repaired');
  for (const name of ['Check the copy', /^Sign/, 'Show the plan'])
    expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  expect(within(way()).queryByRole('radio')).not.toBeInTheDocument();
  await press('Go on with the repair');
  expect(await heading('Repair of a copy of Head office')).toBeInTheDocument();
});

test('a copy of grade closed needs no repair', async () => {
  const bag = { ...samples.restoreView().bag, grade: 'closed' as const };
  const { fake } = await openRestore(samples.restoreView({ bag, needsRepair: false }));
  expect(stage('Repair')).toHaveTextContent('not needed');
  expect(screen.queryByRole('button', { name: 'Go on without a repair…' })).not.toBeInTheDocument();
  await press('Check the copy');
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-checks' }]));
  expect(fake.inputsOf('planChecks')).toEqual([{ id: 'restore-1' }]);
});

test('going on without a repair takes a reason and a name, and stays visible', async () => {
  const opened = await openRestore(samples.restoreView());
  const { fake } = opened;
  await press('Go on without a repair…');
  const dialog = await screen.findByRole('dialog', { name: 'Go on without a finished repair?' });
  expect(dialog).toHaveTextContent('What is signed of such a copy is “not proven”.');
  await press('Go on without it', dialog);
  expect(await within(dialog).findByText('Say why.')).toBeInTheDocument();
  expect(within(dialog).getByLabelText('Why')).toHaveFocus();
  await type(within(dialog).getByLabelText('Why'), 'The owner wants it today');
  await press('Go on without it', dialog);
  expect(await within(dialog).findByText('Type your name.')).toBeInTheDocument();
  expect(fake.inputsOf('overrule')).toEqual([]);
  await type(within(dialog).getByLabelText('Your name'), 'Anna');
  fake.answer('restore', () => samples.restoreView({ overrules: [samples.overruled('repair')] }));
  await press('Go on without it', dialog);
  expect(await screen.findByText(/^Gone on without a finished repair: decided by Anna/)).toBeInTheDocument();
  expect(fake.inputsOf('overrule')).toEqual([
    { id: 'restore-1', what: 'repair', reason: 'The owner wants it today', by: 'Anna' },
  ]);
  expect(stage('Repair')).toHaveTextContent('gone on without');
  expect(stage('Repair')).toHaveTextContent('The owner wants it today');
  expect(stage('Automatic checks')).toHaveAttribute('aria-current', 'step');
});

test('a check that failed says why and what to do, and stops the way until somebody decides', async () => {
  const view = samples.checked({ checks: samples.autoChecks(samples.markerLeft) });
  const { fake } = await openRestore(view);
  const list = screen.getByRole('list', { name: 'Automatic checks' });
  const row = within(list).getByText('No shutdown marker').closest('li');
  expect(row).toHaveTextContent('Failed');
  expect(row).toHaveTextContent('CCPODOWN” lies in the copy.');
  expect(row).toHaveTextContent('What to do: Find out who put it there.');
  expect(within(list).getByText('All database files').closest('li')).toHaveTextContent('Good');
  expect(list).toHaveTextContent('Does not apply');
  expect(within(way()).queryByRole('radio')).not.toBeInTheDocument();
  await press('Check again');
  await waitFor(() => expect(fake.inputsOf('planChecks')).toHaveLength(1));
  await press('Go on all the same…');
  const dialog = await screen.findByRole('dialog', { name: 'Go on although a check failed?' });
  await type(within(dialog).getByLabelText('Why'), 'It is mine');
  await type(within(dialog).getByLabelText('Your name'), 'Anna');
  fake.answer('restore', () => ({
    ...samples.checked({
      checks: samples.autoChecks(samples.markerLeft),
      overrules: [samples.overruled('checks')],
    }),
  }));
  await press('Go on all the same', dialog);
  expect(await within(way()).findAllByRole('radio')).not.toHaveLength(0);
  expect(fake.inputsOf('overrule')).toMatchObject([{ what: 'checks' }]);
});

test('a copy that was changed since it was checked is checked again', async () => {
  await openRestore(samples.checked({ next: 'checks' }));
  expect(screen.getByText('The copy was changed since it was checked. Check it again.')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Check again' })).toBeEnabled();
  expect(within(way()).queryByRole('radio')).not.toBeInTheDocument();
});

test('each answer is sent at once with the name, which is typed once', async () => {
  const opened = await openRestore(samples.checked());
  const { fake } = opened;
  const { items } = samples.checked();
  const [first, second] = items.map(({ id }) => id);
  expect(screen.getByText(`0 of ${items.length} answered`)).toBeInTheDocument();
  expect(point(1)).toHaveTextContent('Does EXPORT write out the directory of the copy');
  expect(point(1)).toHaveTextContent('Shows that the post office opens');
  const yes = within(point(1)).getByRole('radio', { name: 'Yes' });
  await fireEvent.click(yes);
  const name = within(screen.getByRole('group', { name: 'Who answers' })).getByLabelText('Your name');
  await waitFor(() => expect(name).toHaveFocus());
  expect(fake.inputsOf('answerItem')).toEqual([]);
  expect(yes).not.toBeChecked();

  await type(name, ' Anna ');
  await type(within(point(1)).getByLabelText('Note on point 1'), '212 entries');
  becomes(
    opened,
    samples.checked({ answers: { [String(first)]: samples.itemAnswer('yes', { note: '212 entries' }) } }),
  );
  await fireEvent.click(yes);
  expect(await within(point(1)).findByText(/^Yes, said by Anna, /)).toBeInTheDocument();
  expect(screen.getByText(`1 of ${items.length} answered`)).toBeInTheDocument();
  await fireEvent.click(within(point(2)).getByRole('radio', { name: 'Not applicable' }));
  await waitFor(() =>
    expect(fake.inputsOf('answerItem')).toEqual([
      { id: 'restore-1', item: first, answer: 'yes', note: '212 entries', by: 'Anna' },
      { id: 'restore-1', item: second, answer: 'not-applicable', note: '', by: 'Anna' },
    ]),
  );
  await type(within(point(1)).getByLabelText('Note on point 1'), '212 entries, as in May');
  await fireEvent.change(within(point(1)).getByLabelText('Note on point 1'));
  await waitFor(() =>
    expect(fake.inputsOf('answerItem').at(-1)).toMatchObject({
      item: first,
      answer: 'yes',
      note: '212 entries, as in May',
    }),
  );
  await press('Take the answer back: point 1');
  await waitFor(() =>
    expect(fake.inputsOf('answerItem').at(-1)).toMatchObject({ item: first, answer: null }),
  );
});

test('an answer that could not be kept is not shown as given', async () => {
  const { fake, stores } = await openRestore(samples.checked());
  stores.person.name = 'Anna';
  fake.refuse('answerItem', { code: 'already-signed', stage: 'request', params: {} });
  const no = within(point(1)).getByRole('radio', { name: 'No' });
  await fireEvent.click(no);
  expect(await within(point(1)).findByRole('alert')).toHaveTextContent('This proof is signed.');
  expect(no).not.toBeChecked();
});

test('one no means not proven, and says what to do next', async () => {
  const item = samples.items()[2]?.id ?? '';
  const answers = samples.allAnswered({ [item]: samples.itemAnswer('no') });
  const { fake, stores } = await openRestore(samples.checked({ answers }));
  expect(point(3)).toHaveTextContent('Not proven: one “no” is enough.');
  expect(point(3)).toHaveTextContent('take an older bag');
  expect(stage('Sign')).toHaveTextContent('Not proven');
  expect(screen.queryByRole('button', { name: 'Sign that it is proven' })).not.toBeInTheDocument();
  stores.person.name = 'Anna';
  await press('Sign that it is not proven');
  await waitFor(() => expect(fake.inputsOf('signProof')).toEqual([{ id: 'restore-1', by: 'Anna' }]));
});

test('evidence is chosen in the dialog of the system, listed, and can be removed', async () => {
  const opened = await openRestore(samples.checked());
  const { fake } = opened;
  const item = samples.items()[0]?.id ?? '';
  const evidence = { [item]: [{ name: 'inbox.png', bytes: 120_000, sha256: 'c'.repeat(64) }] };
  fake.answer('restore', () => samples.checked({ evidence }));
  await press('Attach a file to point 1');
  const files = await screen.findByRole('list', { name: 'Files attached to point 1' });
  expect(files).toHaveTextContent(/inbox\.png.*120 kB/);
  expect(fake.inputsOf('attachEvidence')).toEqual([{ id: 'restore-1', item }]);
  await press('Remove inbox.png');
  await waitFor(() =>
    expect(fake.inputsOf('removeEvidence')).toEqual([{ id: 'restore-1', item, name: 'inbox.png' }]),
  );
});

test('it is signed only when every point is answered, and the certificate can be opened', async () => {
  const item = samples.items()[0]?.id ?? '';
  const { [item]: left, ...some } = samples.allAnswered();
  expect(left).toBeDefined();
  const opened = await openRestore(samples.checked({ purpose: 'prove', answers: some }));
  const { fake } = opened;
  expect(stage('Sign')).toHaveTextContent('It is signed when every point is answered.');
  expect(screen.queryByRole('button', { name: /^Sign/ })).not.toBeInTheDocument();
  expect(screen.queryByRole('heading', { name: /Bring online/ })).not.toBeInTheDocument();

  becomes(opened, samples.checked({ purpose: 'prove', answers: samples.allAnswered() }));
  await press('Sign that it is proven');
  expect(stage('Sign')).toHaveTextContent('With your name you say that you looked at this copy yourself');
  await waitFor(() => expect(within(stage('Sign')).getByLabelText('Your name')).toHaveFocus());
  expect(fake.inputsOf('signProof')).toEqual([]);
  await type(within(stage('Sign')).getByLabelText('Your name'), 'Anna');
  fake.answer('restore', () => samples.signed({ purpose: 'prove' }));
  await press('Sign that it is proven');
  expect(await within(stage('Sign')).findByText(/^Signed by Anna, /)).toBeInTheDocument();
  expect(within(way()).queryByRole('radio')).not.toBeInTheDocument();
  expect(stage('Your checklist')).toHaveTextContent('Yes, said by Anna');
  await press('Open the certificate');
  await waitFor(() =>
    expect(fake.inputsOf('showCertificate')).toEqual([{ bagId: 'bag-1', proofId: 'restore-1' }]),
  );
});

test('a proof that could not be written stays unsigned, and says why', async () => {
  const { fake, stores } = await openRestore(samples.checked({ answers: samples.allAnswered() }));
  stores.person.name = 'Anna';
  const params = { folder: 'E:\\Postbag', reason: 'EROFS' };
  fake.refuse('signProof', { code: 'proof-not-written', stage: 'request', params });
  await press('Sign that it is proven');
  expect(await within(stage('Sign')).findByRole('alert')).toHaveTextContent('could not be written');
  expect(screen.getByRole('button', { name: 'Sign that it is proven' })).toBeEnabled();
});

test('going online shows its plan first: where to, each step, and how it is taken back', async () => {
  const { fake } = await openRestore(samples.signed());
  const online = (): HTMLElement => stage('Bring online');
  expect(within(online()).getByTitle(String.raw`\\FS1\MAIL\CCDATA`)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Bring it online' })).not.toBeInTheDocument();
  await press('Show the plan');
  const plan = await screen.findByRole('group', { name: 'Plan of bringing it online' });
  expect(plan).toHaveTextContent('Move what is at \\\\FS1\\MAIL\\CCDATA aside');
  expect(plan).toHaveTextContent('If anything goes wrong: put back what was there.');
  expect(plan).toHaveTextContent('postbag restore online restore-1');
  expect(fake.inputsOf('planOnline')).toEqual([{ id: 'restore-1', folderId: null }]);
  expect(fake.inputsOf('startRun')).toEqual([]);

  await press('Choose another folder…');
  await waitFor(() => expect(fake.inputsOf('chooseFolder')).toEqual([{ purpose: 'target' }]));
  await waitFor(() =>
    expect(screen.queryByRole('button', { name: 'Bring it online' })).not.toBeInTheDocument(),
  );
  await press('Show the plan');
  await waitFor(() =>
    expect(fake.inputsOf('planOnline').at(-1)).toEqual({ id: 'restore-1', folderId: 'chosen-target' }),
  );
  await press('Bring it online');
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-online' }]));
});

test('who is connected stops it; where that cannot be seen somebody says so with name', async () => {
  const params = { target: String.raw`\\FS1\MAIL\CCDATA` };
  const { fake, stores } = await openRestore(samples.signed());
  stores.person.name = 'Anna';
  fake.answer('planOnline', () =>
    samples.onlinePlan({
      findings: [samples.finding('target-connected', 'error', { ...params, count: 1, who: 'anna' })],
    }),
  );
  await press('Show the plan');
  expect(await screen.findByText('One thing must be put right before it can go online.')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Bring it online' })).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Nobody is connected…' })).not.toBeInTheDocument();

  fake.answer('planOnline', () =>
    samples.onlinePlan({ findings: [samples.finding('target-not-seen', 'error', params)] }),
  );
  await press('Check again', stage('Bring online'));
  await press('Nobody is connected…');
  const dialog = await screen.findByRole('dialog', { name: 'Is nobody connected?' });
  await type(within(dialog).getByLabelText('Why'), 'The server is off the net');
  fake.answer('planOnline', () => samples.onlinePlan());
  fake.answer('restore', () => samples.signed({ overrules: [samples.overruled('connected')] }));
  await press('Nobody is connected', dialog);
  expect(await screen.findByRole('button', { name: 'Bring it online' })).toBeEnabled();
  expect(fake.inputsOf('overrule')).toEqual([
    { id: 'restore-1', what: 'connected', reason: 'The server is off the net', by: 'Anna' },
  ]);
});

test('what is not proven goes online only with a reason', async () => {
  const view = samples.signed({ signature: samples.signature('not-proven') });
  const opened = await openRestore(view);
  expect(screen.getByText('It is not proven that this copy works')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Show the plan' })).not.toBeInTheDocument();
  await press('Bring it online all the same…');
  const dialog = await screen.findByRole('dialog');
  await press('Allow it to go online', dialog);
  expect(opened.fake.inputsOf('overrule')).toEqual([]);
  await type(within(dialog).getByLabelText('Why'), 'There is nothing better');
  await type(within(dialog).getByLabelText('Your name'), 'Anna');
  opened.fake.answer('restore', () => ({ ...view, overrules: [samples.overruled('not-proven')] }));
  await press('Allow it to go online', dialog);
  expect(await screen.findByRole('button', { name: 'Show the plan' })).toBeEnabled();
  expect(opened.fake.inputsOf('overrule')).toMatchObject([{ what: 'not-proven' }]);
});

test('after it went online it says where the old one lies, and one button swaps back', async () => {
  const opened = await openRestore(samples.signed({ online: samples.online() }));
  const { fake } = opened;
  expect(within(stage('Bring online')).getByText(/^It is online since/)).toBeInTheDocument();
  expect(screen.getByTitle(String.raw`\\FS1\MAIL\CCDATA before 2025-11-24`)).toBeInTheDocument();
  await press('Swap back…');
  const question = await screen.findByRole('alertdialog', { name: 'Swap Head office back?' });
  expect(question).toHaveTextContent('Nothing is overwritten.');
  expect(fake.inputsOf('planSwapBack')).toEqual([]);
  const nothing = samples.finding('nothing-to-swap', 'error');
  fake.answer('planSwapBack', () => samples.swapBackPlan({ findings: [nothing] }));
  await press('Swap back', question);
  expect(await within(question).findByRole('alert')).toHaveTextContent('There is nothing to swap back.');
  expect(fake.inputsOf('startRun')).toEqual([]);
  fake.answer('planSwapBack', () => samples.swapBackPlan());
  await press('Swap back', question);
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-swap-back' }]));

  const restored = String.raw`\\FS1\MAIL\CCDATA restored`;
  const swappedBack = { runId: 'run-back', at: samples.ago(1_000), restored };
  becomes(opened, samples.signed({ online: samples.online({ swappedBack }) }));
  expect(await screen.findByText(/^Swapped back .* the old post office is in its place/)).toBeInTheDocument();
  expect(screen.getByTitle(restored)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Swap back…' })).not.toBeInTheDocument();
});

test('while something is done with the copy its progress is shown, it can be ended, and nothing else is offered', async () => {
  const record = samples.record('run-check', { kind: 'check', method: null, verdict: null, endedAt: null });
  const opened = await openRestore(samples.checked());
  const { fake } = opened;
  fake.answer('run', () => ({ record, plan: samples.checksPlan() }));
  fake.emit('run-changed', record);
  becomes(opened, samples.checked({ runId: 'run-check' }));
  const running = await screen.findByRole('region', { name: 'It is being worked on.' });
  fake.emit('run-progress', samples.progress({ runId: 'run-check', step: 0, groups: [] }));
  expect(await within(running).findByText('61 %')).toBeInTheDocument();
  expect(running).toHaveTextContent('Check the copy');
  expect(within(way()).queryByRole('radio')).not.toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Check again' })).not.toBeInTheDocument();
  await press('Cancel the checks…', running);
  await press('Cancel the checks', await screen.findByRole('alertdialog'));
  await waitFor(() => expect(fake.inputsOf('cancelRun')).toEqual([{ runId: 'run-check' }]));
});

test('a run that failed says why on the screen of its restore', async () => {
  const { fake } = await openRestore(samples.signed());
  await press('Show the plan');
  await press('Bring it online');
  await waitFor(() => expect(fake.inputsOf('startRun')).toHaveLength(1));
  fake.emit(
    'run-changed',
    samples.record('run-live', {
      kind: 'online',
      method: null,
      verdict: 'failed',
      findings: [
        samples.finding('target-in-use', 'error', { target: String.raw`\\FS1\MAIL\CCDATA`, reason: 'EBUSY' }),
      ],
    }),
  );
  expect(await screen.findByRole('alert')).toHaveTextContent('could not be moved aside (EBUSY)');
});

test('a copy that was changed by somebody else is not gone on with, and can be removed', async () => {
  const { fake } = await openRestore(samples.checked({ answers: samples.allAnswered(), damaged: true }));
  expect(screen.getByRole('alert')).toHaveTextContent('the bag is untouched');
  for (const name of ['Check again', /^Sign that/, 'Go on with the repair'])
    expect(screen.queryByRole('button', { name })).not.toBeInTheDocument();
  await press('Remove…');
  const question = await screen.findByRole('alertdialog');
  expect(question).toHaveTextContent('The bag and its certificates stay as they are');
  await press('Remove it', question);
  expect(await heading('Restores and proofs')).toBeInTheDocument();
  expect(fake.inputsOf('removeRepair')).toEqual([{ id: 'restore-1' }]);
});

test('the repair of a restore leads back to it, and is not removed by itself', async () => {
  const view = samples.repairView({ steps: samples.allDone }, { id: 'restore-1' });
  const { stores } = await openApp({
    repair: () => view,
    listRestores: () => [samples.restoreRow('restore-1')],
  });
  stores.router.go({ screen: 'repair', id: 'restore-1' });
  await press('Back to the restore');
  expect(await heading('Restore of Head office')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Remove this repair…' })).not.toBeInTheDocument();
});
