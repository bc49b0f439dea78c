import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { JournalRecord } from '../../electron/run/journal-record';
import { postbagJson, start } from './cli';
import { NextRun, runIdsOf } from './journal';
import { codesOf, lineOf } from './lines';
import type { Places } from './places';
import { treeHash } from './tree';
import { bagsIn, checkWithCoreutils } from './vault';

/** A post office on a volume that can be made to stand still. */
export interface StillWorld extends Places {
  /** How it is backed up: the method and its options. */
  readonly flags: readonly string[];
  /** The volume with all snapshots and halves, as text: the same again when nothing is left. */
  readonly state: () => Promise<string> | string;
}

/** What is mounted for a run, and what lies beside a post office and in it that is not its own. */
export function traces({ base, home, postOffice }: Places): string {
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(base));
  const own = [path.dirname(postOffice), postOffice].flatMap((folder) =>
    readdirSync(folder).filter((name) => name.startsWith('.postbag-')),
  );
  const runs = runIdsOf(home).flatMap((id) =>
    readdirSync(path.join(home, 'runs', id)).filter((name) => name.startsWith('still')),
  );
  return [...mounts, ...own, ...runs].join('\n');
}

const argsOf = ({ postOffice, vault, flags }: StillWorld): string[] => [
  'backup',
  postOffice,
  '--to',
  vault,
  ...flags,
  '--json',
];

/** One backup that nobody disturbs; it leaves nothing behind. @returns the journal's records */
export async function backUpWhole(world: StillWorld): Promise<readonly JournalRecord[]> {
  const before = await stateOf(world);
  const next = new NextRun(world.home);
  const { code, stdout } = await start(argsOf(world), world).ended;
  expect(code, stdout).toBe(3); // a test has its vault on the disk of the post office
  expect(await stateOf(world)).toBe(before);
  return next.records;
}

const stateOf = async (world: StillWorld): Promise<string> => `${await world.state()}\n${traces(world)}`;

/** Kills one backup when its journal has so many records. @returns the step that was under way */
async function killAt(world: StillWorld, count: number): Promise<string> {
  const next = new NextRun(world.home);
  const backup = start([...argsOf(world), '--afresh'], world);
  await next.reaches(
    backup,
    (records) => records.length >= count || records.some(({ type }) => type === 'end'),
  );
  backup.kill('SIGKILL');
  await backup.ended;
  const { records } = next;
  const begun = records.flatMap((record) => (record.type === 'step-start' ? [record] : []));
  const ended = new Set(records.flatMap((record) => (record.type === 'step-end' ? [record.index] : [])));
  return begun.find(({ index }) => !ended.has(index))?.step ?? 'none';
}

/**
 * Kills a backup after each record that `moments` picks; each time the next start leaves nothing behind, and the post
 * office is untouched.
 * @param settle waits for what goes on by itself after the next start, such as a mirror that comes into step
 * @returns the steps that were under way when it was killed
 */
export async function killAtEach(
  world: StillWorld,
  moments: (record: JournalRecord) => boolean,
  settle: () => Promise<void> = async () => await Promise.resolve(),
): Promise<ReadonlySet<string>> {
  const hash = await treeHash(world.postOffice);
  const records = await backUpWhole(world);
  const before = await stateOf(world);
  const killedIn = new Set<string>();
  for (const count of records.flatMap((record, index) => (moments(record) ? [index + 1] : []))) {
    const step = await killAt(world, count);
    killedIn.add(step);
    const status = await postbagJson(['status'], world);
    expect(status.stderr).toBe('');
    const where = `killed after record ${String(count)}, in ${step}: ${codesOf(status.lines).join(', ')}`;
    expect(lineOf(status.lines, 'status').pendingUndos, where).toEqual([]);
    await settle();
    expect(await stateOf(world), where).toBe(before);
    expect(await treeHash(world.postOffice), where).toBe(hash);
  }
  for (const bag of (await bagsIn(world.vault)).finished) await checkWithCoreutils(bag);
  await backUpWhole(world);
  return killedIn;
}
