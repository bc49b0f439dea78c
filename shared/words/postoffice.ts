import type { FileRole, FormatId, GroupId, PatternFault, Recognition, RecognitionKind } from '../postoffice';
import { PRACTICE_MARKER } from '../practice-marker';

interface Named {
  readonly name: string;
  readonly explained: string;
}

/** File groups, in the order in which they are copied. */
export const groupWords: Readonly<Record<GroupId, Named>> = {
  users: {
    name: 'User files',
    explained:
      'One file for each mailbox: its folders, its private lists, and pointers to messages. Copied first.',
  },
  directory: {
    name: 'Directory and index',
    explained: 'Names, public lists, bulletin boards, and where each message lies. Copied second.',
  },
  store: {
    name: 'Message store',
    explained: 'The messages themselves, each one stored once for everybody. Copied last.',
  },
};

/** What a file is taken for. */
export const roleWords: Readonly<Record<FileRole, Named>> = {
  user: { name: 'User file', explained: 'The mailbox of one person.' },
  directory: {
    name: 'Directory or index',
    explained: 'Knows who has a mailbox and where each message lies.',
  },
  store: { name: 'Message store', explained: 'Holds the messages themselves.' },
  auxiliary: {
    name: 'Auxiliary file',
    explained: 'Tables, logs and schedules that lie beside the database. Copied with the user files.',
  },
  program: {
    name: 'Program',
    explained: 'A program kept in the same folder. Copied with the user files, but no part of the database.',
  },
  unrecognised: {
    name: 'Unrecognised file',
    explained:
      'No pattern fits its name. Copied with the user files and shown, so that nothing is ever dropped.',
  },
};

/** Formats by name; `note` says where the names of its files are less than certain. */
export const formatWords: Readonly<Record<FormatId, Named & { readonly note: string | null }>> = {
  'ccmail-db6': {
    name: 'cc:Mail DB6',
    explained:
      'User files USR and five more characters, the directory CLANDATA, and the message store MLANDATA.',
    note: null,
  },
  'ccmail-db8': {
    name: 'cc:Mail DB8',
    explained:
      'User files that begin with U, the index and directory CCPOMI and CCPODS, and the message store CCPOMS.',
    note: 'How DB8 names its user files is not documented. Postbag takes every name that begins with U and has no extension. Compare the number of user files with the number of mailboxes, and correct the pattern if they differ much.',
  },
};

const practiceFormats: Readonly<Record<FormatId, string>> = {
  'ccmail-db6': 'Practice, DB6-shaped names',
  'ccmail-db8': 'Practice, DB8-shaped names',
};

/** A format's name; of a practice post office it says only whose names its files have. */
export function formatName(format: FormatId, practice: boolean): string {
  return practice ? practiceFormats[format] : formatWords[format].name;
}

interface RecognitionWords {
  /** What it is, in a few words. */
  readonly title: string;
  /** Why it is taken for that, with the names that decided. */
  readonly why: string;
  /** What a person can do; null where nothing needs to be done. */
  readonly next: string | null;
}

const real: Readonly<Record<RecognitionKind, (found: Recognition) => RecognitionWords>> = {
  db6: ({ evidence }) => ({
    title: 'cc:Mail post office, DB6',
    why: `${list(evidence)} ${are(evidence)} there: the complete set of database files of DB6.`,
    next: null,
  }),
  db8: ({ evidence }) => ({
    title: 'cc:Mail post office, DB8',
    why: `${list(evidence)} ${are(evidence)} there: the complete set of database files of DB8.`,
    next: null,
  }),
  mixed: ({ evidence, missing }) => ({
    title: 'Files of two formats in one folder',
    why: `${list(evidence)} lie side by side, which belong to DB6 and to DB8. ${missing.length === 0 ? 'Both sets are complete.' : `${list(missing)} ${are(missing)} not there.`} It looks like a conversion that is not finished.`,
    next: 'Finish the conversion or take it back, or move the files of one format elsewhere.',
  }),
  partial: ({ evidence, missing }) => ({
    title: 'Incomplete post office',
    why: `${list(evidence)} ${are(evidence)} there, but ${list(missing)} ${are(missing)} missing.`,
    next: 'Look for what is missing: such a set is damaged, or only part of a copy. Keep older backups of it safe.',
  }),
  undecided: ({ evidence }) => ({
    title: 'Post office of unknown format',
    why: `${list(evidence)} ${are(evidence)} there, which every cc:Mail post office may have. None of the files that tell DB6 from DB8 is there.`,
    next: 'Look whether the database files were moved. If you know the format, choose it.',
  }),
  mobile: ({ evidence }) => ({
    title: 'Post office of a cc:Mail Mobile user',
    why: `The folder is named LOCALPO, as the post office of every Mobile user is. Only that name was judged${evidence.length === 0 ? '.' : `, although ${list(evidence)} ${are(evidence)} there too.`}`,
    next: 'It is most likely one person’s own copy; the shared post office lies on a server. If this is the shared one after all, choose its format.',
  }),
  none: ({ evidence }) => ({
    title: 'No post office found here',
    why: `Neither the files of DB6 (CLANDATA, MLANDATA) nor those of DB8 (CCPOMI, CCPODS, CCPOMS) are in this folder.${traceSentence(evidence)}`,
    next: 'Choose the folder that holds these files themselves; it is often called CCDATA.',
  }),
  unreadable: () => ({
    title: 'Folder that could not be read',
    why: 'The system did not let Postbag list this folder, so nothing can be said about it.',
    next: 'Sign in with an account that may read it, then look again.',
  }),
};

