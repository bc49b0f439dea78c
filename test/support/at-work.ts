import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { checkPractice } from '../../electron/practice/checker';
import { TracedOperation } from '../../electron/practice/trace';
import { startPracticeUsers } from '../../electron/practice/users';
import { validateBag } from '../../electron/bag/validate';
import { forkNode } from '../../electron/run/child-node';
import type { BagProblem } from '../../shared/bag';
import type { PracticeCheck, PracticeOptions, PracticePace } from '../../shared/practice';
import type { BackupOptions, Method, RunRecord } from '../../shared/run';
import { backUp, startEngine } from './backup';
import type { Places } from './places';
import { makePostOffice } from './post-office';

export interface AtWork {
  readonly office: Partial<PracticeOptions>;
  readonly pace: PracticePace;
  readonly seed: number;
  readonly settle: BackupOptions['settle'];
  /** The linear method, if not said. */
  readonly method?: Method;
  readonly still?: BackupOptions['still'];
  /** Operations that are done before the backup begins. */
  readonly before: number;
}

/** What came of a backup that was made while the simulated users were at work. */
export interface MadeAtWork {
  readonly record: RunRecord;
  readonly problems: readonly BagProblem[];
  /** The payload of the bag. */
  readonly copy: PracticeCheck;
  /** The post office itself when its users had stopped. */
  readonly live: PracticeCheck;
  /** Pointers in it before its users began, and what they did then. */
  readonly pointersAtFirst: number;
  readonly operations: readonly TracedOperation[];
}

/** Makes a practice post office, backs it up while its users work, and counts what is in copy and original. */
export async function backUpAtWork(places: Places, how: AtWork): Promise<MadeAtWork> {
  const { home, vault, postOffice, base } = places;
  await makePostOffice(postOffice, how.office);
  const { pointers: pointersAtFirst } = await checkPractice(postOffice);
  const trace = path.join(base, 'trace.jsonl');
  const engine = await startEngine(home);
  const users = await startPracticeUsers(forkNode, postOffice, { seed: how.seed, ...how.pace, trace });
  let record: RunRecord;
  try {
    await users.waitForOps(how.before);
    record = await backUp(
      engine,
      postOffice,
      vault,
      { settle: how.settle, ...(how.still && { still: how.still }) },
      how.method,
    );
  } finally {
    await users.stop();
    await engine.close();
  }
  if (record.bag === null) throw new Error(`no bag: ${JSON.stringify(record.findings)}`);
  return {
    record,
    problems: (await validateBag(record.bag)).problems,
    copy: await checkPractice(path.join(record.bag, 'data')),
    live: await checkPractice(postOffice),
    pointersAtFirst,
    operations: await readTrace(trace),
  };
}

async function readTrace(file: string): Promise<TracedOperation[]> {
  const text = await readFile(file, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => TracedOperation.parse(JSON.parse(line)));
}

/** What the live post office can have been like at the moments of a claimed interval. */
export interface LiveThen {
  /** Operations that can have been under way. */
  readonly underWay: number;
  /** Operations that were begun and ended within it, beyond doubt. */
  readonly within: number;
  /** The fewest and the most pointers that all user files can have held together. */
  readonly pointers: { readonly least: number; readonly most: number };
}

/** A time of Postbag's is cut to whole ms, so what reads `t` was somewhere in [t, t + 1). */
const CUT_MS = 1;

/** The interval that a run claims: while it had settled, or in which what it read was made to stand still. */
function claimed({ settling, still }: RunRecord): { from: string; to: string } {
  if (settling?.interval) return settling.interval;
  if (still?.held !== true || still.at === null || still.madeAt === null)
    throw new Error('an interval was expected');
  return { from: still.at, to: still.madeAt };
}

/** @throws Error when the run claims no interval */
export function liveThen({ record, operations, pointersAtFirst }: MadeAtWork): LiveThen {
  const interval = claimed(record);
  const [from, to] = [Date.parse(interval.from), Date.parse(interval.to) + CUT_MS];
  const over = operations.filter(({ ended }) => ended < from);
  const during = operations.filter(({ began, ended }) => began <= to && ended >= from);
  const counts = [over.at(-1)?.pointers ?? pointersAtFirst, ...during.map(({ pointers }) => pointers)];
  const within = operations.filter(
    ({ began, ended }) => began >= from + CUT_MS && ended <= Date.parse(interval.to),
  );
  return {
    underWay: during.length,
    within: within.length,
    pointers: { least: Math.min(...counts), most: Math.max(...counts) },
  };
}

/**
 * A copy that claims an interval holds what the post office held then. The users write so that at no moment, not even
 * within an operation, there is a torn page or a pointer that leads nowhere (electron/practice/layout.ts); a message that
 * nobody points to is there only while an operation is under way. Every page that is written carries a number of its own,
 * so each operation leaves other bytes behind than there were: none can have been done within the interval.
 */
export function expectOfOneInstant(made: MadeAtWork): void {
  const { underWay, within, pointers } = liveThen(made);
  // A snapshot is of one instant within it; a settled copy is of all of it.
  if (made.record.settling) expect(within, 'operations within the claimed interval').toBe(0);
  expect(made.copy).toMatchObject({ torn: 0, dangling: 0, missing: 0 });
  expect(made.copy.orphans).toBeLessThanOrEqual(underWay);
  expect(made.copy.pointers).toBeGreaterThanOrEqual(pointers.least);
  expect(made.copy.pointers).toBeLessThanOrEqual(pointers.most);
}
