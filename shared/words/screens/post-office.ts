import { countOf } from '../format';
import type { Patterns } from '../../postoffice';

/** One post office: what is in it and how it is read. */
export const postOfficeWords = {
  crumb: 'Post offices',
  title: 'Post office',
  refresh: 'Look again',
  refreshing: 'Looking…',
  refreshed: 'Inventory is up to date',
  backUp: 'Back up…',
  rename: 'Rename…',
  forget: 'Forget…',
  more: 'More',
  moreLabel: (name: string): string => `More for ${name}`,
  lookedAt: (ago: string): string => `Looked at ${ago}`,
  contents: 'What is in it',
  order: 'in the order in which they are copied',
  facts: {
    size: 'Size',
    files: 'Files',
    mailboxes: 'Mailboxes (about)',
    newest: 'Newest change',
    none: 'none',
  },
  share: (files: number): string => countOf(files, 'file'),
  namesMore: (count: number): string => `and ${count} more`,
  beside: 'Beside the database',
  besideRows: {
    markers: 'Markers, never copied',
    auxiliary: 'Auxiliary files',
    programs: 'Programs',
    unrecognised: 'Unrecognised files',
    unreadable: 'Could not be read',
    special: 'Links and devices, left out',
    colliding: 'Names that differ in case only',
  },
  besideHelp: {
    markers: 'They say something about the live post office only.',
    auxiliary: 'Copied with the user files.',
    programs: 'Copied with the user files; no part of the database.',
    unrecognised:
      'Copied with the user files, so that nothing is lost. If you know them, say so in the patterns.',
    unreadable: 'They would be missing from a backup.',
    special: 'A post office is made of plain files.',
    colliding: 'Windows cannot keep them apart.',
  },
  programCount: (count: number): string => countOf(count, 'file'),
  recognition: 'What it was recognised as',
  runs: 'Its runs',
  noRuns: 'No run yet.',
  allRuns: 'Show all runs',

  renameTitle: 'Rename post office',
  renameText:
    'The name is what you call it in Postbag. The folder keeps its name; bags made so far stay where they are.',
  renameLabel: 'Name',
  renameSubmit: 'Rename post office',
  renameLeave: 'Keep the name',
  renamed: 'Renamed',
  nameMissing: 'Give it a name.',

  forgetTitle: (name: string): string => `Forget ${name}?`,
  forgetText: (name: string): string =>
    `Postbag takes ${name} off its list. Nothing on disk is touched: the post office and all its bags stay as they are. You can add it again at any time.`,
  forgetConfirm: (name: string): string => `Forget ${name}`,
  forgetLeave: 'Keep it on the list',
  forgotten: (name: string): string => `${name} is off the list`,
} as const;

/** The patterns by which files are told apart. */
export const patternWords = {
  title: 'Patterns',
  text: 'File names decide what a file is, and so when it is copied. Change a pattern only if your post office names its files differently. One pattern in each line.',
  open: 'Change patterns',
  close: 'Hide patterns',
  help: 'How patterns are written',
  roles: {
    user: 'User files',
    directory: 'Directory and index',
    store: 'Message store',
    auxiliary: 'Auxiliary files',
    program: 'Programs',
    leaveOut: 'Left out',
  } satisfies Record<keyof Patterns, string>,
  changed: 'changed',
  reset: (role: string): string => `Use the format’s own for ${role.toLowerCase()}`,
  resetShort: 'Use the format’s own',
  save: 'Save patterns',
  discard: 'Discard changes',
  saved: 'Patterns saved',
  noFormat: 'The format is not known, so there are no patterns yet.',
} as const;
