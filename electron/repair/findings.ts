import type { Finding, FindingCode } from '../../shared/finding';
import type { RepairStep, StepAnswer, StepOutcome } from '../../shared/repair';
import type { Params, Severity } from '../../shared/severity';
import type { RunContext } from '../run/step';

/** So many complaints of one step are findings of their own; all of them stand in the output. */
const MOST_TOLD = 20;
const MOST_NAMES = 5;

type Tell = Pick<RunContext, 'finding'>;

/** Tells a person what a tool complained about, what could not be understood, and what it did to the copy. */
export function tellOutcome(
  { tool, purpose }: Pick<RepairStep, 'tool' | 'purpose'>,
  { complaints, moreComplaints, lines, mark, changes }: StepOutcome,
  context: Tell,
): void {
  const tell = (code: FindingCode, severity: Severity, params: Params): void =>
    context.finding(found(code, severity, { tool, ...params }));
  for (const { mark: how, text, count } of complaints.slice(0, MOST_TOLD)) {
    // Whoever is sent to look for damage and finds it has done well.
    const severity = purpose === 'look' ? 'info' : how === 'bad' ? 'error' : 'warning';
    tell('tool-complaint', severity, { text, count });
  }
  const more = Math.max(0, complaints.length - MOST_TOLD) + moreComplaints;
  if (more > 0) tell('tool-complaints-more', purpose === 'look' ? 'info' : 'warning', { count: more });
  if (mark === 'unknown' || lines.unknown > 0)
    tell('output-not-understood', 'warning', { lines: lines.unknown });
  if (purpose === 'mend' && changes.length === 0) tell('tool-left-nothing', 'info', {});
  const removed = changes.filter(({ kind }) => kind === 'removed').map(({ path }) => path);
  if (removed.length > 0) {
    const files = removed.slice(0, MOST_NAMES).join(', ');
    tell('tool-removed-files', 'warning', { count: removed.length, files });
  }
}

/** Tells that a step was left out. */
export function tellLeftOut(
  { tool }: Pick<RepairStep, 'tool'>,
  { by, note }: StepAnswer,
  context: Tell,
): void {
  context.finding(found('step-left-out', 'info', { tool, by, note }));
}

const found = (code: FindingCode, severity: Severity, params: Params): Omit<Finding, 'at'> => ({
  code,
  severity,
  stage: 'repair',
  params,
});
