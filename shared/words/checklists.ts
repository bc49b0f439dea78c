import type { FormatId } from '../postoffice';

/** A point of a checklist in words: what is asked, and what to do and to look for. */
export interface PointWords {
  readonly question: string;
  readonly help: string;
}

/** Said where a program opens the copy: the private copy itself must stay as it was checked. */
const inSecondCopy =
  'Any program that opens a post office may write into it, so use a second copy: copy the folder of the private copy to a short path without spaces (8.3 names), and work there. The private copy stays as it was checked.';

/** How the tools of a format are called and which ones fit. Lines as sources print them (domain.md 3.2, 2). */
const tools: Readonly<Record<FormatId, { readonly exporting: string; readonly accounts: string }>> = {
  'ccmail-db6': {
    exporting:
      'DB6 takes EXPORT 5.14 (5.12 at least), on the pattern EXPORT /Nname /Ppassword /Dfolder /DIRECTORY. EXPORT /? prints its version, top left.',
    accounts: 'CHKSTAT name password folder STATUSERS/N lists the accounts of DB6.',
  },
  'ccmail-db8': {
    exporting:
      'DB8 takes EXPORT of release 6 or 8 with its IE.RI; release 8.5 takes the 32-bit one: EXPORT32 /Nname /Ppassword /Dfolder /DIRECTORY. A 16-bit EXPORT on a post office of 8.5 damages it. EXPORT /? prints its version, top left.',
    accounts: 'DIRSTAT /N name /P password /D folder /DL /LU lists the accounts of DB8.',
  },
};

/** The points for a cc:Mail post office (domain.md 5.3, rows 5 to 11; 1 to 4 are checked by machine), in order. */
export function checklistWords(format: FormatId): Readonly<Record<CcMailPoint, PointWords>> {
  const { exporting, accounts } = tools[format];
  return {
    export: {
      question: 'Does EXPORT write out the directory of the copy, with as many entries as are expected?',
      help: `Shows that the post office opens, with its name and password. ${inSecondCopy} ${exporting} Look for: no “process ended with error” (3: name, password or folder is wrong; 4: it is locked, or a CCPODOWN lies in it; 1: it could not be opened or not finished). Then count the entries in the file against the last list that you have.`,
    },
    accounts: {
      question:
        'Are the same accounts there, with message counts that fit, as in the report kept with the backup?',
      help: `${accounts} Use the second copy. Hold it against the report from about the time of the backup, or against the one made before the repair. Look for: names that are missing, and mailboxes with far fewer messages. If you have no older report, keep this one for the next time and answer “not applicable”.`,
    },
    admin: {
      question: 'Does ADMIN open the copy, and can an entry be created in it?',
      help: 'In the second copy: open it with ADMIN, name and password, and create an entry for a test. Look for: no error, and the entry in the list afterwards. That it can be created shows that the rights are right, not only that it can be read.',
    },
    'sample-user': {
      question: 'Can a user log in, and do the Inbox and an old message open?',
      help: 'In the second copy: log in as somebody whose mail you know, with leave. Open the Inbox, then a message that is years old. Look for: messages in the order that you expect, texts that belong to their headings, no error.',
    },
    attachment: {
      question: 'Does a message with an attachment open, and the attachment too?',
      help: 'As the same user: open a message with an attachment, save it, and open the file with its own program. An attachment is long, so it shows better than a short text whether the message store is whole.',
    },
    'folders-boards': {
      question: 'Do a folder and a bulletin board open, with messages in them?',
      help: 'As the same user: open one of the folders, a private list, and a bulletin board. Boards lie in the directory, folders in the file of the user; so this looks at both.',
    },
    'test-message': {
      question: 'Can a test message be sent to a second user, answered, and deleted?',
      help: 'In the second copy: write to a second user, log in as that one, answer, and delete both. Look for: the message arrives once, and is gone after it was deleted.',
    },
    router: {
      question:
        'Is it settled that Router and gateways stay stopped until the post office is online, and who starts them then?',
      help: 'Router first, then the gateways, one at a time, watching the queues before the next is started. Look into the temporary folders of Router and connectors for bad messages before. Note who does it. If this only proves a backup and nothing goes online: “not applicable”.',
    },
    'loss-window': {
      question: 'Is the date of the newest message noted, and was the owner told what may be missing?',
      help: 'Look for the newest message in a few mailboxes and write its date and time into the note. What was written after the recovery point of the bag may be missing, even if the backup ended much later. Tell whoever the mail belongs to from when on, and write down whom you told.',
    },
  };
}

/** Ids of the points, in the order in which they are asked. */
export const ccMailPoints = [
  'export',
  'accounts',
  'admin',
  'sample-user',
  'attachment',
  'folders-boards',
  'test-message',
  'router',
  'loss-window',
] as const;
export type CcMailPoint = (typeof ccMailPoints)[number];

const inSecondPracticeCopy =
  'Do it in a second copy, since the simulated users write into it: copy the folder of the private copy, and let them work there.';

/** The points for a practice post office: what can be learnt on it. */
export const practiceChecklistWords = {
  'practice-mail': {
    question: 'Is about as much mail there as there should be?',
    help: 'In a terminal: postbag practice check, and the folder of the private copy behind it. It counts mailboxes, messages and pointers. Hold the numbers against those of the practice post office itself (the same command, or “Count mail” in its window), or against what you remember from before it was lost. Mail that was sent after the recovery point is missing, and that is how it should be.',
  },
  'practice-users': {
    question: 'Has every simulated user a mailbox?',
    help: 'The number of mailboxes that the check counts must be the number of users that PRACTICE.TXT in the copy names.',
  },
  'practice-newest': {
    question: 'Does the newest mail fit the recovery point of the bag?',
    help: 'Look at the times of the files in the copy: none of those that the tools left alone may be newer than the end of the backup, and the newest should be close to it if the simulated users were at work then. Note the time. In a real post office you would look for the date of the newest message, and tell its owner from when on mail may be missing.',
  },
  'practice-work': {
    question: 'Can the simulated users work in it again?',
    help: `${inSecondPracticeCopy} In a terminal: postbag practice users, the folder of that second copy, and --seconds 20; then postbag practice check on it. Look for: they send, read and delete, and afterwards no mail is lost and no page is torn.`,
  },
} as const satisfies Readonly<Record<string, PointWords>>;
