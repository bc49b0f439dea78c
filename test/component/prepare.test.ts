import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { usualBackupOptions } from '../../shared/run';
import { openApp, press } from './app';
import * as samples from './samples';

type Opened = Awaited<ReturnType<typeof openApp>>;

const field = (name: string): HTMLElement => screen.getByLabelText(name);
const type = async (name: string, value: string): Promise<unknown> =>
  await fireEvent.input(field(name), { target: { value } });
const needsOf = (method: string): string[] =>
  within(screen.getByRole('list', { name: `What “${method}” needs` }))
    .getAllByRole('listitem')
    .map((item) => item.textContent.replace(/\s+/g, ' ').trim());
const stepNames = (): string[] =>
  within(screen.getByRole('list', { name: 'Steps of this backup' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent.replace(/\s+/g, ' ').trim());

const closable = samples.access({
  services: [
    { name: 'Router', kind: 'windows', unit: 'ccRouter', start: [], stop: [], check: [], waitSeconds: 60 },
    { name: 'Fax gateway', kind: 'windows', unit: 'ccFax', start: [], stop: [], check: [], waitSeconds: 60 },
  ],
});

async function openPrepare(answers: Parameters<typeof openApp>[0] = {}): Promise<Opened> {
  const opened = await openApp(answers);
  await press('Back up Head office');
  await fireEvent.click(await screen.findByRole('radio', { name: 'Shut down and back up' }));
  await press('Continue');
  await screen.findByRole('heading', { name: 'How should it be closed?' });
  return opened;
}

test('each method says what it can reach here and what it needs, and one is recommended with a reason', async () => {
  await openApp();
  await press('Back up Head office');
  expect(await screen.findByText('Recommended')).toBeInTheDocument();
  expect(screen.getByText('Closed')).toBeInTheDocument();
  expect(screen.getByText('Instant if it settles, else Loose')).toBeInTheDocument();
  expect(screen.getByText(/only a copy of the grade Closed needs no repair/)).toBeInTheDocument();
  expect(needsOf('Shut down and back up')).toEqual([
    'there: Who is connected can be seen: Samba share (ccmail), Programs on this computer',
    'there: New connections can be refused: Samba share (ccmail)',
    'missing: The users are told by yourself: no command is set up for it',
    'there: Stopped and started again: Router',
  ]);
  expect(needsOf('Copy while open, in order')).toEqual(['there: People can go on working.']);
  expect(screen.queryByText(/not Closed\.$/)).not.toBeInTheDocument();
});

test('a method that comes to less here says so plainly, and why', async () => {
  await openApp({ adviseMethods: () => samples.advice(false) });
  await press('Back up Head office');
  const title = await screen.findByText('Here it can reach Instant at best, not Closed.');
  expect(title.closest('.alert')).toHaveTextContent(
    'That is because new connections cannot be refused. People are shut out all the same, and if the copy does not settle it is Loose.',
  );
  expect(needsOf('Shut down and back up')[1]).toMatch(
    /^missing: New connections cannot be refused: .*more rights/,
  );
  expect(screen.getAllByText('Instant if it settles, else Loose')).toHaveLength(2);
  expect(screen.getByText(/nobody has to log out for a copy that may be Instant/)).toBeInTheDocument();
});

test('advice that cannot be had is said, and the methods can be chosen all the same', async () => {
  const { fake } = await openApp();
  fake.refuse('adviseMethods', { code: 'unexpected', stage: 'request', params: { reason: 'EIO' } });
  await press('Back up Head office');
  expect(await screen.findByRole('alert')).toHaveTextContent('EIO');
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
});

test('only a method that closes has a step to prepare it', async () => {
  await openApp();
  await press('Back up Head office');
  await screen.findByText('Recommended');
  expect(stepNames()).toHaveLength(6);
  await fireEvent.click(screen.getByRole('radio', { name: 'Shut down and back up' }));
  expect(stepNames()[2]).toMatch(/Prepare$/);
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'How should it be closed?' })).toHaveFocus();
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toHaveFocus();
  await press('Back');
  await press('Back');
  await fireEvent.click(await screen.findByRole('radio', { name: 'Copy while open, in order' }));
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
});

