/**
 * Motivation: whoever restores in a terminal for the first time must be told the exact command for what comes next, and what a
 * "no" means.
 * Description: restores in each state that a person can meet.
 * Pass criteria: the ways to go on are there as commands that can be copied, and none that the engine would refuse.
 */
import { describe, expect, test } from 'vitest';
import type { ItemAnswer, RestoreView } from '../../../shared/proof';
import { restoreLines } from '../../../shared/words/cli-restore-lines';
import { restoreNextLines } from '../../../shared/words/cli-restore-next';
import { repairView } from './repair-view';

const at = '2026-03-01T10:00:00.000Z';
const item = (id: string) => ({ id, question: `Is ${id} good?`, help: `Open ${id}.` });
const said = (answer: ItemAnswer['answer']): ItemAnswer => ({ answer, note: '', by: 'Anna', at });
const signed = (result: 'proven' | 'not-proven') =>
  ({ by: 'Anna', at, outcome: result, file: '/v/bag.proofs/r' }) as const;
const online = { runId: 'o', at, target: '/po', aside: '/po before o', swappedBack: null };

const view = (changes: Partial<RestoreView>): RestoreView => ({
  id: 'r',
  purpose: 'restore',
  createdAt: at,
  verifiedAt: at,
  manifest: '',
  tagManifest: '',
  recoveryPoint: at,
  sealedAt: at,
  items: [item('inbox'), item('boards')],
  answers: {},
  evidence: {},
  checks: [],
  checksAt: null,
  checkedFingerprint: null,
  overrules: [],
  signature: null,
  online: null,
  events: [],
  postOffice: 'Harbour office',
  postOfficeId: 'p',
  practice: true,
  format: 'ccmail-db6',
  bagId: 'b',
  bag: { name: '2026-03-01 linear', vault: '/v', grade: 'loose' },
  copy: '/bench/r/copy',
  next: 'checks',
  needsRepair: true,
  repairFinished: true,
  outcome: null,
  runId: null,
  damaged: false,
  target: '/po',
  ...changes,
});

const text = (changes: Partial<RestoreView>): string =>
  restoreNextLines(view(changes), repairView('practice')).join('\n');

describe('what is next in a restore', () => {
  test('a copy to be repaired: the commands of the repair, and what going on without it means', () => {
    const told = text({ next: 'repair' });
    expect(told).toMatch(/postbag repair run \S+ --all/);
    expect(told).toMatch(/“not proven”:\n {2}postbag restore overrule r repair --reason/);
  });

  test('a failed check: what to do about it, to check again, or to go on with a reason', () => {
    const marker = { id: 'no-marker', result: 'failed', params: { name1: 'CCPODOWN', count: 1 } } as const;
    const told = text({ next: 'look', checks: [marker] });
    expect(told).toContain('“CCPODOWN” lies in the copy.');
    expect(told).toContain('Make a new copy of the bag');
    expect(told).toContain('postbag restore overrule r checks --reason "why" --by "your name"');
  });

  test('open questions: only those that nobody has answered, with help', () => {
    const told = text({ next: 'answers', answers: { inbox: said('yes') } });
    expect(told).toContain('- boards: Is boards good?\n    Open boards.');
    expect(told).not.toContain('Is inbox good?');
    expect(told).toContain('/bench/r/copy');
    expect(told).not.toContain('Not proven');
  });

  test('one “no” is said to be enough while the rest is still open', () => {
    const told = text({ next: 'answers', answers: { inbox: said('no') } });
    expect(told).toContain('Not proven: one “no” is enough.');
    expect(told).toContain('older bag');
  });

  test('signing: what it comes to, and what a name means', () => {
    expect(text({ next: 'sign', outcome: 'not-proven' })).toContain('What it comes to: not proven.');
    expect(text({ next: 'sign', outcome: 'proven' })).toContain('postbag restore sign r --by "your name"');
  });

  test('what is not proven is not offered to go online before somebody has said why', () => {
    const changes = { next: 'online', signature: signed('not-proven') } as const;
    expect(text(changes)).not.toContain('restore online');
    expect(text(changes)).toContain('postbag restore overrule r not-proven');
    const overrules = [{ what: 'not-proven', reason: 'x', by: 'Anna', at }] as const;
    expect(text({ ...changes, overrules: [...overrules] })).toMatch(/^ {2}postbag restore online r$/m);
  });

  test('a post office that is on no list needs a folder', () => {
    const changes = { next: 'online', signature: signed('proven'), target: null } as const;
    expect(text(changes)).toContain('postbag restore online r --to <folder>');
  });

  test('online: to swap back, while there is something to swap', () => {
    const done = { next: 'finished', signature: signed('proven') } as const;
    expect(text({ ...done, online })).toContain('postbag restore swap-back r');
    expect(text({ ...done, online: { ...online, aside: null } })).not.toContain('swap-back');
    const swappedBack = { runId: 's', at, restored: '/po restored s' };
    expect(text({ ...done, online: { ...online, swappedBack } })).not.toContain('swap-back');
  });

  test('a copy that somebody else changed is not to be gone on with; once signed it does not matter', () => {
    expect(text({ damaged: true })).toMatch(/postbag repair remove/);
    const after = text({ damaged: true, next: 'finished', purpose: 'prove', signature: signed('proven') });
    expect(after).not.toMatch(/postbag repair remove/);
  });
});

test('a copy that was changed since it was checked is shown with checks that do not count any more', () => {
  const marker = { id: 'no-marker', result: 'ok', params: {} } as const;
  const shown = restoreLines(view({ checks: [marker], checksAt: at }), Date.parse(at)).join('\n');
  expect(shown).toContain('changed since it was checked');
});
