import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { usualBackupOptions } from '../../shared/run';
import type { MethodAdvice } from '../../shared/views';
import { openApp, press } from './app';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

const radio = (name: string): HTMLElement => screen.getByRole('radio', { name });
const choose = async (name: string): Promise<unknown> =>
  await fireEvent.click(await screen.findByRole('radio', { name }));
const field = (name: string): HTMLElement => screen.getByLabelText(name);
const type = async (name: string, value: string): Promise<unknown> =>
  await fireEvent.input(field(name), { target: { value } });
const itemsOf = (list: string): string[] =>
  within(screen.getByRole('list', { name: list }))
    .getAllByRole('listitem')
    .map((item) => item.textContent.replace(/\s+/g, ' ').trim());
const options = (still: object): unknown => ({
  ...usualBackupOptions,
  still: { ...usualBackupOptions.still, ...still },
});

/** What can be done at Head office: by these, in place of what the samples say. */
function advise(...instead: MethodAdvice[]): MethodAdvice[] {
  return samples.advice().map((one) => instead.find(({ method }) => method === one.method) ?? one);
}
const both = (): MethodAdvice[] =>
  advise(
    samples.stillAdvice('snapshot', samples.snapshots()),
    samples.stillAdvice('mirror', samples.mirrors()),
  );

async function openMethods(adviseMethods = both): Promise<Opened> {
  const opened = await openApp({ adviseMethods });
  await press('Back up Head office');
  await screen.findByText('Recommended');
  return opened;
}

async function openPrepare(method: 'Snapshot' | 'Break a mirror'): Promise<Opened> {
  const opened = await openMethods();
  await choose(method);
  await press('Continue');
  await screen.findByRole('heading', { name: /^How should the (snapshot be made|mirror be broken)\?$/ });
  return opened;
}

async function goToPlan(): Promise<void> {
  await press('Continue');
  await screen.findByRole('heading', { name: 'Where should the bag go?' });
  await press('Continue');
  await screen.findByRole('heading', { name: 'This is what will happen' });
}

test('the four methods stand in the order of what their copies are worth, each with its grade here', async () => {
  await openMethods();
  const methods = within(screen.getByRole('radiogroup', { name: 'Method' }));
  expect(methods.getAllByRole('radio').map((one) => one.getAttribute('value'))).toEqual([
    'shutdown',
    'snapshot',
    'mirror',
    'linear',
  ]);
  const rows = [...screen.getByRole('radiogroup', { name: 'Method' }).querySelectorAll('.choice .end')];
  expect(rows.map((row) => row.textContent.replace(/\s+/g, ' ').trim())).toEqual([
    'Closed Recommended',
    'Instant',
    'Instant',
    'Instant if it settles, else Loose',
  ]);
  expect(itemsOf('What was looked at for “Snapshot”')).toEqual([
    'ZFS snapshot not here The program zfs is not installed here.',
    'LVM snapshot can be used vg0/mail: all files of one instant; room for 2 GB of what people write meanwhile.',
    'Clones of the files can be used /srv: each file of an instant of its own.',
  ]);
});

test('a method that is Loose without a pause says so', async () => {
  const btrfs = samples.still('btrfs', { volumes: ['/srv'], needsCalm: true });
  const snapshot = { ...samples.stillAdvice('snapshot', [btrfs]), otherwise: 'loose' as const };
  await openMethods(() => advise(snapshot));
  expect(screen.getByText('Instant in a pause, else Loose')).toBeInTheDocument();
  await choose('Snapshot');
  await press('Continue');
  expect(await screen.findByText(/^Btrfs snapshot: writers are not held up/)).toBeInTheDocument();
});

test('a method that cannot be had can be chosen by nothing, and says what would have to be there', async () => {
  const { stores } = await openMethods(() => samples.advice());
  const snapshot = radio('Snapshot');
  expect(snapshot).toBeDisabled();
  expect(snapshot).toHaveAccessibleDescription(/ext4 at \/srv cannot clone files\./);
  expect(screen.getAllByText('Nothing here can make it stand still')).toHaveLength(2);
  expect(itemsOf('What was looked at for “Break a mirror”')).toEqual([
    'Your own commands not here No command was typed for this post office.',
  ]);
  expect(screen.getByText('No command was typed for this post office.')).toBeVisible();

  // As a mouse and as a key: neither reaches what is disabled.
  snapshot.click();
  snapshot.focus();
  expect(snapshot).not.toHaveFocus();
  await fireEvent.keyDown(radio('Copy while open, in order'), { key: 'ArrowUp' });
  expect(stores.wizard.method).toBe('linear');
  expect(radio('Copy while open, in order')).toBeChecked();
});