test('nobody has to change how it is closed, and what was chosen is what is planned', async () => {
  const { fake } = await openPrepare();
  await press('Continue');
  await press('Continue');
  await waitFor(() =>
    expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({
      method: 'shutdown',
      options: { shutdown: usualBackupOptions.shutdown },
    }),
  );

  await press('Back');
  await press('Back');
  await screen.findByRole('heading', { name: 'How should it be closed?' });
  await type('Message to the users', 'Closing at ten.');
  await type('Time to log out', '15');
  await type('Nothing may move for', '45');
  await fireEvent.click(screen.getByRole('radio', { name: 'Disconnect everybody' }));
  expect(screen.getByText(/messages that are being written when the time is over may be lost/)).toBeVisible();
  await fireEvent.click(screen.getByRole('radio', { name: 'Ask me' }));
  await type('Wait for me for at most', '20');
  await press('Continue');
  await press('Continue');
  await waitFor(() =>
    expect(fake.inputsOf('planBackup').at(-1)).toMatchObject({
      options: {
        shutdown: {
          message: 'Closing at ten.',
          graceMinutes: 15,
          disconnect: 'all',
          quietSeconds: 45,
          notQuiet: 'ask',
          waitMinutes: 20,
        },
      },
    }),
  );
});

test('a number or a message that cannot be is said beside it, and taken nowhere', async () => {
  await openPrepare();
  await type('Time to log out', '241');
  await type('Nothing may move for', '0');
  expect(field('Time to log out')).toHaveAccessibleDescription(/A whole number from 0 to 240\./);
  expect(field('Nothing may move for')).toHaveAccessibleDescription(/A whole number from 1 to 600\./);
  await press('Continue');
  expect(field('Time to log out')).toHaveFocus();
  await type('Time to log out', '5');
  await type('Nothing may move for', '20');

  await type('Message to the users', 'x'.repeat(501));
  expect(field('Message to the users')).toHaveAccessibleDescription(/At most 500 characters\./);
  await press('Continue');
  expect(field('Message to the users')).toHaveFocus();
  await type('Message to the users', 'Closing.');
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
});

test('how long is waited matters only where a person is asked', async () => {
  await openPrepare();
  await type('Wait for me for at most', '999');
  await fireEvent.click(screen.getByRole('radio', { name: 'Disconnect everybody' }));
  expect(screen.queryByLabelText('Wait for me for at most')).not.toBeInTheDocument();
  await press('Continue');
  expect(await screen.findByRole('heading', { name: 'Where should the bag go?' })).toBeInTheDocument();
});

test('the order of closing stands there before anything is closed, and the message can be copied', async () => {
  const { fake } = await openPrepare({
    postOffice: ({ id }) => samples.detail(id, { access: closable }),
  });
  expect(await screen.findByText(/^Postbag cannot tell the users by itself here/)).toBeInTheDocument();
  await screen.findByText('New connections are refused: Samba share (ccmail).');
  const order = within(screen.getByRole('list', { name: 'In this order' })).getAllByRole('listitem');
  expect(order.map((line) => line.textContent)).toEqual([
    'The users, whom you have told, have 5 minutes to log out.',
    'Router is stopped.',
    'Fax gateway is stopped.',
    'New connections are refused: Samba share (ccmail).',
    'New connections are refused: CCPODOWN file.',
    'It is watched whether anything moves, then everything is copied.',
    'It opens again in reverse order, also when anything goes wrong.',
  ]);
  await press('Copy message');
  await waitFor(() =>
    expect(fake.inputsOf('copyText')).toEqual([{ text: usualBackupOptions.shutdown.message }]),
  );
});

test('the plan says that Closed is reached only if nothing moves, and how each step is taken back', async () => {
  await openPrepare({
    planBackup: () =>
      samples.plan({
        method: 'shutdown',
        bestGrade: 'closed',
        steps: [
          { id: 'tell-users', params: { minutes: 5 }, undo: null },
          { id: 'stop-service', params: { service: 'Router' }, undo: 'start-service' },
          { id: 'close-access', params: { way: 'Samba share (ccmail)' }, undo: 'open-samba-share' },
          { id: 'prove-quiet', params: { seconds: 20 }, undo: null },
        ],
      }),
  });
  await press('Continue');
  await press('Continue');
  expect(await screen.findByText('Stop Router.')).toHaveTextContent(
    'Afterwards, whatever happens: start it again.',
  );
  expect(screen.getByText('if nothing moves, else Loose')).toBeInTheDocument();
});
