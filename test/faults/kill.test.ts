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
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { postbagJson, start, withLines, type RunningCli } from '../support/cli';
import { askEngine } from '../support/engine';
import { NextRun, stepEnded, type Ready } from '../support/journal';
import { codesOf, lineOf, parseLines, told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { Chances } from '../support/chances';
import { treeHash, treeState } from '../support/tree';
import { bagsIn, checkWithCoreutils } from '../support/vault';

/** In messages, some 60 MB: a backup of it takes about a second. */
const SIZE = 7_500;

/** Waits for the moment at which a backup is to be killed. */
type Moment = (backup: RunningCli, next: NextRun) => Promise<unknown>;

/** How far a backup was when it was killed. */
interface Killed {
  /** Null when no run had begun. */
  readonly runId: string | null;
  /** Its journal was complete, or not begun: there was nothing to harm. */
  readonly ended: boolean;
  /** Killed behind the renaming of its bag, and before it could say so. */
  readonly sealed: boolean;
  /** The last step that was finished; null before the first. */
  readonly lastStep: string | null;
}

/** One home folder, vault and post office, with all that was killed in it. */
class Victim {
  readonly #seen = new Set<string>();
  readonly killed: Killed[] = [];
  /** Unfinished bags that were there after a kill, and gone after the next start. */
  removed = 0;

  private constructor(
    readonly places: Places,
    private readonly state: readonly string[],
    private readonly hash: string,
    /** Of one whole run, ms: from its plan to its end, and of that the sealing. */
    readonly takes: { run: number; seal: number },
  ) {}

  static async make(messages: number): Promise<Victim> {
    const places = await makePlaces();
    const { home, vault, postOffice } = places;
    await makePostOffice(postOffice, { users: 20, messages });
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

  /** Starts a backup and kills it when `moment` has come. Null when it was faster than that. */
  async kill(moment: Moment): Promise<Killed | null> {
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
    const killed = await this.#isHarmless(next);
    if (signal !== 'SIGKILL') return null;
    this.killed.push(killed);
    return killed;
  }

  async #isHarmless(next: NextRun): Promise<Killed> {
    const { home, vault, postOffice } = this.places;
    expect(await treeState(postOffice)).toEqual(this.state);
    await this.#validateNewBags();
    const { unfinished } = await bagsIn(vault);
    const records = next.records;
    const begun = records.length > 0;
    const died = begun && !records.some(({ type }) => type === 'end');

    const { code, lines, stderr } = await postbagJson(['inventory'], { home });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const sealed = died && next.id !== null && (await this.#sealedBy(next.id));
    const said = sealed ? 'process-died-done' : 'process-died';
    expect(codesOf(lines)).toEqual([...(died ? [said] : []), ...unfinished.map(() => 'undo-done')]);
    for (const folder of unfinished) {
      expect(told(lines, 'undo-done').params['folder']).toBe(folder);
      expect(existsSync(folder)).toBe(false);
      this.removed++;
    }
    expect((await bagsIn(vault)).unfinished).toEqual([]);
    if (died) expect(told(lines, said).params).toEqual({ postOffice: path.basename(postOffice) });
    const steps = records.flatMap((record) => (record.type === 'step-end' ? [record.step] : []));
    return { runId: next.id, sealed, ended: !died, lastStep: steps.at(-1) ?? null };
  }

  /** Whether a run that was killed at its very end had sealed its bag. */
  async #sealedBy(runId: string): Promise<boolean> {
    const { finished } = await bagsIn(this.places.vault);
    return finished.some(
      (bag) => readFileSync(path.join(bag, 'postbag/run-id.txt'), 'utf8').trim() === runId,
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
    for (const { runId, sealed } of this.killed.filter(({ ended }) => !ended)) {
      const record = history.find((run) => run.id === runId);
      const expected = sealed ? { verdict: 'findings' } : { verdict: 'failed', bag: null };
      expect(record, String(runId)).toMatchObject({ ...expected, pendingUndos: [] });
      expect(record?.bag === null).toBe(!sealed);
      const said = sealed ? 'process-died-done' : 'process-died';
      expect(record?.findings.map((finding) => finding.code)).toContain(said);
    }
    const { lines } = withLines(await start(['backup', postOffice, '--to', vault, '--json'], { home }).ended);
    expect(lineOf(lines, 'result').record.verdict).toBe('findings');
    await this.#validateNewBags();
    expect(await treeHash(postOffice)).toBe(this.hash);
  }
}

const stepIs = (record: { type: string }, type: string, step: string): boolean =>
  record.type === type && 'step' in record && record.step === step;

/** Repeats until `count` kills were of the kind that is wanted; a backup may be faster than its moment. */
async function killUntil(
  count: number,
  kill: () => Promise<Killed | null>,
  wanted: (killed: Killed) => boolean,
): Promise<void> {
  let tries = 0;
  for (let done = 0; done < count; tries++) {
    expect(tries, 'the moments lie too late').toBeLessThan(5 * count);
    const killed = await kill();
    if (killed && wanted(killed)) done++;
  }
}

test('killed at 50 random moments', async () => {
  // Two at a time, each in places of its own.
  await Promise.all(
    [11, 12].map(async (seed) => {
      const chances = new Chances(seed);
      const victim = await Victim.make(SIZE);
      const anywhere: Moment = async (backup) => {
        await backup.line('"type":"plan"');
        await passes(chances.next() * victim.takes.run);
      };
      await killUntil(
        20,
        async () => await victim.kill(anywhere),
        () => true,
      );
      const sealing: Moment = async (backup, next) => {
        await next.reaches(backup, stepEnded('verify'));
        await passes(chances.next() * victim.takes.seal);
      };
      await killUntil(
        5,
        async () => await victim.kill(sealing),
        ({ lastStep, ended }) => lastStep === 'verify' && !ended,
      );
      await victim.isWell();
      // While the store was copied, while the bag was verified, and while it was sealed.
      const steps = victim.killed.map(({ lastStep }) => lastStep);
      expect(steps).toEqual(expect.arrayContaining(['copy-group', 'look-again', 'verify']));
      expect(victim.removed).toBeGreaterThanOrEqual(10);
    }),
  );
});

test('killed after each thing that the journal records', async () => {
  const victim = await Victim.make(MEDIUM);
  const begun: Ready = (records) => records.length > 0;
  const undoKnown: Ready = (records) => records.some(({ type }) => type === 'undo');
  const step = (index: number): Ready => {
    return (records) => records.some((record) => record.type === 'step-end' && record.index === index);
  };
  const ended: Ready = (records) => records.some(({ type }) => type === 'end');
  const steps = Array.from({ length: 10 }, (_, index) => step(index));
  for (const ready of [begun, undoKnown, ...steps, ended]) {
    await victim.kill(async (backup, next) => await next.reaches(backup, ready));
  }
  await victim.isWell();
  // What follows verifying takes a few milliseconds only, so those kills may come too late to harm.
  expect(victim.killed.filter(({ ended: over }) => !over).length).toBeGreaterThanOrEqual(10);
});
