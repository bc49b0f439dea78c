import type { PlannedStep, StepId, UndoAction } from '../run';
import type { Params } from '../severity';
import { countOf, formatBytes } from './format';
import { groupWords } from './postoffice';
import type { GroupId } from '../postoffice';

type Sentence = (params: Params) => string;
const number = (value: string | number | undefined): number => Number(value ?? 0);
const text = (value: string | number | undefined): string => String(value ?? '');

const sentences: Readonly<Record<StepId, Sentence>> = {
  'check-post-office': (p) => `Look at ${text(p['postOffice'])} and take its inventory. Nothing is changed.`,
  'check-vault': (p) =>
    `Make sure that ${text(p['vault'])} can be written and lies apart from the post office.`,
  'check-space': (p) => `Make sure that there is room for ${formatBytes(number(p['bytes']))}.`,
  'check-access': (p) => `See who is connected, and that the post office can be closed: ${text(p['ways'])}.`,
  'tell-users': (p) =>
    [
      number(p['told']) > 0 ? 'Tell the users.' : 'The users have to be told by you.',
      number(p['minutes']) > 0
        ? `They have ${countOf(number(p['minutes']), 'minute')} to log out.`
        : 'It is closed at once.',
    ].join(' '),
  'stop-service': (p) => `Stop ${text(p['service'])}.`,
  'close-access': (p) => `Refuse new connections: ${text(p['way'])}.`,
  disconnect: (p) =>
    p['disconnect'] === 'all'
      ? 'Disconnect whoever is still connected.'
      : 'Wait until nobody is connected any more; each can be disconnected with a button.',
  'prove-quiet': (p) =>
    `Make sure that nobody has a file open, and that nothing moves for ${countOf(number(p['seconds']), 'second')}.`,
  'check-still': (p) =>
    text(p['volume']) === ''
      ? 'Look once more whether it can be made to stand still; if not, it is copied while open.'
      : `Make sure that ${text(p['volume'])} can be made to stand still: ${text(p['provider'])}.`,
  'wait-writes': (p) =>
    `Wait until nothing has been written for ${countOf(number(p['seconds']), 'second')}, at most ${countOf(number(p['minutes']), 'minute')}${p['calm'] === 'required' ? '; without such a pause it stops' : ''}.`,
  'make-snapshot': (p) => `Make a snapshot of ${text(p['volume'])}. People go on working.`,
  'mount-snapshot': (p) => `Mount the snapshot of ${text(p['volume'])} where only Postbag reads it.`,
  'break-mirror': (p) =>
    `Break the mirror ${text(p['volume'])}: one half stands still, people go on working on the other.`,
  'mount-half': (p) => `Mount the half of ${text(p['volume'])} where only Postbag reads it.`,
  'confirm-still': (p) =>
    p['use'] === 'auto'
      ? 'Make sure that it stood still until the last byte was read; if it did not, copy while open instead, in order, until nothing has moved.'
      : 'Make sure that it stood still until the last byte was read.',
  'remove-snapshot': (p) => `Remove the snapshot of ${text(p['volume'])}.`,
  'join-mirror': (p) => `Join the mirror ${text(p['volume'])} again.`,
  'watch-resync': (p) => `Watch until both halves of ${text(p['volume'])} are in step again.`,
  'open-again': () => 'Open the post office again, in reverse order, and make sure that everything runs.',
  'open-bag': () => 'Begin a bag under a name that shows it is not finished.',
  'copy-group': (p) =>
    `Copy ${groupWords[text(p['group']) as GroupId].name.toLowerCase()}: ${countOf(number(p['files']), 'file')}, ${formatBytes(number(p['bytes']))}.`,
  settle: (p) =>
    `Read everything again, group by group, and bring the copy up to date, until nothing has moved between two readings: at most ${countOf(number(p['passes']), 'time')} or ${countOf(number(p['minutes']), 'minute')}.`,
  hold: () => 'Wait for your word: look at what was copied, copy a group again, or go on.',
  verify: () => 'Read the whole bag again and compare every checksum.',
  seal: () => 'Seal the bag: give it its final name.',
  'check-bag': (p) =>
    `Read every file of the bag ${text(p['bag'])} and compare every checksum. Nothing is changed.`,
  'check-landing': (p) =>
    `Make sure that the bag is complete, and that ${text(p['folder'])} is new or empty and has room.`,
  'open-landing': () => 'Make a folder beside it, under a name that shows it is not finished.',
  'copy-out': (p) =>
    `Copy ${countOf(number(p['files']), 'file')}, ${formatBytes(number(p['bytes']))}, and compare each with its checksum.`,
  'finish-landing': (p) => `Give the folder its name: ${text(p['folder'])}.`,
  'check-workbench': (p) =>
    `Make sure that the bag is complete, and that there is room for a private copy in ${text(p['folder'])}.`,
  'open-workbench': () => 'Make a folder for the private copy, under a name that shows it is not finished.',
  'finish-workbench': () => 'Give the folder its name. The bag itself is never touched.',
  'check-copy': () =>
    'Look at the copy: files, sizes, markers, logs, readable text, and what the tools said last. Nothing is changed.',
  'check-target': (p) =>
    `Make sure that nobody is connected to ${text(p['target'])}, that it can be replaced there, and that there is room.`,
  'copy-in': (p) =>
    `Copy ${countOf(number(p['files']), 'file')}, ${formatBytes(number(p['bytes']))}, beside ${text(p['target'])}, and compare every byte.`,
  'swap-in': (p) =>
    number(p['there']) > 0
      ? `Move what is at ${text(p['target'])} aside, and the copy into its place. Nothing is overwritten.`
      : `Give the copy its place: ${text(p['target'])}.`,
  'swap-back': (p) =>
    `Move the restored post office aside, and the old one back to ${text(p['target'])}. Nothing is overwritten.`,
  'run-tool': (p) => `${text(p['name'])}: ${text(p['line'])}`,
};

