/**
 * Motivation: nothing goes online without repair, checks and a signature, and nobody is to be able to skip one of them by
 * accident.
 * Description: restores in all states are asked what has to happen next, and what they come to.
 * Pass criteria: the order holds; only grade `closed` skips repair; overruling lets a person go on and makes nothing proven.
 */
import { expect, test } from 'vitest';
import type { AutoCheck, ItemAnswer, Overrule } from '../../../shared/proof';
import { outcomeOf, whatNextInRestore, type RestoreSoFar } from '../../../shared/restore-next';

const answer = (said: ItemAnswer['answer']): ItemAnswer => ({ answer: said, note: '', by: 'Ann', at: '' });
const check = (result: AutoCheck['result']): AutoCheck => ({ id: 'manifest', result, params: {} });
const overrule = (what: Overrule['what']): Overrule => ({ what, reason: 'so', by: 'Ann', at: '' });

const items = ['a', 'b'].map((id) => ({ id, question: id, help: '' }));
const all = { a: answer('yes'), b: answer('not-applicable') };
const restore = (more: Partial<RestoreSoFar> = {}): RestoreSoFar => ({
  purpose: 'restore',
  needsRepair: true,
  repairFinished: true,
  checks: [check('ok'), check('warning'), check('not-applicable')],
  items,
  answers: all,
  overrules: [],
  signature: null,
  online: null,
  ...more,
});

test.each<[string, Partial<RestoreSoFar>, string, string | null]>([
  ['everything done', {}, 'sign', 'proven'],
  ['not repaired', { repairFinished: false, checks: null }, 'repair', null],
  ['closed, so it need not be', { needsRepair: false, repairFinished: false }, 'sign', 'proven'],
  ['repair overruled', { repairFinished: false, overrules: [overrule('repair')] }, 'sign', 'not-proven'],
  [
    'another overrule is no overrule of repair',
    { repairFinished: false, overrules: [overrule('checks')] },
    'repair',
    'not-proven',
  ],
  ['not checked', { checks: null }, 'checks', null],
  ['a check failed', { checks: [check('failed')] }, 'look', 'not-proven'],
  [
    'a check failed, and somebody goes on',
    { checks: [check('failed')], overrules: [overrule('checks')] },
    'sign',
    'not-proven',
  ],
  ['an answer missing', { answers: { a: answer('yes') } }, 'answers', null],
  ['one no', { answers: { ...all, b: answer('no') } }, 'sign', 'not-proven'],
])('%s', (_what, more, next, outcome) => {
  expect(whatNextInRestore(restore(more))).toBe(next);
  expect(outcomeOf(restore(more))).toBe(outcome);
});

test('a proof is finished when it is signed; a restore can then go online', () => {
  const signature = { by: 'Ann', at: '', outcome: 'proven', file: '' } as const;
  expect(whatNextInRestore(restore({ signature, purpose: 'prove' }))).toBe('finished');
  expect(whatNextInRestore(restore({ signature }))).toBe('online');
  const online = { runId: '', at: '', target: '', aside: null, swappedBack: null };
  expect(whatNextInRestore(restore({ signature, online }))).toBe('finished');
});
