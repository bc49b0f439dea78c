import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { heading, openApp, press } from './app';

const type = async (label: string, value: string): Promise<void> => {
  await fireEvent.input(screen.getByLabelText(label), { target: { value } });
};

test('only patterns that differ from the format’s own are sent', async () => {
  const { fake } = await openApp();
  await press('Branch Bradford');
  await press('Change patterns');
  expect(screen.getByRole('button', { name: 'Save patterns' })).toBeDisabled();

  await type('User files', 'USR?????\n\n  USERS/*  \n');
  await type('Programs', 'CCADMIN/**\n');
  await press('Save patterns');
  await waitFor(() =>
    expect(fake.inputsOf('setPatterns')).toEqual([
      { id: 'bradford', changes: { user: ['USR?????', 'USERS/*'] } },
    ]),
  );
});

test('a role that was changed before can go back to the format’s own', async () => {
  const { fake } = await openApp();
  const detail = await fake.bridge.postOffice({ id: 'bradford' });
  if (!detail.ok) throw new Error('no sample');
  fake.answer('postOffice', () => ({ ...detail.value, changes: { user: ['USR*'], leaveOut: ['X'] } }));
  await press('Branch Bradford');
  await press('Change patterns');
  expect(screen.getByLabelText('User files')).toHaveValue('USR*');
  await press('Use the format’s own for user files');
  expect(screen.getByLabelText('User files')).toHaveValue('USR?????');
  await press('Save patterns');
  await waitFor(() =>
    expect(fake.inputsOf('setPatterns')).toEqual([{ id: 'bradford', changes: { leaveOut: ['X'] } }]),
  );
});

test('a pattern that is refused is named with the reason, and what was typed stays', async () => {
  const { fake } = await openApp();
  fake.refuse('setPatterns', {
    code: 'pattern-invalid',
    stage: 'request',
    params: { pattern: '../X', fault: 'outside' },
  });
  await press('Branch Bradford');
  await press('Change patterns');
  await type('Left out', '../X');
  await press('Save patterns');
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The pattern “../X” cannot be used.');
  expect(alert).toHaveTextContent('It leads out of the post office.');
  fake.emit('post-offices-changed', null);
  await waitFor(() => expect(fake.inputsOf('postOffice')).toHaveLength(2));
  expect(screen.getByLabelText('Left out')).toHaveValue('../X');
});

test('forgetting names the object and promises that nothing on disk is touched', async () => {
  const { fake } = await openApp();
  await press('Head office');
  await heading('Head office');
  const more = await screen.findByRole('button', { name: 'More for Head office' });
  more.focus();
  await fireEvent.keyDown(more, { key: 'Enter' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Forget…' }));
  const question = await screen.findByRole('alertdialog', { name: 'Forget Head office?' });
  expect(question).toHaveTextContent('Nothing on disk is touched');
  await press('Forget Head office', question);
  await heading('Post offices');
  expect(fake.inputsOf('forgetPostOffice')).toEqual([{ id: 'head' }]);
});

test('simulated users are started, counted and stopped; a count of mail says what it means', async () => {
  const { fake } = await openApp();
  await press('Practice');
  expect(await screen.findByText('4,182 operations')).toBeInTheDocument();
  fake.emit('practice-users', { postOfficeId: 'practice', running: true, ops: 4_190 });
  expect(await screen.findByText('4,190 operations')).toBeInTheDocument();
  await press('Stop simulated users');
  expect(await screen.findByText('Not at work')).toBeInTheDocument();

  fake.answer('checkPractice', () => ({
    users: 12,
    messages: 400,
    pointers: 900,
    dangling: 3,
    orphans: 0,
    torn: 0,
    missing: 0,
  }));
  await press('Count mail');
  expect(
    await screen.findByText('3 pointers lead to a message that is not there: this mail is lost.'),
  ).toBeInTheDocument();
});
