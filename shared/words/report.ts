import type { Finding } from '../finding';
import type { Grade, LedgerEntry, Settling, Verdict } from '../run';
import { findingWords } from './findings';
import { countOf, formatBytes } from './format';
import type { RunStill } from '../still';
import { coversWords, stillName } from './still';
import { evidenceWords, gradeWords, verdictWords } from './grades';
import { formatName, groupWords } from './postoffice';
import type { FormatId } from '../postoffice';

/** What the report of a bag needs; a bag's own record has it all. */
interface Reported {
  readonly software: string;
  readonly runId: string;
  readonly postOffice: { readonly name: string };
  readonly practice: boolean;
  readonly format: FormatId;
  readonly method: string;
  readonly grade: Grade;
  readonly verdict: Verdict;
  readonly recoveryPoint: string | null;
  readonly settling: Settling | null;
  readonly still: RunStill | null;
  readonly startedAt: string;
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
}

/**
 * The report that lies in a bag, up to its list of files: plain text, to be read in twenty years with whatever there is
 * then. Times are UTC.
 */
export function reportHead(record: Reported): string {
  const grade = gradeWords[record.grade];
  return `${[
    `Backup of ${record.postOffice.name} (${formatName(record.format, record.practice)})`,
    '',
    `Run             ${record.runId}, by ${record.software}`,
    `Started         ${record.startedAt}`,
    `Recovery point  ${record.recoveryPoint ?? 'unknown'} (what was written later may be missing)`,
    ...stillLines(record.still),
    ...settlingLines(record.settling),
    `Contents        ${countOf(record.files, 'file')}, ${formatBytes(record.bytes)}, in data/`,
    `Grade           ${grade.name}. ${grade.meaning}`,
    `Before use      ${grade.beforeUse}`,
    `Verdict         ${verdictWords[record.verdict].name}`,
    '',
    'Check this bag without Postbag, in its own folder:',
    '    sha256sum -c manifest-sha256.txt',
    '',
    ...findingLines(record.findings),
    'Files in the order in which they were copied',
    '',
  ].join('\n')}\n`;
}

function stillLines(still: RunStill | null): string[] {
  if (!still) return [];
  const what = `${still.provider === null ? 'nothing that stood still' : stillName(still.provider)} (${still.volumes.join(', ')})`;
  if (still.held !== true) return [`Read from       the open files; ${what} could not be had: ${still.why}`];
  return [`Read from       ${what}, made ${still.at ?? ''}: ${coversWords[still.covers]}`];
}

function settlingLines(settling: Settling | null): string[] {
  if (!settling) return [];
  const passes = countOf(settling.passes.length, 'time');
  if (!settling.interval) return [`Settling        not proven; read again ${passes}`];
  const { from, to, evidence } = settling.interval;
  return [
    `One instant     from ${from} to ${to} all files were as in this bag; read again ${passes}`,
    `Shown by        ${evidenceWords[evidence]}`,
  ];
}

function findingLines(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ['No findings.', ''];
  return findings.flatMap((finding) => {
    const { what, why, next } = findingWords(finding);
    return [`[${finding.severity}] ${what}`, `    ${why}`, `    ${next}`, ''];
  });
}

/** One file of the report. */
export function reportLine(entry: LedgerEntry): string {
  const changed = entry.change ? `  changed (${entry.change.when})` : '';
  return `${entry.endedAt}  ${groupWords[entry.group].name}  ${String(entry.bytes)}  ${entry.path}${changed}`;
}
