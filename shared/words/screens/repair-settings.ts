import type { Dialect, LineSource, ProcedureId } from '../../procedures';
import type { OutputRule, PasswordState } from '../../repair';
import { countOf } from '../format';
import {
  dialectWords,
  markWords,
  procedureWords,
  repairStepWords,
  repairWords,
  sourceWords,
} from '../repair';

const whyNotKept: Readonly<Record<NonNullable<PasswordState['whyNotKept']>, string>> = {
  'no-key-store':
    'It cannot be kept: the operating system has no key store that Postbag can use here. It is known until Postbag ends, and asked for again then. On Linux, install and unlock a keyring (GNOME Keyring or KWallet).',
  terminal: 'It cannot be kept from a terminal. It is known until the command ends.',
};

/** What is set for repairs of one post office: its name, its password, its command lines, and how output is read. */
export const repairSettingsWords = {
  title: 'Repair',
  text: 'What the repair tools are told when a copy of this post office is repaired. Nothing here changes the post office itself.',
  practiceText:
    'What Postbag’s practice tool is told when a copy of this practice post office is repaired, so that a repair can be learnt.',
  open: 'Change repair settings',
  close: 'Hide repair settings',
  tools: 'Repair tools',
  noFormat: 'The format is not known, so nobody can say which tools belong to it.',

  facts: {
    login: 'Name for the tools',
    password: 'Password',
    lines: 'Command lines',
    changed: (count: number): string =>
      count === 0 ? 'none changed here' : `${countOf(count, 'line')} changed here`,
    empty: (count: number): string =>
      count === 0
        ? 'None is empty.'
        : `${countOf(count, 'line is', 'lines are')} empty: nothing is run before it is typed.`,
    rules: 'Own rules for output',
    rulesNone: 'none',
    rulesCount: (count: number): string => countOf(count, 'rule'),
  },

  password: {
    title: 'Password of the post office',
    text: 'The command lines hand it to the tools. It is masked wherever it would stand, and never shown again.',
    /** What is known of it, shortly. */
    state: ({ known, kept }: PasswordState): string => {
      if (!known) return 'not known';
      return kept ? 'kept in the key store' : 'known until Postbag ends';
    },
    unknownText: 'None is known: it is asked for before the first step that needs it.',
    keptText: 'It is known, and kept in the key store of the operating system.',
    knownText: 'It is known until Postbag ends.',
    field: 'Password',
    newField: 'New password',
    keep: 'Keep it in the key store of the operating system',
    whyNotKept: (why: NonNullable<PasswordState['whyNotKept']>): string => whyNotKept[why],
    missing: 'Type the password.',
    set: 'Set password',
    replace: 'Replace password',
    forget: 'Forget password',
    saved: 'Password set',
    forgotten: 'Password forgotten',
    practice: repairWords.practicePassword,
  },

  login: 'What the post office is called for the tools',
  loginHelp: (name: string, practice: boolean): string =>
    practice ? 'Empty: PRACTICE.' : `Empty: its name on the list, ${name}.`,
  loginTooLong: (most: number): string => `At most ${most} characters.`,
  dialect: 'How the tools take their command line',
  dialectName: (dialect: Dialect): string => dialectWords[dialect].name,
  dialectExplained: (dialect: Dialect): string => dialectWords[dialect].explained,

  lines: 'Command lines',
  linesText:
    'What stands behind the name of each tool. A line as a source prints it stays so until it is changed here; only this post office is meant.',
  placeholders: 'Filled in when it is run: {name} {password} {dir}',
  passwordHint: 'Write {password}. A password typed here could be read by anybody.',
  procedure: (id: ProcedureId): string => procedureWords[id].name,
  procedureExplained: (id: ProcedureId): string => procedureWords[id].explained,
  step: (id: string): string => repairStepWords(id).name,
  stepExplained: (id: string): string => repairStepWords(id).explained,
  lineOf: (tool: string, step: string): string => `${tool}: ${repairStepWords(step).name}`,
  lineIn: (procedure: ProcedureId, tool: string, step: string): string =>
    `${procedureWords[procedure].name}, ${tool}: ${repairStepWords(step).name}`,
  source: (source: LineSource): string => sourceWords[source],
  changedFrom: (known: string): string => `Changed here. A source prints: ${known}`,
  typedText: 'Typed here; no source prints it.',
  emptyText: 'The step is not run before somebody types its line.',
  emptyOptional: 'The step may be left out.',
  suggestion: (line: string): string => `Put together from parts that sources print: ${line}`,
  use: 'Use the suggestion',
  useOf: (line: string): string => `Use the suggestion for ${line}`,
  reset: 'Use the line of the source',
  resetOf: (line: string): string => `Use the line of the source for ${line}`,
  destructive:
    'DELETE removes mail. Before release 5.11 such a line removed messages from all folders. It is not run before the name of the post office is typed.',
  lineTooLong: (most: number): string => `At most ${most} characters.`,

  rules: 'How output is read',
  rulesText:
    'Each rule is a regular expression that is held against each line a tool prints; upper and lower case are the same. The first that fits decides, and these come before Postbag’s own. What fits none is read by a person.',
  rulesNone: 'No rule of your own.',
  rule: (place: number): string => `Rule ${place}`,
  pattern: 'Lines that fit',
  mark: 'Are',
  markName: (mark: OutputRule['mark']): string => markWords[mark],
  label: 'Label',
  labelHelp: 'May be empty. A step that is run only if something was found asks for it, as for NFT.',
  addRule: 'Add rule',
  removeRule: 'Remove',
  removeRuleOf: (rule: string): string => `Remove ${rule.toLowerCase()}`,
  wrongRule: {
    missing: 'Type what the line looks like, or remove the rule.',
    tooLong: (most: number): string => `At most ${most} characters.`,
    invalid: (reason: string): string => `It is no regular expression (${reason}).`,
  },

  save: 'Save repair settings',
  saved: 'Repair settings saved',
} as const;
