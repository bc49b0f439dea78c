/**
 * Motivation: a backup tool that is killed, or whose computer loses power, must not leave behind what looks like a
 * backup and is none; and what it had copied must not have been copied in vain.
 * Description: `postbag backup` is killed (SIGKILL) at random moments between its plan and its end, at random moments of
 * the few milliseconds in which it seals the bag, and after each record of its journal. After each kill the next start,
 * `postbag inventory --json`, looks what there is. Some of the next backups are killed too, some are let alone.
 * Pass criteria: the post office is untouched; what has a bag's name validates; the next start says that the run died, and
 * whether what it had begun was kept or removed, and says it once; the history shows the run as failed; the next backup
 * goes on from what was kept, or begins anew, ends with a valid bag that equals the post office, and leaves nothing
 * unfinished behind.
 */
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { JournalRecord } from '../../electron/run/journal-record';
import { postbagJson, start, withLines, type RunningCli } from '../support/cli';
import { askEngine } from '../support/engine';
import { NextRun, stepEnded } from '../support/journal';
import { codesOf, lineOf, parseLines, told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM, SMALL } from '../support/post-office';
import { Chances } from '../support/chances';
import { treeHash, treeState } from '../support/tree';
import { bagsIn, checkWithCoreutils } from '../support/vault';

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
  /** What it had copied was kept. */
  readonly kept: boolean;
  /** The last step that was finished; null before the first. */
  readonly lastStep: string | null;
}

/** One home folder, vault and post office, with all that was killed in it. */
class Victim {
  readonly #seen = new Set<string>();
  readonly killed: Killed[] = [];
  /** Unfinished bags that were there after a kill, and gone after the next start. */
  removed = 0;
  /** Backups that went on from what a killed one had left. */
  resumed = 0;

  private constructor(
    readonly places: Places,
    private readonly state: readonly string[],
    private readonly hash: string,
    /** Of one whole run, ms: from its plan to its end, and of that the sealing. */
    readonly takes: { run: number; seal: number },
    /** Its journal. */
    readonly records: readonly JournalRecord[],
  ) {}

  static async make(messages: number, users: number): Promise<Victim> {
    const places = await makePlaces();
    const { home, vault, postOffice } = places;
    await makePostOffice(postOffice, { users, messages });
    const [state, hash] = [await treeState(postOffice), await treeHash(postOffice)];
    const next = new NextRun(home);
    const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
    await backup.line('"type":"plan"');
    const planned = performance.now();
    await backup.ended;
    const run = performance.now() - planned;
    const at = (type: string): number =>
      next.records.find((record) => stepIs(record, type, 'seal'))?.ms ?? NaN;
    const takes = { run, seal: at('step-end') - at('step-start') };
    const victim = new Victim(places, state, hash, takes, next.records);
    await victim.#validateNewBags();
    await victim.forgetBags();
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
    const codes = codesOf(lines);
    const kept = codes.includes('unfinished-kept');
    if (died) expect(codes).toContain(sealed ? 'process-died-done' : 'process-died');
    expect(codes).toEqual([
      ...(died ? [sealed ? 'process-died-done' : 'process-died'] : []),
      ...(kept ? ['unfinished-kept'] : []),
      ...(codes.includes('undo-done') ? ['undo-done'] : []),
    ]);
    if (died) expect(told(lines, codes[0] ?? '').params).toEqual({ postOffice: path.basename(postOffice) });
    expect(unfinished.length, 'what a killed run had left was not taken over').toBeLessThanOrEqual(1);
    for (const folder of unfinished) {
      if (existsSync(folder)) continue;
      expect(told(lines, 'undo-done').params['folder']).toBe(folder);
      this.removed++;
    }
    if (kept) expect((await bagsIn(vault)).unfinished).toEqual(unfinished);
    const steps = records.flatMap((record) => (record.type === 'step-end' ? [record.step] : []));
    return { runId: next.id, sealed, kept, ended: !died, lastStep: steps.at(-1) ?? null };
  }

