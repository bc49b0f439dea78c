/**
 * Motivation: whoever repairs in a terminal for the first time must be told the exact command for what comes next.
 * Description: repairs in each state that a person can meet.
 * Pass criteria: the ways to go on are there as commands that can be copied, and none that the engine would refuse.
 */
import { describe, expect, test } from 'vitest';
import { nextLines } from '../../../shared/words/cli-repair-next';
import { outcome, repairView } from './repair-view';

const id = '20260301T100000Z-abc';
const text = (...args: Parameters<typeof repairView>): string => nextLines(repairView(...args)).join('\n');

describe('what is next in a repair', () => {
  test('a tool that can be run: its line, never the password, and both ways to run it', () => {
    const said = text('db6-overhaul');
    expect(said).toContain('CHKSTAT {name} ****** {dir} STATUSERS/N');
    expect(said).toMatch(new RegExp(`^ {2}postbag repair run ${id}$`, 'm'));
    expect(said).toMatch(new RegExp(`^ {2}postbag repair run ${id} --all$`, 'm'));
  });

  test('a tool that is not there is said before anybody runs it', () => {
    const trouble = { code: 'tool-missing', params: { tool: 'CHKSTAT.EXE' } } as const;
    expect(text('db6-overhaul', { 'accounts-before': { trouble } })).toContain(
      'It cannot be run yet: CHKSTAT.EXE was not found.',
    );
  });

  test('a line that removes mail: only the command with the name of the post office', () => {
    const said = text('db6-overhaul', { 'accounts-before': { destructive: true } });
    expect(said).toContain(`postbag repair run ${id} --name "Harbour office"`);
    expect(said).not.toMatch(/--all/);
  });

  test('a line that no source prints: to type it, with what could be it, or to leave it out with a name', () => {
    const skipped = { decision: 'skip', by: '', at: '', note: '' } as const;
    const said = text('db8-repair', { 'accounts-before': { answer: skipped }, look: { answer: skipped } });
    expect(said).toContain('No source prints it');
    expect(said).toContain(`postbag repair line ${id} restructure "{name} {password} {dir} /M"`);
    expect(said).toContain(`postbag repair skip ${id} restructure --by "your name"`);
    expect(said).not.toMatch(/repair run/);
  });

  test('a step that may be left out: running all does that, and nobody has to give a name', () => {
    const said = text('db8-repair');
    expect(said).toContain(`postbag repair line ${id} accounts-before`);
    expect(said).toMatch(new RegExp(`^ {2}postbag repair run ${id} --all$`, 'm'));
    expect(said).not.toMatch(/repair skip/);
  });

  test('a step for a finding that was not made is left out by running all, and runs when it is asked for', () => {
    const done = { outcome: outcome() };
    const said = text('db6-overhaul', { 'accounts-before': done, look: done });
    expect(said).toMatch(
      /nft .* not found\. Leave it out and go on:\n.*run \S+ --all\n.*\n {2}postbag repair run \S+$/,
    );
  });

  test('output for a person: to read it, to go on, to take it back', () => {
    const said = text('practice', { look: { outcome: outcome({ mark: 'unknown' }), canTakeBack: true } });
    expect(said).toContain(`postbag repair show ${id} --output look`);
    expect(said).toContain(`postbag repair confirm ${id} look --by "your name"`);
    expect(said).toContain(`postbag repair back ${id} look --by "your name"`);
  });

  test('what cannot be taken back is not offered', () => {
    expect(text('practice', { look: { outcome: outcome({ mark: 'unknown' }) } })).not.toMatch(/repair back/);
  });

  test('finished: where the copy is', () => {
    const done = { outcome: outcome() };
    const said = text('practice', {
      look: done,
      'message-index': done,
      pointers: done,
      reclaim: done,
      prove: done,
    });
    expect(said).toContain('/bench/r/copy');
    expect(said).not.toMatch(/postbag repair/);
  });

  test('a copy that somebody else changed is not to be gone on with', () => {
    const said = nextLines({ ...repairView('practice'), damaged: true }).join('\n');
    expect(said).toContain(`postbag repair remove ${id}`);
    expect(said).not.toMatch(/repair run/);
  });
});
