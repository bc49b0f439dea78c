/**
 * Motivation: "last backup" says that something was copied; only "last proven" says that it works. A part of a set put over a
 * post office destroys it.
 * Description: last proofs and reminders on the lists, the proofs of a bag, the checklist of a post office, and copying files
 * out of a bag, over a fake bridge.
 * Pass criteria: the last proof with its age and a reminder stand wherever the last backup does; a proof that cannot be believed
 * is never shown as one; the checklist is saved as changed; a part of a set is copied with a warning, and only to a folder that
 * was chosen.
 */
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { PostOfficeRow } from '../../shared/views';
import { heading, openApp, press } from './app';
import { cells } from './open-run';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;
const HEAD = '2025-11-23T13-14-02Z linear';

const proof = (days: number, outcome: 'proven' | 'not-proven' = 'proven') => ({
  bag: HEAD,
  outcome,
  at: samples.ago(days * samples.DAY),
  by: 'Anna',
});

/** The sample post offices, with what differs by id. */
const postOffices = (more: Readonly<Record<string, Partial<PostOfficeRow>>>): PostOfficeRow[] =>
  samples.postOffices().map((row) => ({ ...row, ...more[row.id] }));

async function ofBag(item: string, opened: Opened): Promise<HTMLElement> {
  opened.stores.router.goTo('bags');
  const more = await screen.findByRole('button', { name: `More for the bag ${HEAD}` });
  more.focus();
  await fireEvent.keyDown(more, { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: item }));
  return await screen.findByRole('dialog');
}

test('the first screen says beside the last backup when it was last proven, and when a proof is due', async () => {
  const newer = Array.from({ length: 12 }, (_, index) =>
    samples.bag(`leeds-${index}`, 'Branch Leeds', `bag ${index}`, { sealedAt: samples.ago(samples.DAY) }),
  );
  await openApp({
    listBags: () => newer,
    listPostOffices: () =>
      postOffices({
        head: { lastProof: proof(120), proofDue: 'days' },
        leeds: { lastProof: proof(3, 'not-proven'), proofDue: 'bags' },
        warehouse: { proofDue: 'days' },
        practice: { lastProof: proof(2) },
      }),
  });
  const table = await screen.findByRole('table', { name: 'Post offices' });
  const column = within(table)
    .getAllByRole('columnheader')
    .findIndex(({ textContent }) => textContent === 'Last proven');
  await screen.findByText('12 backups since the last proof');
  const proven = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) => cells(row)[column]);
  expect(proven).toEqual([
    'Proven 120 days ago Not proven for 120 days',
    'Not proven 3 days ago 12 backups since the last proof',
    'Never proven',
    'Never proven',
    'Never proven',
    'Proven 2 days ago',
  ]);
  expect(within(table).getByText('Not proven for 120 days')).toHaveClass('warn');
});

test('each bag says whether it was proven', async () => {
  const { stores } = await openApp({
    listBags: () => [
      samples.bag('bag-1', 'Head office', HEAD, { lastProof: proof(2) }),
      samples.bag('bag-2', 'Head office', 'older', {}),
    ],
  });
  stores.router.goTo('bags');
  expect((await screen.findByText('Proven')).closest('td')).toHaveTextContent('2 days ago');
  expect(screen.getByText('Never proven')).toBeInTheDocument();
});

test('a post office says what is due, and its newest bag can be proven from there', async () => {
  const due = { lastProof: proof(120), proofDue: 'days' } as const;
  const { fake, stores } = await openApp({
    listPostOffices: () => postOffices({ head: due }),
    postOffice: ({ id }) => samples.detail(id, due),
  });
  stores.router.go({ screen: 'post-office', id: 'head' });
  const card = (await screen.findByRole('heading', { name: 'Backup and proof' })).closest('section');
  expect(card).toHaveTextContent(/Last backup.*9 hours ago/);
  expect(card).toHaveTextContent(/Last proven.*Proven, 120 days ago/);
  expect(card).toHaveTextContent('Not proven for 120 days');
  await press('Prove the newest backup…');
  expect(await screen.findByRole('dialog')).toHaveTextContent(/may be missing/);
  expect(fake.inputsOf('planRestore')).toEqual([{ bagId: 'bag-1', purpose: 'prove', procedure: null }]);
});

test('the proofs of a bag say whether each can be believed; only such a certificate is opened', async () => {
  const row = { outcome: 'proven', signedBy: 'Anna', signedAt: samples.ago(samples.DAY) } as const;
  const opened = await openApp({
    proofs: () => [
      { ...row, id: 'p1', state: 'good' },
      { ...row, id: 'p2', state: 'other-key', outcome: 'not-proven' },
      { ...row, id: 'p3', state: 'foreign-bag' },
      { ...row, id: 'p4', state: 'changed' },
      { id: 'p5', state: 'unreadable', outcome: null, signedBy: '', signedAt: '' },
    ],
  });
  const dialog = await ofBag('Proofs…', opened);
  const list = await within(dialog).findByRole('list', { name: 'Proofs of this bag' });
  const shown = within(list).getAllByRole('listitem');
  expect(shown[0]).toHaveTextContent(/Proven Good signed by Anna/);
  expect(shown[1]).toHaveTextContent(/Not proven Signed elsewhere/);
  for (const [place, name] of [
    [2, 'Of another bag'],
    [3, 'Changed'],
    [4, 'Cannot be read'],
  ] as const) {
    expect(shown[place]).toHaveTextContent(name);
    expect(shown[place]).not.toHaveTextContent('Proven');
  }
  const open = within(list).getAllByRole('button');
  expect(open).toHaveLength(2);
  await press(/^Open the certificate/, shown[0]);
  await waitFor(() =>
    expect(opened.fake.inputsOf('showCertificate')).toEqual([{ bagId: 'bag-1', proofId: 'p1' }]),
  );
});