const undos: Readonly<Record<UndoAction, string>> = {
  'remove-partial-bag': 'If anything goes wrong: remove the unfinished bag.',
  'remove-landing': 'If anything goes wrong: remove the unfinished folder.',
  'remove-marker': 'Afterwards, whatever happens: remove the file CCPODOWN.',
  'open-samba-share': 'Afterwards, whatever happens: open the share again.',
  'unblock-windows-share': 'Afterwards, whatever happens: open the share again.',
  'run-open-command': 'Afterwards, whatever happens: run your command that opens it again.',
  'start-service': 'Afterwards, whatever happens: start it again.',
  'remove-snapshot': 'Afterwards, whatever happens: remove the snapshot.',
  unmount: 'Afterwards, whatever happens: unmount it.',
  'join-mirror': 'Afterwards, whatever happens: join the mirror again.',
  'restore-copy': 'If it does not run to its end: bring the copy back to the state before.',
  'put-back': 'If anything goes wrong: put back what was there.',
};

/** What a step does, in one sentence. */
export function stepSentence(step: Pick<PlannedStep, 'id' | 'params'>): string {
  return sentences[step.id](step.params);
}

/** How a step is taken back, or null when it leaves nothing behind. */
export function undoSentence(step: Pick<PlannedStep, 'undo'>): string | null {
  return step.undo === null ? null : undos[step.undo];
}

const pending: Readonly<Record<UndoAction, Sentence>> = {
  'remove-partial-bag': (p) => `Remove the unfinished bag ${text(p['folder'])}.`,
  'remove-landing': (p) => `Remove the unfinished folder ${text(p['folder'])}.`,
  'remove-marker': (p) => `Remove CCPODOWN from ${text(p['folder'])}.`,
  'open-samba-share': (p) => `Open the share ${text(p['shown'])} again.`,
  'unblock-windows-share': (p) => `Open the share ${text(p['shown'])} again.`,
  'run-open-command': (p) => `Open ${text(p['shown'])} again with your command.`,
  'start-service': (p) => `Start ${text(p['shown'])} again.`,
  'remove-snapshot': (p) => `Remove the snapshot of ${text(p['shown'])}.`,
  unmount: (p) => `Unmount ${text(p['shown'])} from ${text(p['point'])}.`,
  'join-mirror': (p) => `Join the mirror ${text(p['shown'])} again.`,
  'put-back': (p) => `Put back what was at ${text(p['target'])} before.`,
  'restore-copy': (p) =>
    `Bring the private copy ${text(p['folder'])} back to the state before ${text(p['tool'])}.`,
};

