/**
 * Motivation: what a tool did to a copy, and who decided what, must be read in a terminal as well as in the window.
 * Description: a repair in the middle, and rows of a list.
 * Pass criteria: each step is there with its line, what came of it, its complaints and its decision; nothing is unfilled.
 */
import { describe, expect, test } from 'vitest';
import { outputLine } from '../../../shared/words/cli-repair';
import { repairLines, rowLines } from '../../../shared/words/cli-repair-lines';
import { outcome, repairView } from './repair-view';

const changes = Array.from({ length: 10 }, (_, user) => ({
  path: `USR0000${String(user)}`,
  kind: 'changed' as const,
  bytesBefore: 4096,
  bytesAfter: 4096,
  bytesChanged: 512,
}));

const said = repairLines({
  ...repairView('db6-overhaul', {
    look: {
      outcome: outcome({
        mark: 'bad',
        exitCode: 7,
        lines: { good: 0, warning: 0, bad: 3, plain: 1, unknown: 2 },
        complaints: [{ mark: 'bad', text: 'NFT error in USR00002', count: 3 }],
      }),
      answer: { decision: 'go-on', by: 'Anna', at: '2026-03-01T10:05:00.000Z', note: 'as expected' },
    },
    nft: {
      outcome: outcome({
        failed: 'timeout',
        reason: { code: 'limit', params: { ms: 7_200_000 } },
        exitCode: null,
      }),
    },
    reclaim: { outcome: outcome({ changes }) },
  }),
  events: [{ at: '2026-03-01T10:05:00.000Z', what: 'taken-back', step: 'nft', by: 'Anna', text: '' }],
}).join('\n');

describe('a repair in a terminal', () => {
  test('says what each tool said, with its exit code, and what a person decided', () => {
    expect(said).toContain('- NFT error in USR00002 (3 times)');
    expect(said).toContain('bad 3, not understood 2, says nothing 1');
    expect(said).toContain('exit code 7 after 1m 5s; run by DOSBox');
    expect(said).toMatch(/Went on by Anna, .*: as expected/);
  });

  test('says of a tool that did not run to its end why, and that the copy is as before', () => {
    expect(said).toMatch(
      /Did not run to its end\. It had not ended after 2h.*The copy is as it was before\./,
    );
  });

  test('names the files that were changed, as many as can be read', () => {
    expect(said).toContain('USR00000 changed (512 B)');
    expect(said).toContain('and 2 more');
  });

  test('shows the password masked, says how sure a line is, and leaves nothing unfilled', () => {
    expect(said).toContain('CHKSTAT {name} ****** {dir} DIAGNOSTICS/M');
    expect(said).toContain('As GSS prints it');
    expect(said).toContain('nft taken back by Anna');
    expect(said).not.toMatch(/undefined|NaN|\[object/);
  });

  test('is a few lines in the list', () => {
    const { bag, steps, ...repair } = repairView('practice');
    const row = { ...repair, bag: bag.name, grade: bag.grade, stepsDone: 2, stepsInAll: steps.length };
    expect(rowLines(row).join('\n')).toContain('2 of 5 steps done. The next step can be run.');
    expect(rowLines({ ...row, runId: 'run' }).join('\n')).toContain('A tool is running.');
    expect(rowLines({ ...row, damaged: true }).join('\n')).toContain('changed by somebody else');
  });
});

test('lines of output stand below each other, whatever they were taken for', () => {
  const lines = (['good', 'bad', 'plain', 'unknown'] as const).map((mark) => outputLine({ text: 'x', mark }));
  expect(new Set(lines.map((line) => line.indexOf('| x'))).size).toBe(1);
  expect(lines.map((line) => line.split('|')[0]?.trim())).toEqual(['good', 'bad', '', 'not understood']);
});
