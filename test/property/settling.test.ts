/**
 * Motivation: a copy of open files that is said to be of one instant must be of one instant, whoever writes when; and
 * whatever happens, a bag is whole and the post office is left alone.
 * Description: random post offices are backed up while another process carries out a random script of writes in them,
 * in bursts or without a pause, and notes when each was made. A model goes through the same writes, so every state that
 * the post office was in is known, with the time in which it was current.
 * Pass criteria: the payload of each bag with the grade `instant` or `closed` is, byte for byte, a state that was current
 * at some moment of the interval which the run claims, and at every moment of it of which that can be said. Where the
 * run says that equal bytes alone stand behind its claim, a file may have been otherwise for a part of it if it changed
 * and changed back: the one gap that settling has. Every run ends with a bag, every bag is valid when all is over, and
 * the post office ends as the model does.
 *
 * See test/support/runs.ts for how to run it more often, and how to repeat one case.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { validateBag } from '../../electron/bag/validate';
import type { RunRecord } from '../../shared/run';
import { backUp, settlingOf, startEngine } from '../support/backup';
import { otherDisk } from '../support/disks';
import { makePlaces, temporaryFolder } from '../support/places';
import { askedRuns } from '../support/runs';
import { cameBack, holdAgainst } from './model/hold-against';
import { Replay } from './model/replay';
import { anyCase, type Case } from './model/script';
import type { Span } from './model/states';
import type { Step } from './model/steps';
import { differences, readTree, writeTree } from './model/tree';
import { holdsFor, timeFor } from './assert';
import { Tally } from './tally';
import { compileMapped, startWriter } from './writer/host';

const asked = askedRuns(50);
/** Bags are named by the second. */
const A_NAME_MS = 1000;

test(
  `a copy that is said to be of one instant is a state the post office was in (seed ${asked.seed})`,
  async () => {
    const mapped = compileMapped(await temporaryFolder());
    const tally = new Tally();
    await holdsFor(anyCase, asked, async (one) => await check(one, mapped, tally));
    console.log(tally.summary());
    if (asked.path === null) tally.expectAllKinds();
  },
  timeFor(asked),
);

async function check(one: Case, mapped: string, tally: Tally): Promise<void> {
  const places = await makePlaces(otherDisk() ?? undefined);
  const postOffice = path.join(await temporaryFolder(), 'Harbour');
  try {
    await mkdir(postOffice);
    await writeTree(postOffice, one.tree);
    const engine = await startEngine(places.home);
    const writer = await startWriter(postOffice, mapped, one);
    const records: RunRecord[] = [];
    let log: Step[];
    try {
      for (let made = 0; made < one.backups; made++) {
        if (made > 0) await sleep(A_NAME_MS);
        records.push(await backUp(engine, postOffice, places.vault, { settle: one.limits }));
      }
    } finally {
      log = await writer.stop();
      await engine.close();
    }
    tally.steps(log.length);
    for (const record of records) await checkRun(record, one, log, tally);
    await expectUntouched(postOffice, one, log);
  } finally {
    await rm(places.base, { recursive: true, force: true });
    await rm(path.dirname(postOffice), { recursive: true, force: true });
  }
}

async function checkRun(record: RunRecord, one: Case, log: readonly Step[], tally: Tally): Promise<void> {
  tally.run(record);
  const bag = record.bag ?? '';
  expect(bag, `no bag: ${JSON.stringify(record.findings)}`).not.toBe('');
  expect((await validateBag(bag)).problems).toEqual([]);
  const proven = settlingOf(record).end === 'settled';
  expect(record.grade).toBe(proven ? 'instant' : 'loose');
  if (!proven) return;
  const { interval, passes } = settlingOf(record);
  const [before, last] = passes.slice(-2).length === 2 ? passes.slice(-2) : [undefined, passes[0]];
  if (!interval || !last) throw new Error(`${record.grade} without an interval`);
  const span = { from: Date.parse(interval.from), to: Date.parse(interval.to) };
  expect(span.from).toBeLessThanOrEqual(span.to);
  const copy = await readTree(path.join(bag, 'data'));
  const held = holdAgainst(copy, one.tree, log, span);
  if (held.ofSpan && held.throughout) return;
  const around: [Span, Span] = [
    { from: Date.parse(before?.startedAt ?? record.startedAt), to: span.from },
    { from: span.to, to: Date.parse(last.endedAt) },
  ];
  const unexplained =
    interval.evidence === 'content'
      ? held.strays.filter((file) => !cameBack(file, copy, one.tree, log, around))
      : held.strays;
  expect(unexplained, `not as they were in ${JSON.stringify({ interval, around })}`).toEqual([]);
  tally.gap();
}

/** The post office on the disk is what the writer made of it, and nothing else. */
async function expectUntouched(postOffice: string, { tree }: Case, log: readonly Step[]): Promise<void> {
  const model = new Replay(tree);
  for (const step of log) model.apply(step);
  expect(differences(await readTree(postOffice), model.tree)).toEqual([]);
}
