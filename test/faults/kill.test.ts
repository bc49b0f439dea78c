/**
 * Motivation: a backup tool that is killed, or whose computer loses power, must not leave behind what looks like a
 * backup and is none.
 * Description: `postbag backup` is killed (SIGKILL) at random moments between its plan and its end, at random moments of
 * the few milliseconds in which it seals the bag, and after each step that its journal records. After each kill the
 * next start, `postbag inventory --json`, cleans up. Every backup is killed in the same home folder and vault as the one
 * before, so each also shows that the killed one does not block it.
 * Pass criteria: the post office is untouched; what has a bag's name validates; the next start removes the unfinished
 * bag, says what it did, and says it once; the history shows the run as failed; a backup works afterwards.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { postbagJson, start, withLines, type RunningCli } from '../support/cli';
import { askEngine } from '../support/engine';
import { NextRun, stepEnded, type Ready } from '../support/journal';
import { codesOf, lineOf, parseLines, told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { Chances } from '../support/chances';
import { treeHash, treeState } from '../support/tree';
import { bagsIn, checkWithCoreutils } from '../support/vault';

/** Some 60 MB: a backup of it takes about a second. */
const MESSAGES = 7_500;

/** One home folder, vault and post office, with all that was killed in it. */
class Victim {
  readonly #seen = new Set<string>();
  /** Ids of the runs that were killed before they had ended. */
  readonly killed: string[] = [];
  /** The last step that was finished when the process died; null before the first. */
  readonly diedAfter: (string | null)[] = [];
  removed = 0;

  private constructor(
    readonly places: Places,
    private readonly state: readonly string[],
    private readonly hash: string,
    /** Of one whole run, ms: from its plan to its end, and of that the sealing. */
    readonly takes: { run: number; seal: number },
  ) {}

  static async make(): Promise<Victim> {
    const places = await makePlaces();
    const { home, vault, postOffice } = places;
    await makePostOffice(postOffice, { users: 20, messages: MESSAGES });
    const [state, hash] = [await treeState(postOffice), await treeHash(postOffice)];
    const next = new NextRun(home);
    const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
    await backup.line('"type":"plan"');
    const planned = performance.now();
    await backup.ended;
    const run = performance.now() - planned;
    const at = (type: string): number =>
      next.records.find((record) => stepIs(record, type, 'seal'))?.ms ?? NaN;
    const victim = new Victim(places, state, hash, { run, seal: at('step-end') - at('step-start') });
    await victim.#validateNewBags();
    return victim;
  }

  /** Starts a backup and kills it when `moment` has come. False when it was faster than that. */
  async kill(moment: (backup: RunningCli, next: NextRun) => Promise<unknown>): Promise<boolean> {
    const { home, vault, postOffice } = this.places;
    const next = new NextRun(home);
    const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
    await moment(backup, next);
    backup.kill('SIGKILL');
    const { signal, stdout, stderr } = await backup.ended;
    expect(stderr).toBe('');
    const whole = stdout.slice(0, stdout.lastIndexOf('\n') + 1);
    const before = codesOf(parseLines(whole));
    expect(before, 'an earlier run blocked this one, or was told of again').not.toContain('already-running');
    expect(before).not.toContain('process-died');
    await this.#isHarmless(next);
    return signal === 'SIGKILL';
  }

  async #isHarmless(next: NextRun): Promise<void> {
    const { home, vault, postOffice } = this.places;
    expect(await treeState(postOffice)).toEqual(this.state);
    await this.#validateNewBags();
    const { unfinished } = await bagsIn(vault);
    const records = next.records;
    const begun = records.length > 0;
    const died = begun && !records.some(({ type }) => type === 'end');

