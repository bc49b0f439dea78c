import { countOf, formatCount } from '../format';

/** Looking for post offices under a folder. */
export const findWords = {
  title: 'Find post offices',
  sub: 'Choose a drive, a network share or a folder. Postbag looks through everything below it and changes nothing.',
  crumb: 'Post offices',
  choose: 'Choose where to look…',
  chooseAgain: 'Look somewhere else…',
  searching: (path: string): string => `Looking through ${path}`,
  progress: (folders: number, found: number): string =>
    `${countOf(folders, 'folder')} looked into, ${formatCount(found)} found`,
  stop: 'Stop looking',
  stopping: 'Stopping…',
  none: 'No post office was found there.',
  noneNext:
    'A post office is a folder with files such as CLANDATA and MLANDATA, or CCPOMI, CCPODS and CCPOMS; it is often called CCDATA. Look at the drive or share where the mail of the shop lies.',
  done: (found: number, folders: number): string =>
    `${countOf(found, 'folder')} worth a look, out of ${formatCount(folders)}.`,
  incomplete: 'Not every folder was seen; the search was ended before.',
  unreadable: (count: number): string => `${countOf(count, 'folder')} could not be read.`,
  table: 'What was found',
  columns: { where: 'Folder', what: 'What it is, and why', action: 'What can be done' },
  known: 'On the list',
  cannot: 'Cannot be added',
  add: 'Add…',
  addOne: (path: string): string => `Add ${path}`,
  hintTitle: 'What Postbag looks for',
  hint: 'Only file names decide, never what is in the files. Each result says why it is taken for what it is.',
} as const;
