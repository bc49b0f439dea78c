import type { AutoCheck, ChecklistItem, ProofRow, RestoreEvent, RestoreRow, RestoreView } from '../proof';
import { missingAnswers } from '../restore-next';
import { checkResultName, checkSentence, checkWords } from './checks';
import { restoreCliWords as words } from './cli-restore';
import { formatBytes, formatWhen } from './format';
import { gradeWords } from './grades';
import { proofWords } from './screens/proofs';
import { restoreWords } from './screens/restore';
import { onlineWords } from './screens/restore-online';
import { restoreNextWords, restoresWords } from './screens/restores';

/** A restore in a list. */
export function restoreRowLines(row: RestoreRow): string[] {
  const { id, purpose, postOffice, bag, createdAt } = row;
  return [
    `${id}  ${postOffice}`,
    `  ${restoresWords.purposes[purpose]} of ${bag.name}, ${gradeWords[bag.grade].name}; begun ${formatWhen(createdAt)}`,
    `  ${stateOf(row)}`,
  ];
}

function stateOf({ damaged, runId, next, signature, online }: RestoreRow): string {
  if (runId !== null) return restoresWords.running;
  const signed = signature ? `${restoresWords.outcomes[signature.outcome]}. ` : '';
  if (online) return `${signed}${online.swappedBack ? 'Swapped back.' : 'Online.'}`;
  return damaged && !signature ? `${restoresWords.damaged}.` : `${signed}${restoreNextWords[next]}`;
}

/** A restore with its checks, answers and history; what is next is not in it. @param now ms since 1970 UTC */
export function restoreLines(restore: RestoreView, now: number): string[] {
  const { id, purpose, postOffice, bag, copy, verifiedAt, recoveryPoint, sealedAt, overrules } = restore;
  return [
    `${restoreWords.title(purpose, postOffice)} (${id})`,
    `  Bag: ${bag.name} in ${bag.vault}`,
    `  Grade: ${gradeWords[bag.grade].name}. ${gradeWords[bag.grade].beforeUse}`,
    `  ${words.loss(recoveryPoint, sealedAt, now)[0] ?? ''}`,
    `  ${restoreWords.staged(verifiedAt)}`,
    `  Private copy: ${copy}`,
    ...(restore.needsRepair ? [`  ${repairState(restore)}`] : []),
    '',
    ...checksLines(restore),
    ...checklistLines(restore),
    ...overrules.map(({ what, by, at, reason }) => `${restoreWords.overrule.done(what, by, at)} ${reason}`),
    ...signatureLines(restore),
    ...onlineLines(restore),
    '',
    ...restore.events.map(eventLine),
  ];
}

const repairState = ({ repairFinished, bag }: RestoreView): string =>
  repairFinished ? restoreWords.repair.done : restoreWords.repair.needed(bag.grade);

function checksLines({ checks, checksAt, next }: RestoreView): string[] {
  if (checksAt === null) return [];
  const stale = next === 'checks' ? [`  ${words.stale}`] : [];
  return [words.checkedAt(checksAt), ...stale, ...checks.flatMap(checkLines), ''];
}

/** What one automatic check found, and what to do where it was not good. */
export function checkLines(check: AutoCheck): string[] {
  const { name, next } = checkWords[check.id];
  const bad = check.result === 'failed' || check.result === 'warning';
  return [
    `  ${checkResultName(check.result)}: ${name}. ${checkSentence(check)}`,
    ...(bad ? [`    ${next}`] : []),
  ];
}

function checklistLines(restore: RestoreView): string[] {
  const open = missingAnswers(restore);
  return [
    words.questions(open.length, restore.items.length),
    ...restore.items.flatMap((item, at) => itemLines(restore, item, at + 1)),
    '',
  ];
}

function itemLines({ answers, evidence }: RestoreView, item: ChecklistItem, place: number): string[] {
  const given = answers[item.id];
  const kept = evidence[item.id] ?? [];
  const answer = given ? restoreWords.answers.said(given.answer, given.by, given.at) : item.help;
  return [
    `  ${String(place)}. ${item.id}: ${item.question}`,
    ...(answer === '' ? [] : [`     ${answer}`]),
    ...(given && given.note !== '' ? [`     ${given.note}`] : []),
    ...kept.map(({ name, bytes }) => `     + ${name} (${formatBytes(bytes)})`),
  ];
}

function signatureLines({ signature }: RestoreView): string[] {
  if (!signature) return [];
  const { outcome, by, at, file } = signature;
  return [words.signed(outcome, by, at), `  ${file}`];
}

function onlineLines({ online }: RestoreView): string[] {
  if (!online) return [];
  const { at, target, aside, swappedBack } = online;
  if (swappedBack) {
    return [onlineWords.swapped(swappedBack.at), `  ${onlineWords.restored} ${swappedBack.restored}`];
  }
  return [
    onlineWords.done(at),
    `  ${onlineWords.target} ${target}`,
    `  ${aside === null ? onlineWords.noAside : `${onlineWords.aside} ${aside}`}`,
  ];
}

function eventLine({ at, what, by, text }: RestoreEvent): string {
  const said = `${restoreWords.history.what(what).toLowerCase()}${by === '' ? '' : ` by ${by}`}`;
  return `${formatWhen(at)}  ${said}${text === '' ? '' : `: ${text}`}`;
}

/** A proof in a list, and whether it can be believed. */
export function proofLines({ id, state, outcome, signedBy, signedAt }: ProofRow): string[] {
  const { bag, outcomes } = proofWords;
  const what = outcome === null ? bag.state(state) : outcomes[outcome];
  const who = signedAt === '' ? bag.unsigned : bag.signed(signedBy, formatWhen(signedAt));
  return [`${id}  ${what}, ${who}`, `  ${bag.state(state)}: ${bag.explained(state)}`];
}