const done: Readonly<Record<UndoAction, Sentence>> = {
  'remove-partial-bag': (p) => `Removed ${text(p['folder'])}, which was not finished.`,
  'remove-landing': (p) => `Removed ${text(p['folder'])}, which was not finished.`,
  'remove-marker': (p) => `Removed CCPODOWN from ${text(p['folder'])}: the post office is open again.`,
  'open-samba-share': (p) => `Opened the share ${text(p['shown'])} again.`,
  'unblock-windows-share': (p) => `Opened the share ${text(p['shown'])} again.`,
  'run-open-command': (p) => `Opened ${text(p['shown'])} again with your command.`,
  'start-service': (p) => `Started ${text(p['shown'])} again.`,
  'remove-snapshot': (p) => `Removed the snapshot of ${text(p['shown'])}.`,
  unmount: (p) => `Unmounted ${text(p['shown'])}.`,
  'join-mirror': (p) => `Joined the mirror ${text(p['shown'])} again. See that both halves come into step.`,
  'put-back': (p) => `Put back what was at ${text(p['target'])} before.`,
  'restore-copy': (p) =>
    `Brought the private copy in ${text(p['folder'])} back to the state before ${text(p['tool'])}. The repair can go on from there.`,
};

/** What was taken back, in one sentence. */
export function doneUndoSentence(action: UndoAction, params: Params): string {
  return done[action](params);
}

/** What is still to be undone, in one sentence. */
export function pendingUndoSentence(action: UndoAction, params: Params): string {
  return pending[action](params);
}

/** A step in two or three words, for logs and lists. */
export const stepNames: Readonly<Record<StepId, string>> = {
  'check-post-office': 'Look at the post office',
  'check-vault': 'Check the vault',
  'check-space': 'Check the room',
  'check-access': 'See who is connected',
  'tell-users': 'Tell the users',
  'stop-service': 'Stop Router and gateways',
  'close-access': 'Close the post office',
  disconnect: 'Disconnect',
  'prove-quiet': 'Prove that it is quiet',
  'open-again': 'Open the post office',
  'check-still': 'Check the volume',
  'wait-writes': 'Wait for a pause',
  'make-snapshot': 'Make the snapshot',
  'mount-snapshot': 'Mount the snapshot',
  'break-mirror': 'Break the mirror',
  'mount-half': 'Mount the half',
  'confirm-still': 'See that it stood still',
  'remove-snapshot': 'Remove the snapshot',
  'join-mirror': 'Join the mirror',
  'watch-resync': 'Watch the mirror',
  'open-bag': 'Begin the bag',
  'copy-group': 'Copy a file group',
  settle: 'Settle',
  hold: 'Wait for your word',
  verify: 'Verify the bag',
  seal: 'Seal the bag',
  'check-bag': 'Verify the bag',
  'check-landing': 'Check bag and folder',
  'open-landing': 'Begin the folder',
  'copy-out': 'Copy the files out',
  'finish-landing': 'Finish the folder',
  'check-workbench': 'Check bag and room',
  'open-workbench': 'Begin the private copy',
  'finish-workbench': 'Finish the private copy',
  'run-tool': 'Run a repair tool',
  'check-copy': 'Check the copy',
  'check-target': 'Check the place',
  'copy-in': 'Copy beside the place',
  'swap-in': 'Swap in',
  'swap-back': 'Swap back',
};
