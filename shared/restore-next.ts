import type {
  AutoCheck,
  ChecklistItem,
  ItemAnswer,
  Overrule,
  ProofOutcome,
  Restore,
  RestoreNext,
} from './proof';

/** What of a restore decides what has to happen next. */
export interface RestoreSoFar {
  readonly purpose: Restore['purpose'];
  /** The grade asks for repair: nothing but `closed` may skip it. */
  readonly needsRepair: boolean;
  readonly repairFinished: boolean;
  /** Null while they were not made, or the copy is another one since. */
  readonly checks: readonly AutoCheck[] | null;
  readonly items: readonly ChecklistItem[];
  readonly answers: Readonly<Record<string, ItemAnswer>>;
  readonly overrules: readonly Overrule[];
  readonly signature: Restore['signature'];
  readonly online: Restore['online'];
}

const overruled = ({ overrules }: RestoreSoFar, what: Overrule['what']): boolean =>
  overrules.some((one) => one.what === what);

/** What has to happen next on the way to a proof, and online. */
export function whatNextInRestore(restore: RestoreSoFar): RestoreNext {
  if (restore.signature === null) return beforeSigning(restore);
  if (restore.purpose === 'prove' || restore.online !== null) return 'finished';
  return 'online';
}

function beforeSigning(restore: RestoreSoFar): RestoreNext {
  if (restore.needsRepair && !restore.repairFinished && !overruled(restore, 'repair')) return 'repair';
  if (restore.checks === null) return 'checks';
  const failed = restore.checks.some(({ result }) => result === 'failed');
  if (failed && !overruled(restore, 'checks')) return 'look';
  return missingAnswers(restore).length > 0 ? 'answers' : 'sign';
}

/** The points of the checklist that nobody has answered. */
export function missingAnswers({
  items,
  answers,
}: Pick<RestoreSoFar, 'items' | 'answers'>): readonly ChecklistItem[] {
  return items.filter(({ id }) => answers[id] === undefined);
}

/**
 * What it comes to. One "no" means not proven, and so does a check that failed, whatever was overruled: overruling lets a person
 * go on, and makes nothing true. Null while something is missing.
 */
export function outcomeOf(restore: RestoreSoFar): ProofOutcome | null {
  if (restore.checks === null || missingAnswers(restore).length > 0) return null;
  const no = restore.items.some(({ id }) => restore.answers[id]?.answer === 'no');
  const failed = restore.checks.some(({ result }) => result === 'failed');
  const unrepaired = restore.needsRepair && !restore.repairFinished;
  return no || failed || unrepaired ? 'not-proven' : 'proven';
}