test('while it is not known what can be done nothing is refused, and going on waits for it', async () => {
  let answer: (advice: MethodAdvice[]) => void = () => undefined;
  const waiting = new Promise<MethodAdvice[]>((resolve) => (answer = resolve));
  await openApp({ adviseMethods: () => waiting });
  await press('Back up Head office');
  await choose('Snapshot');
  await press('Continue');
  expect(screen.getByText('Looking at what can be done here…')).toBeInTheDocument();
  expect(screen.getByRole('button', { name: 'Continue' })).toBeDisabled();
  answer(both());
  expect(await screen.findByRole('heading', { name: 'How should the snapshot be made?' })).toHaveFocus();
});

test('what turns out to be impossible is not gone on with: another method is chosen, and that is said', async () => {
  let answer: (advice: MethodAdvice[]) => void = () => undefined;
  const waiting = new Promise<MethodAdvice[]>((resolve) => (answer = resolve));
  const { fake } = await openApp({ adviseMethods: () => waiting });
  await press('Back up Head office');
  await choose('Snapshot');
  await press('Continue');
  answer(samples.advice());
  expect(await screen.findByRole('alert')).toHaveTextContent(
    '“Snapshot” cannot be used here. “Copy while open, in order” is chosen instead.',
  );
  expect(radio('Copy while open, in order')).toBeChecked();
  expect(screen.getByRole('heading', { name: 'How should it be copied?' })).toBeInTheDocument();
  await goToPlan();
  expect(fake.inputsOf('planBackup')).toMatchObject([{ method: 'linear' }]);
});

test('another post office that cannot do it falls back too', async () => {
  const { fake, stores } = await openMethods();
  await choose('Snapshot');
  fake.answer('adviseMethods', ({ postOfficeId }) => (postOfficeId === 'head' ? both() : samples.advice()));
  await press('Back');
  await choose('Branch Bradford');
  await press('Continue');
  expect(await screen.findByText('“Snapshot” cannot be used here.')).toBeInTheDocument();
  expect(stores.wizard.method).toBe('linear');
});

test('advice that cannot be had refuses no method', async () => {
  const { fake } = await openApp();
  fake.refuse('adviseMethods', { code: 'unexpected', stage: 'request', params: { reason: 'EIO' } });
  await press('Back up Head office');
  await screen.findByRole('alert');
  await choose('Snapshot');
  await press('Continue');
  await screen.findByRole('heading', { name: 'How should the snapshot be made?' });
  expect(screen.getByRole('alert')).toHaveTextContent('EIO');
  await goToPlan();
  expect(fake.inputsOf('planBackup')).toMatchObject([{ method: 'snapshot' }]);
});

test('nobody has to change how it stands still, and what was chosen is exactly what is planned', async () => {
  const { fake } = await openPrepare('Snapshot');
  expect(screen.getByText('Prepare').closest('li')).toHaveAttribute('aria-current', 'step');
  expect(radio('The best that can be had')).toBeChecked();
  expect(radio('The best that can be had')).toHaveAccessibleDescription(
    'Now that is: LVM snapshot, vg0/mail: all files of one instant; room for 2 GB of what people write meanwhile.',
  );
  await goToPlan();
  expect(fake.inputsOf('planBackup').at(-1)).toEqual({
    postOfficeId: 'head',
    vaultId: 'vault-usb',
    method: 'snapshot',
    options: options({}),
  });

  await press('Back');
  await press('Back');
  await screen.findByRole('heading', { name: 'How should the snapshot be made?' });
  await choose('Clones of the files');
  await choose('Wait, or stop');
  await type('A pause lasts', '30');
  await type('Wait for it at most', '45');
  await choose('Copy while open instead');
  await goToPlan();
  expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({
    options: options({
      provider: 'reflink',
      use: 'auto',
      calm: 'required',
      calmSeconds: 30,
      calmMinutes: 45,
    }),
  });
});

test('what cannot be used stands there with the reason, and what belongs to other systems does not', async () => {
  await openPrepare('Snapshot');
  const ways = within(screen.getByRole('radiogroup', { name: 'What makes it stand still' }));
  expect(ways.getAllByRole('radio').map((one) => one.getAttribute('value'))).toEqual([
    'best',
    'lvm',
    'reflink',
    'zfs',
  ]);
  expect(radio('ZFS snapshot')).toBeDisabled();
  expect(radio('ZFS snapshot')).toHaveAccessibleDescription('The program zfs is not installed here.');
  expect(radio('Clones of the files')).toHaveAccessibleDescription(
    /Here: \/srv: each file of an instant of its own\.$/,
  );
});

