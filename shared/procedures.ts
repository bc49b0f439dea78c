import { z } from 'zod';
import type { FormatId } from './postoffice';

/** The tools that a procedure names (domain.md 3.1), and Postbag's own for practice post offices. */
export const ToolId = z.enum(['ANALYZE', 'CHKSTAT', 'RECLAIM', 'BFORCE', 'CCRSTR', 'DIRSTAT', 'PRACTOOL']);
export type ToolId = z.infer<typeof ToolId>;

/**
 * The two ways in which the tools take their command line, both attested for the same versions (domain.md 3.2): name,
 * password and folder one after the other, or as switches without a space.
 */
export const Dialect = z.enum(['positional', 'switches']);
export type Dialect = z.infer<typeof Dialect>;

/**
 * What a step is for. `look`: it says what is wrong and changes nothing. `mend`: it changes the copy. `report`: it lists
 * accounts. `prove`: it looks once more, and must find nothing.
 */
export const Purpose = z.enum(['look', 'mend', 'report', 'prove']);
export type Purpose = z.infer<typeof Purpose>;

export const ProcedureId = z.enum(['db6-overhaul', 'db6-maintenance', 'db8-repair', 'practice']);
export type ProcedureId = z.infer<typeof ProcedureId>;

/** How sure a command line is. The words are in `shared/words/repair.ts`. */
export const LineSource = z.enum([
  /** GSS, technical note on overhauling DB6. */
  'gss-db6over',
  /** Lotus, AN50.TXT. */
  'an50',
  /** Domino help on upgrading from cc:Mail. */
  'domino-help',
  /** Postbag's own tools. */
  'postbag',
  /** No source prints it. Where there is a suggestion, it is put together from parts that sources print. */
  'unknown',
]);
export type LineSource = z.infer<typeof LineSource>;

/** A command line behind the program's name, one string; `{dir}`, `{name}` and `{password}` are filled in when it is run. */
export interface ProcedureLine {
  /** As the source prints it; empty where none does. */
  readonly known: string;
  /** What it could be, for a person to take over or not; empty where nothing can be said. */
  readonly suggested: string;
  readonly source: LineSource;
}

/** One step of a procedure, before anybody has changed it. */
export interface ProcedureStep {
  /** Unique within its procedure; stays when a person changes the line. */
  readonly id: string;
  readonly tool: ToolId;
  readonly purpose: Purpose;
  readonly lines: Readonly<Record<Dialect, ProcedureLine>>;
  /** Run only if the output of that step had a line with that label. */
  readonly onlyIf: { readonly step: string; readonly label: string } | null;
  /** May be left out without saying why. */
  readonly optional: boolean;
}

export interface Procedure {
  readonly id: ProcedureId;
  /** Null: for practice post offices of either format. */
  readonly format: FormatId | null;
  readonly steps: readonly ProcedureStep[];
}

const attested = (known: string, source: LineSource): ProcedureLine => ({ known, suggested: '', source });
const perhaps = (suggested: string): ProcedureLine => ({ known: '', suggested, source: 'unknown' });
const nothingKnown: ProcedureLine = perhaps('');

const before = '{name} {password} {dir}';
const beforeSwitches = '/N{name} /P{password} /D{dir}';

/** A line of which the words in front are attested in both dialects, and what follows in the positional one only. */
const gss = (rest: string): ProcedureStep['lines'] => ({
  positional: attested(rest === '' ? before : `${before} ${rest}`, 'gss-db6over'),
  switches: perhaps(rest === '' ? beforeSwitches : `${beforeSwitches} /${rest.replaceAll(' ', ' /')}`),
});

const always = { onlyIf: null, optional: false } as const;

const analyzeLines: ProcedureStep['lines'] = {
  positional: attested('{dir} DIAGNOSTICS', 'gss-db6over'),
  switches: attested('/D{dir} /DIAGNOSTICS /BATCH', 'an50'),
};
const look: ProcedureStep = { id: 'look', tool: 'ANALYZE', purpose: 'look', lines: analyzeLines, ...always };
const prove: ProcedureStep = { ...look, id: 'prove', purpose: 'prove' };

const messageIndex: ProcedureStep = {
  id: 'message-index',
  tool: 'CHKSTAT',
  purpose: 'mend',
  lines: gss('DIAGNOSTICS/M'),
  ...always,
};
const pointers: ProcedureStep = { ...messageIndex, id: 'pointers', lines: gss('DIAGNOSTICS/R') };
const reclaim: ProcedureStep = {
  id: 'reclaim',
  tool: 'RECLAIM',
  purpose: 'mend',
  lines: gss(''),
  ...always,
};

