import type { GroupId, InventorySummary } from '../../postoffice';
import { countOf } from '../format';

/** Why a post office needs a person’s attention. */
export type AttentionReason = 'holding' | 'not-found' | 'unreadable' | 'never' | 'failed';

const reasons: Readonly<Record<AttentionReason, (name: string) => string>> = {
  holding: (name) => `the backup of ${name} waits for your word`,
  'not-found': (name) => `the folder of ${name} was not found`,
  unreadable: (name) => `${name} cannot be backed up as it is`,
  never: (name) => `${name} has never been backed up`,
  failed: (name) => `the last backup of ${name} failed`,
};

const problems: Readonly<Record<string, string>> = {
  'post-office-not-found': 'Folder not found',
  'post-office-unreadable': 'Cannot be read',
  'post-office-mixed': 'Two formats',
  'post-office-partial': 'Incomplete',
  'post-office-undecided': 'Format unknown',
};

/** Long names would hide the rest of the sentence. */
const LONGEST = 44;
const short = (name: string): string =>
  name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name;

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** The list of post offices, which is the first screen. */
export const postOfficesWords = {
  title: 'Post offices',
  find: 'Find post offices',
  add: 'Add folder…',
  backUp: 'Back up…',
  backUpOne: (name: string): string => `Back up ${name}`,
  table: 'Post offices',
  columns: {
    name: 'Post office',
    groups: 'Files by group',
    size: 'Size',
    last: 'Last backup',
    action: 'What can be done',
  },
  /** `212 user files · 3 index · 1 store · 9 other`; a part is never broken. */
  groupsShort: ({ groups, mailboxes }: Pick<InventorySummary, 'groups' | 'mailboxes'>): string => {
    const filesOf = (id: GroupId): number => groups.find((group) => group.id === id)?.files ?? 0;
    // What lies beside the database is copied with the user files, but is none of them.
    const other = Math.max(0, filesOf('users') - mailboxes);
    return [
      countOf(mailboxes, 'user file'),
      countOf(filesOf('directory'), 'index', 'index'),
      countOf(filesOf('store'), 'store', 'store'),
      ...(other > 0 ? [countOf(other, 'other', 'other')] : []),
    ]
      .map((part) => part.replaceAll(' ', '\u00a0'))
      .join(' · ');
  },
  /** What is wrong with a folder, in two words. */
  problem: (code: string): string => problems[code] ?? 'Cannot be backed up',
  notLooked: 'Not looked at yet',
  never: 'Never',
  neverMore: 'no backup yet',
  lastGood: (ago: string): string => `last bag: ${ago}`,
  withFindings: 'with findings',
  running: (percent: string | null): string => (percent === null ? 'Running…' : `Running… ${percent}`),
  showRun: (name: string): string => `, show the run of ${name}`,
  progressOf: (name: string): string => `The run of ${name}, how far it is`,
  usersWorking: (ops: number): string => `simulated users at work, ${countOf(ops, 'operation')}`,
  usersIdle: 'a stand-in to learn on',
  practiceHint: 'New to this? Learn on a practice post office; nothing can go wrong there.',
  makePractice: 'Make a practice post office…',

  /** The sentence under the title: how many there are and what needs attention. */
  summary: (total: number, attention: readonly { name: string; reason: AttentionReason }[]): string => {
    const all = `${countOf(total, 'post office')}.`;
    const first = attention[0];
    if (!first) return `${all} ${total === 1 ? 'It has a backup.' : 'All of them have a backup.'}`;
    if (attention.length === 1) {
      const said = reasons[first.reason](short(first.name));
      return total === 1 ? `${all} ${capital(said)}.` : `${all} One needs attention: ${said}.`;
    }
    const shown = attention.slice(0, 2).map(({ name, reason }) => reasons[reason](short(name)));
    const more = attention.length > 2 ? `; and ${attention.length - 2} more` : '';
    return `${all} ${attention.length} need attention: ${shown.join('; ')}${more}.`;
  },

  empty: {
    title: 'Welcome to Postbag',
    lead: 'Postbag makes checked backups of post offices while people go on working. It only ever reads a post office, and shows you every step before it does anything.',
    steps: [
      'Tell Postbag where your post office is. It can look for it.',
      'Choose a place for the backups, best on another disk.',
      'Read the plan, then start. You get a sealed and checked bag.',
    ],
    practiceTitle: 'Or try it first',
    practiceText:
      'A practice post office is a small stand-in with made-up mail and simulated users. You can back it up as often as you like.',
    practice: 'Make a practice post office',
    practiceChoose: 'Choose shape and size…',
    making: 'Making it…',
  },

  notices: {
    title: 'What was found at the start',
    hide: 'Hide what was found at the start',
    undosTitle: 'Still to undo',
    undosText: 'An earlier run left something behind that could not be taken back yet.',
    lastError: (error: string): string => `The last attempt failed: ${error}`,
    undosDone: 'Everything was undone',
  },

  practiceMade: 'Practice post office made',
  added: (name: string): string => `${name} added`,
} as const;

/** The window in which a folder is added under a name. */
export const addWords = {
  title: 'Add post office',
  path: 'Folder',
  name: 'Name',
  nameHelp: 'Bags are filed under this name, so choose one you will still recognise in a year.',
  format: 'Format',
  formatHelp:
    'File names alone do not decide here. Choose the format only if you know it; a wrong one would copy in a wrong order.',
  nameMissing: 'Give it a name.',
  formatMissing: 'Choose the format.',
  submit: 'Add post office',
  leave: 'Do not add it',
} as const;
