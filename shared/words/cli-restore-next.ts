import type { ChecklistItem, Overrule, RestoreView } from '../proof';
import type { RepairView } from '../repair';
import { missingAnswers } from '../restore-next';
import { nextLines } from './cli-repair-next';
import { checkLines } from './cli-restore-lines';
import { restoreCliWords as words } from './cli-restore';
import { checksCommand, onlineCommand, swapBackCommand } from './command-line';
import { restoreWords } from './screens/restore';
import { onlineWords } from './screens/restore-online';
import { restoreNextWords, restoresWords } from './screens/restores';

/** In the place of what only the person knows. */
const YOUR_NAME = '"your name"';

/**
 * What has to happen next on the way to a proof and online, with the exact command for each way to go on.
 * @param repair of the same copy
 */
export function restoreNextLines(restore: RestoreView, repair: RepairView): string[] {
  const { id, next, damaged, signature, runId } = restore;
  if (runId !== null) return [restoresWords.running];
  if (damaged && signature === null) return nextLines({ ...repair, damaged });
  const says = `Next: ${restoreNextWords[next]}`;
  switch (next) {
    case 'repair':
      return [
        says,
        ...nextLines(repair),
        'Or go on without it; what is signed then is “not proven”:',
        overrule(id, 'repair'),
      ];
    case 'checks':
      return [says, command(checksCommand(id))];
    case 'look':
      return [says, ...lookLines(restore)];
    case 'answers':
      return [says, ...answersLines(restore)];
    case 'sign':
      return [says, ...signLines(restore)];
    case 'online':
      return [says, ...onlineLines(restore)];
    case 'finished':
      return finishedLines(restore);
  }
}

function lookLines({ id, checks }: RestoreView): string[] {
  return [
    ...checks.filter(({ result }) => result === 'failed').flatMap(checkLines),
    'When that is put right, check again:',
    command(checksCommand(id)),
    'Or go on all the same; what is signed then is “not proven”:',
    overrule(id, 'checks'),
  ];
}

function answersLines(restore: RestoreView): string[] {
  const { id, copy, items, answers } = restore;
  const no = items.some((item) => answers[item.id]?.answer === 'no');
  return [
    restoreWords.answers.text,
    restoreWords.facts.copy,
    command(copy),
    ...openLines(missingAnswers(restore)),
    command(`postbag restore answer ${id} <question> yes|no|not-applicable --by ${YOUR_NAME}`),
    ...(no ? [restoreWords.answers.no, restoreWords.answers.noNext] : []),
  ];
}

/** Questions that nobody has answered, with what to do and what to look for. */
export function openLines(items: readonly ChecklistItem[]): string[] {
  return items.flatMap(({ id, question, help }) => [
    `- ${id}: ${question}`,
    ...(help === '' ? [] : [`    ${help}`]),
  ]);
}

function signLines({ id, outcome }: RestoreView): string[] {
  const { sign, answers } = restoreWords;
  return [
    ...(outcome === null ? [] : [`${sign.comesTo}: ${sign.outcomes[outcome].toLowerCase()}.`]),
    outcome === 'proven' ? sign.proven : `${sign.notProven} ${answers.noNext}`,
    sign.meaning,
    command(`postbag restore sign ${id} --by ${YOUR_NAME}`),
  ];
}

function onlineLines({ id, target, signature, overrules }: RestoreView): string[] {
  const allowed = overrules.some(({ what }) => what === 'not-proven');
  if (signature?.outcome === 'not-proven' && !allowed) {
    return [
      `${onlineWords.notProven}. ${onlineWords.notProvenText}`,
      overrule(id, 'not-proven'),
      restoreWords.sign.next['not-proven'],
    ];
  }
  const to = target === null ? [onlineWords.noTarget] : [`${onlineWords.target} ${target}`];
  return [
    words.online,
    ...to,
    command(target === null ? `${onlineCommand(id)} --to <folder>` : onlineCommand(id)),
  ];
}

function finishedLines({ id, online, signature }: RestoreView): string[] {
  if (online && !online.swappedBack) {
    if (online.aside === null) return [onlineWords.noAside, words.afterwards];
    return [words.keep, words.afterwards, words.swap, command(swapBackCommand(id))];
  }
  return signature ? [restoreWords.sign.next[signature.outcome]] : [restoreNextWords.finished];
}

const command = (text: string): string => `  ${text}`;
const overrule = (id: string, what: Overrule['what']): string =>
  command(`postbag restore overrule ${id} ${what} --reason "why" --by ${YOUR_NAME}`);