test('the checklist of a post office is added to, changed and cut short, and saved as a whole', async () => {
  const { fake, stores } = await openApp();
  const items = samples.items();
  stores.router.go({ screen: 'post-office', id: 'head' });
  await heading('Head office');
  const card = (await screen.findByRole('heading', { name: 'Checklist for proofs' })).closest('section');
  expect(card).toHaveTextContent('the usual list of its format');
  expect(screen.queryByRole('button', { name: 'Use the usual list again' })).not.toBeInTheDocument();
  await press('Change the checklist');
  await press('Remove point 2');
  const first = within(screen.getByRole('group', { name: 'Point 1' })).getByLabelText('Question');
  await fireEvent.input(first, { target: { value: 'Does it open?' } });
  await press('Add a point');
  await press('Save the checklist');
  const added = within(screen.getByRole('group', { name: `Point ${items.length}` }));
  await waitFor(() => expect(added.getByLabelText('Question')).toHaveFocus());
  expect(added.getByText('Type the question, or remove the point.')).toBeInTheDocument();
  expect(fake.inputsOf('setChecklist')).toEqual([]);
  await fireEvent.input(added.getByLabelText('Question'), {
    target: { value: 'Does the fax gateway start?' },
  });
  await press('Save the checklist');
  const changed = items.map((item, index) => (index === 0 ? { ...item, question: 'Does it open?' } : item));
  await waitFor(() =>
    expect(fake.inputsOf('setChecklist')).toEqual([
      {
        id: 'head',
        items: [
          ...changed.filter((_, index) => index !== 1),
          { id: 'own-1', question: 'Does the fax gateway start?', help: '' },
        ],
      },
    ]),
  );
});

test('a changed checklist can become the usual one again', async () => {
  const { fake, stores } = await openApp({
    postOffice: ({ id }) => samples.detail(id, { checklistIsUsual: false }),
  });
  stores.router.go({ screen: 'post-office', id: 'head' });
  await press('Use the usual list again');
  await waitFor(() => expect(fake.inputsOf('setChecklist')).toEqual([{ id: 'head', items: null }]));
});

test('all files are copied out into a folder that was chosen, after the plan was shown', async () => {
  const opened = await openApp();
  const { fake } = opened;
  const dialog = await ofBag('Copy files out…', opened);
  expect(within(dialog).getByRole('button', { name: 'Copy the files' })).toBeDisabled();
  expect(dialog).not.toHaveTextContent('Never copy a part of a set over a post office');
  await press('Choose a folder…', dialog);
  expect(await within(dialog).findByText(/compare each with its checksum/)).toBeInTheDocument();
  expect(fake.inputsOf('chooseFolder')).toEqual([{ purpose: 'landing' }]);
  expect(fake.inputsOf('planCopyOut')).toEqual([
    { bagId: 'bag-1', folderId: 'chosen-landing', groups: null },
  ]);
  await press('Copy the files', dialog);
  await waitFor(() => expect(fake.inputsOf('startRun')).toEqual([{ planId: 'plan-copy-out' }]));
});

test('a part of a set is copied with a warning why it must never go over a post office', async () => {
  const opened = await openApp();
  const { fake } = opened;
  const dialog = await ofBag('Copy files out…', opened);
  await press('Choose a folder…', dialog);
  await within(dialog).findByText(/compare each with its checksum/);
  await fireEvent.click(within(dialog).getByRole('radio', { name: /^Some file groups/ }));
  expect(
    await within(dialog).findByText('Never copy a part of a set over a post office'),
  ).toBeInTheDocument();
  expect(dialog).toHaveTextContent('breaks those pointers');
  expect(within(dialog).getByText('Choose at least one group.')).toBeInTheDocument();
  expect(within(dialog).getByRole('button', { name: 'Copy the files' })).toBeDisabled();
  await fireEvent.click(within(dialog).getByRole('checkbox', { name: 'Message store' }));
  await fireEvent.click(within(dialog).getByRole('checkbox', { name: 'User files' }));
  await waitFor(() =>
    expect(fake.inputsOf('planCopyOut').at(-1)).toEqual({
      bagId: 'bag-1',
      folderId: 'chosen-landing',
      groups: ['users', 'store'],
    }),
  );
  await waitFor(() => expect(within(dialog).getByRole('button', { name: 'Copy the files' })).toBeEnabled());
});