  /** Whether a run that was killed at its very end had sealed its bag. */
  async #sealedBy(runId: string): Promise<boolean> {
    const { finished } = await bagsIn(this.places.vault);
    return finished.some((bag) =>
      readFileSync(path.join(bag, 'postbag/run-id.txt'), 'utf8').split('\n').includes(runId),
    );
  }

  /** Everything that has a bag's name must be a bag. */
  async #validateNewBags(): Promise<void> {
    for (const bag of (await bagsIn(this.places.vault)).finished) {
      if (this.#seen.has(bag)) continue;
      await checkWithCoreutils(bag);
      expect(await treeHash(path.join(bag, 'data'))).toBe(this.hash);
      this.#seen.add(bag);
    }
  }

  /** Removes what is sealed, so that the next backup has to copy everything and can share nothing. */
  async forgetBags(): Promise<void> {
    for (const bag of (await bagsIn(this.places.vault)).finished) await rm(bag, { recursive: true });
    this.#seen.clear();
  }

  /** A backup that nobody kills goes on from what there is, and is as good as any. */
  async goesOn(): Promise<void> {
    const { home, vault, postOffice } = this.places;
    const offer = (await askEngine(home)).history.find(({ resumable }) => resumable !== null);
    const [unfinished] = (await bagsIn(vault)).unfinished;
    const { lines } = withLines(await start(['backup', postOffice, '--to', vault, '--json'], { home }).ended);
    const { record } = lineOf(lines, 'result');
    expect(record, JSON.stringify(record.findings)).toMatchObject({ verdict: 'findings', grade: 'instant' });
    expect(await bagsIn(vault)).toMatchObject({ unfinished: [] });
    await this.#validateNewBags();
    expect([...this.#seen]).toContain(record.bag);
    if (unfinished !== undefined) expect(record.kept).toMatchObject({ from: offer?.id });
    expect(codesOf(lines), 'something was told of another run').toEqual(
      record.findings.map((finding) => finding.code),
    );
    expect(codesOf(lines).includes('resumed')).toBe(record.kept !== null);
    if (record.kept) this.resumed++;
    const { history, pendingUndos } = await askEngine(home);
    expect(pendingUndos).toEqual([]);
    expect(history.filter(({ resumable }) => resumable !== null)).toEqual([]);
  }

  /** The history tells of every killed run, and a backup that nobody kills is made. */
  async isWell(): Promise<void> {
    await this.goesOn();
    const { history } = await askEngine(this.places.home);
    for (const { runId, sealed } of this.killed.filter(({ ended }) => !ended)) {
      const record = history.find((run) => run.id === runId);
      const expected = sealed ? { verdict: 'findings' } : { verdict: 'failed', bag: null };
      expect(record, String(runId)).toMatchObject({ ...expected, pendingUndos: [] });
      expect(record?.bag === null).toBe(!sealed);
      const said = sealed ? 'process-died-done' : 'process-died';
      expect(record?.findings.map((finding) => finding.code)).toContain(said);
    }
    expect(await treeHash(this.places.postOffice)).toBe(this.hash);
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
    expect(tries, 'the moments lie too late').toBeLessThan(10 * count);
    const killed = await kill();
    if (killed && wanted(killed)) done++;
  }
}

test('killed at 46 random moments, some of them while the bag is sealed', async () => {
  // Two at a time, each in places of its own.
  await Promise.all(
    [11, 12].map(async (seed) => {
      const chances = new Chances(seed);
      const victim = await Victim.make(MEDIUM, 20);
      const anywhere: Moment = async (backup) => {
        await backup.line('"type":"plan"');
        await passes(chances.next() * victim.takes.run);
      };
      const killed = async (moment: Moment): Promise<Killed | null> => {
        const outcome = await victim.kill(moment);
        if (chances.next() < 0.3) await victim.goesOn();
        if (chances.next() < 0.7) await victim.forgetBags();
        return outcome;
      };
      await killUntil(
        20,
        async () => await killed(anywhere),
        () => true,
      );
      const sealing: Moment = async (backup, next) => {
        await next.reaches(backup, stepEnded('verify'));
        // Sealing takes a few milliseconds, and a signal some time: many of these come too late.
        if (chances.next() < 0.5) await passes(chances.next() * victim.takes.seal);
      };
      await killUntil(
        3,
        async () => await killed(sealing),
        ({ lastStep, ended }) => lastStep === 'verify' && !ended,
      );
      await victim.isWell();
      // While files were copied, while the bag was verified, and while it was sealed.
      const steps = victim.killed.map(({ lastStep }) => lastStep);
      expect(steps).toEqual(expect.arrayContaining(['copy-group', 'settle', 'verify']));
      expect(victim.killed.filter(({ kept }) => kept).length).toBeGreaterThanOrEqual(5);
      expect(victim.resumed).toBeGreaterThanOrEqual(2);
    }),
  );
});

/** Records that follow one another at once come to the disk together: nobody can be killed between them. */
function isMoment(record: JournalRecord): boolean {
  return record.type !== 'facts' && !(record.type === 'note' && record.kind === 'file');
}

test('killed after each record of the journal', async () => {
  const victim = await Victim.make(SMALL, 6);
  const moments = victim.records.flatMap((record, index) => (isMoment(record) ? [index + 1] : []));
  expect(moments.length).toBeGreaterThan(25);
  for (const [turn, count] of moments.entries()) {
    await victim.kill(async (backup, next) => {
      // One that goes on from another one may have fewer records.
      await next.reaches(
        backup,
        (known) => known.length >= count || known.some(({ type }) => type === 'end'),
      );
    });
    if (turn % 2 === 0) await victim.goesOn();
    await victim.forgetBags();
  }
  await victim.isWell();
  // What follows verifying takes a few milliseconds only, so those kills may come too late to harm.
  expect(victim.killed.filter(({ ended }) => !ended).length).toBeGreaterThanOrEqual(moments.length / 2);
  expect(victim.removed).toBeGreaterThanOrEqual(1);
  expect(victim.resumed).toBeGreaterThanOrEqual(2);
});