const damagedPractice = 'Make a new practice post office.';
const marked = `The marker ${PRACTICE_MARKER} says that Postbag made it.`;

const practice: Readonly<Record<RecognitionKind, (found: Recognition) => RecognitionWords>> = {
  db6: ({ evidence }) => ({
    title: 'A practice post office made by Postbag, with DB6-shaped names',
    why: `${marked} ${list(evidence)} ${are(evidence)} there, all that it needs.`,
    next: null,
  }),
  db8: ({ evidence }) => ({
    title: 'A practice post office made by Postbag, with DB8-shaped names',
    why: `${marked} ${list(evidence)} ${are(evidence)} there, all that it needs.`,
    next: null,
  }),
  mixed: ({ evidence }) => ({
    title: 'Two practice post offices made by Postbag, in one folder',
    why: `${marked} ${list(evidence)} lie side by side, names of two shapes.`,
    next: damagedPractice,
  }),
  partial: ({ evidence, missing }) => ({
    title: 'An incomplete practice post office made by Postbag',
    why: `${marked} ${list(evidence)} ${are(evidence)} there, but ${list(missing)} ${are(missing)} missing.`,
    next: damagedPractice,
  }),
  undecided: () => ({
    title: 'What is left of a practice post office made by Postbag',
    why: `${marked} Its database files are not there.`,
    next: damagedPractice,
  }),
  mobile: () => ({
    title: 'A practice post office made by Postbag',
    why: marked,
    next: damagedPractice,
  }),
  none: () => ({
    title: 'What is left of a practice post office made by Postbag',
    why: `${marked} Its database files are not there.`,
    next: damagedPractice,
  }),
  unreadable: real.unreadable,
};

/** What a folder was recognised as, why, and what to do. A practice post office is never called cc:Mail. */
export function recognitionWords(found: Recognition): RecognitionWords {
  return (found.practice ? practice : real)[found.kind](found);
}

/** Why a pattern is refused. */
export const patternFaultWords: Readonly<Record<PatternFault, string>> = {
  empty: 'It is empty.',
  'too-long': 'It is longer than 128 characters.',
  outside:
    'It leads out of the post office. Patterns are relative to its folder, without a drive and without “..”.',
  malformed:
    'It has an empty part between two slashes, a range that runs backwards, or a character no name can have.',
  'too-many-wildcards':
    'It has too many wildcards: three * and two ** are the most, and four of them together.',
  'too-many': 'There are more than 100 patterns for one kind of file.',
};

/** How patterns are written, for the person who changes them. */
export const patternHelp: readonly string[] = [
  'A pattern is a file name relative to the post office. Upper and lower case are the same.',
  '* stands for any characters of one name and ? for exactly one. [A-F] is one character of these, [!A-F] one that is not of these.',
  'CCADMIN/* is every file directly in the folder CCADMIN, CCADMIN/** every file in it and in the folders below. Everything else stands for itself.',
  'A pattern with ! in front takes names out again: U* together with !*.* is every name that begins with U and has no extension.',
  'If several kinds would fit, the first of these counts: left out, message store, directory and index, auxiliary, program, user file.',
  'The marker CCPODOWN is never copied, whatever the patterns say.',
];

/** Why the groups are copied in this order. */
export const copyOrderHelp: { readonly title: string; readonly paragraphs: readonly string[] } = {
  title: 'Why this order',
  paragraphs: [
    'User files hold no messages, only pointers. They lead through the directory and index to the message store, where each message lies once for everybody.',
    'While people are working, files change as they are copied, and usually more messages arrive than are deleted. So the files that point are copied first and the file they point into is copied last: whatever a copied pointer leads to was there already and is almost always in the copy as well.',
    'A message that comes in meanwhile may be in the copied store without a pointer to it. Repair reclaims that space. The other way round, the copy would have pointers to messages it does not hold, and that mail would be lost.',
    'Each group is finished before the next one begins. Within a group the order does not matter. Count on what was written before the copy began; later changes may be missing.',
  ],
};

/** `A`, `A and B`, `A, B and 4 more`: at most five names. */
function list(names: readonly string[]): string {
  const shown = names.length > 5 ? [...names.slice(0, 4), `${names.length - 4} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

function are(names: readonly string[]): string {
  return names.length === 1 ? 'is' : 'are';
}

function traceSentence(names: readonly string[]): string {
  const archives = names.filter((name) => /\.(cca|imp)$/i.test(name));
  const others = names.filter((name) => !archives.includes(name));
  const kept =
    archives.length > 0 ? ` ${list(archives)} may be archives that single users keep for themselves.` : '';
  const left = others.length > 0 ? ` ${list(others)} may be what is left of one.` : '';
  return kept + left;
}
