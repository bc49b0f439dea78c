import type { Dialect, LineSource, ProcedureId, Purpose } from '../procedures';
import type { LineMark, OutputMark, RepairNext } from '../repair';
import type { ToolSettings } from '../repair';
import { runnerWords } from './tools';

interface Explained {
  readonly name: string;
  readonly explained: string;
}

export const procedureWords: Readonly<Record<ProcedureId, Explained>> = {
  'db6-overhaul': {
    name: 'DB6 overhaul',
    explained: 'ANALYZE, CHKSTAT and RECLAIM in the order that GSS gives for repairing a DB6 post office.',
  },
  'db6-maintenance': {
    name: 'DB6 maintenance',
    explained: 'The routine part alone: CHKSTAT, RECLAIM, and ANALYZE before and after.',
  },
  'db8-repair': {
    name: 'DB8 repair',
    explained: 'CCRSTR /M, then RECLAIM. No source prints the whole lines, so they have to be typed.',
  },
  practice: {
    name: 'Practice repair',
    explained: "Postbag's own practice tools in the order in which such tools are used.",
  },
};

export const dialectWords: Readonly<Record<Dialect, Explained>> = {
  positional: {
    name: 'One after the other',
    explained: 'CHKSTAT name password folder DIAGNOSTICS/M, as GSS prints it.',
  },
  switches: {
    name: 'As switches',
    explained: 'CHKSTAT /Nname /Ppassword /Dfolder, as the tools print it themselves.',
  },
};

/** How sure a command line is. */
export const sourceWords: Readonly<Record<LineSource, string>> = {
  'gss-db6over': 'As GSS prints it in its note on overhauling DB6.',
  an50: 'As Lotus prints it in AN50.TXT.',
  'domino-help': 'As the help of Domino prints it.',
  postbag: "Postbag's own practice tool.",
  unknown: 'No source prints this line. It has to come from the manual of your version.',
};

/** What each step of the procedures is for, by its id. */
const stepNames: Readonly<Record<string, Explained>> = {
  'accounts-before': { name: 'List the accounts', explained: 'To be held against the same list afterwards.' },
  look: { name: 'Look for damage', explained: 'Checks every file and says what is wrong. Changes nothing.' },
  nft: {
    name: 'Clear NFT errors',
    explained: 'Only if the look before reports NFT errors. Undocumented by Lotus; GSS names it.',
  },
  'message-index': { name: 'Rebuild the message index', explained: 'Makes it anew from the message store.' },
  pointers: {
    name: 'Reconcile counters and pointers',
    explained: 'Holds the pointers of all mailboxes against the messages. Pointers to nothing are dropped.',
  },
  'directory-index': {
    name: 'Rebuild the directory index',
    explained: 'Undocumented by Lotus; GSS names it. For broken chains there is BFORCE.',
  },
  restructure: { name: 'Restructure', explained: 'CCRSTR with /M: the repair of DB8.' },
  reclaim: { name: 'Reclaim space', explained: 'Frees what nobody points to, and packs the message store.' },
  prove: { name: 'Look again', explained: 'Must find nothing now.' },
  'accounts-after': { name: 'List the accounts again', explained: 'Names and numbers must be as before.' },
};

/** What a step does, by its id. */
export function repairStepWords(id: string): Explained {
  return stepNames[id] ?? { name: id, explained: '' };
}

export const purposeWords: Readonly<Record<Purpose, string>> = {
  look: 'looks',
  mend: 'changes the copy',
  report: 'lists',
  prove: 'must be clean',
};

/** What a line of output was taken for. */
export const markWords: Readonly<Record<LineMark, string>> = {
  good: 'good',
  warning: 'warning',
  bad: 'bad',
  plain: 'says nothing',
  unknown: 'not understood',
};

/** What a whole output comes to. */
export const outcomeWords: Readonly<Record<OutputMark, Explained>> = {
  good: { name: 'Good', explained: 'Every line that says something says that all is well.' },
  warning: { name: 'With warnings', explained: 'It ended well and complained about something.' },
  bad: { name: 'Bad', explained: 'It says that something is wrong.' },
  unknown: { name: 'To be read', explained: 'Some lines fit no rule: a person has to read them.' },
};

export const needWords: Readonly<Record<RepairNext['needs'], string>> = {
  run: 'The next step can be run.',
  line: 'The command line of the next step has to be typed.',
  person: 'Somebody has to look at what the tool said.',
  finished: 'All steps are done.',
};

export const runnerChoiceWords: Readonly<Record<ToolSettings['runner'], Explained>> = {
  auto: {
    name: 'By the kind of program',
    explained:
      'DOS programs in DOSBox (on 32-bit Windows by themselves), Windows programs by themselves or in Wine.',
  },
  ...runnerWords,
};

/** Said where the output of a step begins and nothing was run yet. */
export const repairWords = {
  /** In the place of a command line that nobody has typed. */
  noLine: 'no command line yet',
  /** The name of a practice post office's own password, which can be anything. */
  practicePassword: 'The practice tools take any password; they show how it is kept out of sight.',
} as const;