test('a provider of one method is none of the other, and one that went away is not asked for', async () => {
  const { fake } = await openPrepare('Snapshot');
  await choose('Clones of the files');
  await press('Back');
  await choose('Break a mirror');
  await press('Continue');
  await screen.findByRole('heading', { name: 'How should the mirror be broken?' });
  expect(radio('The best that can be had')).toBeChecked();
  await choose('ZFS mirror');

  fake.answer('adviseMethods', () =>
    advise(samples.stillAdvice('mirror', [samples.still('md', { volumes: ['/dev/md0'] })])),
  );
  await press('Back');
  await waitFor(() => expect(fake.inputsOf('adviseMethods').length).toBeGreaterThan(2));
  await press('Continue');
  await screen.findByRole('heading', { name: 'How should the mirror be broken?' });
  await goToPlan();
  expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({ method: 'mirror', options: options({}) });
});

test('of a mirror it is said that there is one disk alone, and how much has to be copied back', async () => {
  await openPrepare('Break a mirror');
  const title = screen.getByText('Until it is joined and in step again there is one disk alone');
  expect(title.closest('.alert')).toHaveTextContent('Only what has changed has to be copied back');
  await choose('ZFS mirror');
  expect(title.closest('.alert')).toHaveTextContent('All of it has to be copied back');
});

test('a number that cannot be is said beside it, and taken nowhere; one that is not shown can be as it likes', async () => {
  await openPrepare('Snapshot');
  await type('A pause lasts', '0');
  await type('Wait for it at most', '241');
  expect(field('A pause lasts')).toHaveAccessibleDescription(/A whole number from 1 to 600\./);
  expect(field('Wait for it at most')).toHaveAccessibleDescription(/A whole number from 0 to 240\./);
  await press('Continue');
  expect(field('A pause lasts')).toHaveFocus();
  await choose('Do not wait');
  expect(screen.queryByLabelText('A pause lasts')).not.toBeInTheDocument();
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
});

test('such a run never holds, and settles only where it may be copied open instead', async () => {
  const { fake } = await openMethods();
  await fireEvent.click(field('Let me look before the bag is sealed'));
  await type('Read again at most', 'often');
  await choose('Snapshot');
  expect(screen.queryByText('More choices')).not.toBeInTheDocument();
  await press('Continue');
  await screen.findByRole('heading', { name: 'How should the snapshot be made?' });
  expect(screen.getByText('More choices')).toBeInTheDocument();
  expect(field('Wait for a locked file')).toBeInTheDocument();
  expect(screen.queryByLabelText('Let me look before the bag is sealed')).not.toBeInTheDocument();
  expect(screen.queryByLabelText('Read again at most')).not.toBeInTheDocument();

  await choose('Copy while open instead');
  await press('Continue');
  await waitFor(() => expect(field('Read again at most')).toHaveFocus());
  await choose('Stop');
  await goToPlan();
  expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({ method: 'snapshot', options: { hold: false } });
});

test('when nothing can make it stand still any more, that is said where it is prepared', async () => {
  const cut = samples.record('run-cut', {
    ...samples.cutShort(),
    method: 'snapshot',
  });
  await openApp({
    listRuns: () => [cut],
    planBackup: () => samples.stillPlan('snapshot'),
    adviseMethods: () => samples.advice(),
  });
  await press('Go on with the backup of Head office');
  await screen.findByRole('heading', { name: 'This is what will happen' });
  await press('Back');
  await press('Back');
  expect(await screen.findByText('Nothing here can make it stand still now')).toBeInTheDocument();
  expect(radio('Clones of the files')).toHaveAccessibleDescription('ext4 at /srv cannot clone files.');
});

test('the plan says what stands behind its grade, and how each step is taken back', async () => {
  const { fake } = await openPrepare('Snapshot');
  fake.answer('planBackup', () => samples.stillPlan('snapshot'));
  await goToPlan();
  expect(await screen.findByText('if it stands still to the end, else there is no bag')).toBeInTheDocument();
  expect(screen.getByText(/^Make a snapshot of vg0\/mail\./)).toHaveTextContent(
    'Afterwards, whatever happens: remove the snapshot.',
  );
  expect(screen.queryByText(/if the copy settles/)).not.toBeInTheDocument();
});

test('the plan of a copy that is open from the start says what such a copy is worth', async () => {
  const { fake } = await openPrepare('Snapshot');
  const { steps, ...plan } = samples.stillPlan('snapshot');
  fake.answer('planBackup', () => ({
    ...plan,
    steps: steps.filter(({ id }) => !id.endsWith('snapshot')),
  }));
  await goToPlan();
  expect(await screen.findByText('if the copy settles, else Loose')).toBeInTheDocument();
});