/** Account reports (domain.md 3.2, Domino help): what DB6 and DB8 list their accounts with. */
const accounts = {
  db6: {
    tool: 'CHKSTAT',
    lines: {
      positional: attested(`${before} STATUSERS/N`, 'domino-help'),
      switches: perhaps(`${beforeSwitches} /STATUSERS/N`),
    },
  },
  db8: {
    tool: 'DIRSTAT',
    lines: {
      positional: nothingKnown,
      switches: attested('/N {name} /P {password} /D {dir} /DL /LU', 'domino-help'),
    },
  },
} as const satisfies Record<string, Pick<ProcedureStep, 'tool' | 'lines'>>;

const report = (id: string, which: keyof typeof accounts): ProcedureStep => ({
  id,
  ...accounts[which],
  purpose: 'report',
  onlyIf: null,
  optional: true,
});

/** For DB8 no source says how the rest of the line goes, nor that ANALYZE belongs to it (domain.md 3.2, 3.5). */
const unknownLines = (suggested: Readonly<Record<Dialect, string>>): ProcedureStep['lines'] => ({
  positional: perhaps(suggested.positional),
  switches: perhaps(suggested.switches),
});

const practiceStep = (
  id: string,
  purpose: Purpose,
  line: string,
  lines = { positional: attested(line, 'postbag'), switches: attested(line, 'postbag') },
): ProcedureStep => ({ id, tool: 'PRACTOOL', purpose, lines, ...always });

/**
 * The procedures, as data (domain.md 3.5). A person can change every line for one post office; a line that no source prints
 * is empty and is never run before somebody typed it.
 */
export const procedures: Readonly<Record<ProcedureId, Procedure>> = {
  'db6-overhaul': {
    id: 'db6-overhaul',
    format: 'ccmail-db6',
    steps: [
      report('accounts-before', 'db6'),
      look,
      {
        ...messageIndex,
        id: 'nft',
        lines: gss('NFT/C'),
        onlyIf: { step: 'look', label: 'NFT' },
      },
      messageIndex,
      pointers,
      { ...reclaim, id: 'directory-index', lines: gss('DIRECTORY DIAGNOSTICS/A') },
      reclaim,
      prove,
      report('accounts-after', 'db6'),
    ],
  },
  'db6-maintenance': {
    id: 'db6-maintenance',
    format: 'ccmail-db6',
    steps: [
      report('accounts-before', 'db6'),
      look,
      messageIndex,
      pointers,
      reclaim,
      prove,
      report('accounts-after', 'db6'),
    ],
  },
  'db8-repair': {
    id: 'db8-repair',
    format: 'ccmail-db8',
    steps: [
      report('accounts-before', 'db8'),
      {
        ...look,
        optional: true,
        lines: unknownLines({ positional: '{dir} DIAGNOSTICS', switches: '/D{dir} /DIAGNOSTICS /BATCH' }),
      },
      {
        id: 'restructure',
        tool: 'CCRSTR',
        purpose: 'mend',
        lines: unknownLines({ positional: `${before} /M`, switches: `${beforeSwitches} /M` }),
        ...always,
      },
      { ...reclaim, lines: unknownLines({ positional: before, switches: beforeSwitches }) },
      {
        ...prove,
        optional: true,
        lines: unknownLines({ positional: '{dir} DIAGNOSTICS', switches: '/D{dir} /DIAGNOSTICS /BATCH' }),
      },
      report('accounts-after', 'db8'),
    ],
  },
  practice: {
    id: 'practice',
    format: null,
    steps: [
      practiceStep('look', 'look', 'ANALYSE {dir}'),
      practiceStep('message-index', 'mend', `${before} DIAGNOSTICS/M`),
      practiceStep('pointers', 'mend', `${before} DIAGNOSTICS/R`),
      practiceStep('reclaim', 'mend', `${before} RECLAIM`),
      practiceStep('prove', 'prove', 'ANALYSE {dir}'),
    ],
  },
};

/** The procedures that fit a bag, the one that is usual first. */
export function proceduresFor(format: FormatId, practice: boolean): ProcedureId[] {
  if (practice) return ['practice'];
  return format === 'ccmail-db6' ? ['db6-overhaul', 'db6-maintenance'] : ['db8-repair'];
}
