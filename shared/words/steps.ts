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
};

const undos: Readonly<Record<UndoAction, string>> = {
  'remove-partial-bag': 'If anything goes wrong: remove the unfinished bag.',
  'remove-landing': 'If anything goes wrong: remove the unfinished folder.',
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
};

/** What is still to be undone, in one sentence. */
export function pendingUndoSentence(action: UndoAction, params: Params): string {
  return pending[action](params);
}

/** A step in two or three words, for logs and lists. */
export const stepNames: Readonly<Record<StepId, string>> = {
  'check-post-office': 'Look at the post office',
  'check-vault': 'Check the vault',
  'check-space': 'Check the room',
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
};
