import type { BagProblem } from '../bag';
import type { Finding } from '../finding';
import type { Plan, StepId, UndoAction, Verdict } from '../run';
import type { Params } from '../severity';
import type { GroupId } from '../postoffice';
import { bagProblemText } from './bag';
import { findingWords } from './findings';
import { verdictWords } from './grades';
import { groupWords } from './postoffice';
import { pendingUndoSentence, stepNames } from './steps';

/** The records of a journal that have words. */
type Logged =
  | { type: 'plan'; plan: Plan }
  | { type: 'step-start' | 'step-end'; step: StepId }
  | { type: 'undo'; action: UndoAction; params: Params }
  | { type: 'undo-result'; ok: boolean; acted: boolean; error: string }
  | { type: 'finding'; finding: Finding }
  | { type: 'note'; kind: string; data?: unknown }
  | { type: 'facts' | 'intent' }
  | { type: 'recovered' }
  | { type: 'end'; verdict: Verdict };

/** One line of the log, or null for records that are shown elsewhere or say nothing to a person. */
export function logText(record: Logged): string | null {
  switch (record.type) {
    case 'plan':
      return `Planned: ${record.plan.commandLine}`;
    case 'step-start':
      return `Began: ${stepNames[record.step]}`;
    case 'step-end':
      return `Done: ${stepNames[record.step]}`;
    case 'undo':
      return `Noted what to take back if it goes wrong: ${pendingUndoSentence(record.action, record.params)}`;
    case 'undo-result':
      if (!record.ok) return `Could not be taken back: ${record.error}`;
      return record.acted ? 'Taken back.' : 'There was nothing to take back.';
    case 'finding':
      return `Finding: ${findingWords(record.finding).what}`;
    case 'note':
      return noteText(record.kind, record.data);
    case 'recovered':
      return 'Postbag was started again and found this run unfinished.';
    case 'end':
      return `Ended: ${verdictWords[record.verdict].name}`;
    default:
      return null;
  }
}

function noteText(kind: string, data: unknown): string | null {
  if (kind === 'bag-problem') return bagProblemText(data as BagProblem);
  if (kind !== 'group-start' && kind !== 'group-end') return null;
  const { group } = data as { group: GroupId };
  return `${groupWords[group].name}: ${kind === 'group-start' ? 'first' : 'last'} file`;
}
