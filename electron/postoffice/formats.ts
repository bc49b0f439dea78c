import type { FileRole, FormatId, GroupId, Patterns } from '../../shared/postoffice';
import { PRACTICE_MARKER } from '../../shared/practice-marker';

/** What a post office of one format is made of. Data only: nothing here acts. */
export interface Format {
  readonly id: FormatId;
  /** Database files without which the set is not complete, in upper case. They decide what a folder is recognised as. */
  readonly required: readonly string[];
  /** The format's own patterns; they can be changed for one post office. */
  readonly patterns: Readonly<Patterns>;
  /** The file group that files of a role travel with. */
  readonly groupOf: Readonly<Record<FileRole, GroupId>>;
}

/** Every file of a group is finished before the next group begins (domain.md 1.5). */
export const COPY_ORDER: readonly GroupId[] = ['users', 'directory', 'store'];

/**
 * The text file that says a post office is shut down. Sure that it exists and closes it, [A] Q282172; that it lies in
 * the folder of the database is inferred, [C]. It is never stored as data, whatever the patterns say.
 */
export const SHUTDOWN_MARKER = 'CCPODOWN';

/** Found in every kind of cc:Mail post office; alone it tells no format (domain.md 2, [A] Q170011). */
export const MAILBOX_PATTERN = 'CCPOMBOX.*';

/*
 * In the lists below each line names its source and how sure it is, as domain.md does: [S] the GSS technical note,
 * [A] read and stated outright, [B] read in an excerpt, [C] inferred.
 */

const groupOf: Format['groupOf'] = {
  user: 'users', // [S] first
  directory: 'directory', // [S] second
  store: 'store', // [S] last
  auxiliary: 'users', // no source gives them a place; [C] first, with the user files
  program: 'users', // not database files; [C] no place of their own
  unrecognised: 'users', // [C] domain.md 9: copied with the first group and shown, never dropped
};

// Attested without saying in which of the two formats (domain.md 1.3, "Caution"), so both know them.
const auxiliary = [
  MAILBOX_PATTERN, // exists [A] Q170011; purpose unknown, "mailbox" by its name; first group [C]
  'CCVER.TB', // exists [A] Q170011; a version table by its name [C]
  'NFTCHECK', // exists [A] Q170011; purpose unknown
  'CCINTL.TB', // exists [A] Q170011; a code-page table by its name [C]
  'NFTERROR.LOG', // text log of IMPORT and EXPORT in the same folder, [A] Q179072; kept as evidence
  '*.OR2', // Organizer schedules, [B] Domino help; the part before the extension is unknown
  'PRIVDIR.INI', // addressing list of a client, no database file, [B] GSS FAQ
  PRACTICE_MARKER, // Postbag's own: marks a practice post office
];

const program = [
  'CCADMIN/**', // administration programs inside the post office, [B] Exchange documentation xog08007
  'IE.RI', // resources of 16-bit IMPORT and EXPORT, [B] xog08007
  'IMPEXP.RI', // resources of 32-bit IMPORT and EXPORT, [A] Q248195
];

const leaveOut = [
  SHUTDOWN_MARKER, // [A] Q282172; in a restored copy it would keep people out [C]
];

const db6: Format = {
  id: 'ccmail-db6',
  required: [
    'CLANDATA', // [A] Q179072
    'MLANDATA', // [B] AN50
  ],
  patterns: {
    user: [
      'USR?????', // five characters after USR, [B] AN50; decimal or hexadecimal is unknown
      '!*.*', // so that USR1.OLD, which has eight characters too, is no user file [C]
    ],
    directory: [
      'CLANDATA', // directory and index, [A] Q179072, [B] AN50; second [S]
    ],
    store: [
      'MLANDATA', // the messages, [B] AN50; last [S]
    ],
    auxiliary,
    program,
    leaveOut,
  },
  groupOf,
};

const db8: Format = {
  id: 'ccmail-db8',
  required: [
    'CCPOMI', // [S]
    'CCPODS', // [S] "CCPOMI+DS"
    'CCPOMS', // [S], [A] Q170011
  ],
  patterns: {
    user: [
      'U*', // "USR/U files" [S] is all that is known: names with U in front [C]; to be corrected where it differs
      '!*.*', // without an extension, as all database files that have one are named in the sources [C]
    ],
    directory: [
      'CCPOMI', // message index by its name [C]; second [S]
      'CCPODS', // directory store by its name [C]; second [S]
      'CCPODD.*', // exists [A] Q170011; "directory data" by its name, so with the directory [C]
    ],
    store: [
      'CCPOMS', // the messages, [A] Q170011; last [S]
    ],
    auxiliary,
    program,
    leaveOut,
  },
  groupOf,
};

/** The formats that Postbag knows. */
export const formats: Readonly<Record<FormatId, Format>> = { 'ccmail-db6': db6, 'ccmail-db8': db8 };