    const { code, lines, stderr } = await postbagJson(['inventory'], { home });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(codesOf(lines)).toEqual([...(died ? ['process-died'] : []), ...unfinished.map(() => 'undo-done')]);
    for (const folder of unfinished) {
      expect(told(lines, 'undo-done').params['folder']).toBe(folder);
      expect(existsSync(folder)).toBe(false);
      this.removed++;
    }
    expect((await bagsIn(vault)).unfinished).toEqual([]);
    if (!died || next.id === null) return;
    expect(told(lines, 'process-died').params).toEqual({ postOffice: path.basename(postOffice) });
    this.killed.push(next.id);
    this.diedAfter.push(
      records.reduce<string | null>((last, one) => (one.type === 'step-end' ? one.step : last), null),
    );
  }

  /** Everything that has a bag's name must be a bag. */
  async #validateNewBags(): Promise<void> {
    for (const bag of (await bagsIn(this.places.vault)).finished) {
      if (this.#seen.has(bag)) continue;
      await checkWithCoreutils(bag);
      expect((await postbagJson(['verify', bag], this.places)).code).toBe(0);
      this.#seen.add(bag);
    }
  }

  /** The history tells of every killed run, and a backup that nobody kills is made. */
  async isWell(): Promise<void> {
    const { home, vault, postOffice } = this.places;
    const { history, pendingUndos } = await askEngine(home);
    expect(pendingUndos).toEqual([]);
    for (const id of this.killed) {
      const record = history.find((run) => run.id === id);
      expect(record, id).toMatchObject({ verdict: 'failed', pendingUndos: [] });
      expect(record?.findings.map((finding) => finding.code)).toContain('process-died');
    }
    const { lines } = withLines(await start(['backup', postOffice, '--to', vault, '--json'], { home }).ended);
    expect(lineOf(lines, 'result').record.verdict).toBe('findings');
    await this.#validateNewBags();
    expect(await treeHash(postOffice)).toBe(this.hash);
  }
}

const stepIs = (record: { type: string }, type: string, step: string): boolean =>
  record.type === type && 'step' in record && record.step === step;

/** Kills `count` backups at moments drawn by `moment`; those that were faster than their moment do not count. */
async function killAtRandom(
  victim: Victim,
  count: number,
  moment: (backup: RunningCli, next: NextRun) => Promise<unknown>,
): Promise<void> {
  let missed = 0;
  for (let done = 0; done < count;) {
    if (await victim.kill(moment)) done++;
    else missed++;
    expect(missed, 'the moments lie too late').toBeLessThan(count);
  }
}

test('killed at 50 random moments', async () => {
  // Two at a time, each in places of its own.
  await Promise.all(
    [11, 12].map(async (seed) => {
      const chances = new Chances(seed);
      const victim = await Victim.make();
      await killAtRandom(victim, 20, async (backup) => {
        await backup.line('"type":"plan"');
        await passes(chances.next() * victim.takes.run);
      });
      await killAtRandom(victim, 5, async (backup, next) => {
        await next.reaches(backup, stepEnded('verify'));
        await passes(chances.next() * victim.takes.seal);
      });
      await victim.isWell();
      // The moments were spread over the whole run.
      expect(victim.diedAfter).toEqual(expect.arrayContaining(['open-bag', 'verify']));
      expect(new Set(victim.diedAfter).size).toBeGreaterThanOrEqual(4);
      expect(victim.removed).toBeGreaterThanOrEqual(10);
    }),
  );
});

test('killed after each thing that the journal records', async () => {
  const victim = await Victim.make();
  const begun: Ready = (records) => records.length > 0;
  const undoKnown: Ready = (records) => records.some(({ type }) => type === 'undo');
  const steps = Array.from(
    { length: 10 },
    (_, index): Ready =>
      (records) =>
        records.some((record) => record.type === 'step-end' && record.index === index),
  );
  const ended: Ready = (records) => records.some(({ type }) => type === 'end');
  for (const ready of [begun, undoKnown, ...steps, ended]) {
    await victim.kill(async (backup, next) => await next.reaches(backup, ready));
  }
  await victim.isWell();
  expect(victim.killed.length).toBeGreaterThanOrEqual(11);
});
