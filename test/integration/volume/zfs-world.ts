import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { zfsMirror } from '../../../electron/mirror/zfs';
import { runProgram, type ProgramEnd, type RunProgram } from '../../../electron/run/program';
import { zfs } from '../../../electron/snapshot/zfs';
import type { Still, StillAct } from '../../../electron/volume/still';
import { RUN_ID } from '../../conformance/snapshot';
import { temporaryFolder } from '../../support/places';
import type { Zfs, ZfsPool } from '../../support/zfs';
import { fill, never, placeAt } from '../snapshot/volumes';

/** The daemon of the test file, once it runs. */
export type GetZfs = () => Zfs;

/** Makes a pool that is destroyed when the test has finished. */
export function poolOf(zfsOf: GetZfs, shape: string): ZfsPool {
  const pool = zfsOf().makePool(shape);
  onTestFinished(async () => await pool.end());
  return pool;
}

/** Makes a pool with a post office on a dataset of its own. */
export function officeOn(zfsOf: GetZfs, shape: string): { pool: ZfsPool; folder: string } {
  const pool = poolOf(zfsOf, shape);
  return { pool, folder: fill(pool.makeDataset('mail')) };
}

/** A run with a folder of its own, as the engine gives it. */
export async function aRun(runId = RUN_ID): Promise<{ runId: string; folder: string }> {
  const mine = path.join(await temporaryFolder(), runId);
  await mkdir(mine);
  return { runId, folder: path.join(mine, 'still') };
}

export const actsOf = ({ make, mount }: Still): StillAct[] => [make, ...(mount ? [mount] : [])];

/** Takes back what was made, newest first, as another process finds it in the journal. */
export async function takeBack(
  acts: readonly StillAct[],
  runId = RUN_ID,
  run: RunProgram = runProgram,
): Promise<boolean[]> {
  const acted: boolean[] = [];
  for (const { undo } of [...acts].reverse()) {
    const { action, params } = JSON.parse(JSON.stringify(undo)) as StillAct['undo'];
    acted.push(
      action === 'join-mirror'
        ? await zfsMirror.join(params, runId, run)
        : await zfs.remove(params, runId, run),
    );
  }
  return acted;
}

/** Makes a snapshot of a folder, or breaks its mirror. */
export async function made(
  provider: typeof zfs | typeof zfsMirror,
  folder: string,
  run: RunProgram = runProgram,
): Promise<Still> {
  const still = await provider.prepare(placeAt(folder, run), await aRun());
  for (const act of actsOf(still)) await act.act(never);
  return still;
}

/** Waits until a mirror is in step. */
export async function inStep({ make }: Still): Promise<void> {
  const until = Date.now() + 60_000;
  while (!(await zfsMirror.resync(make.undo.params, runProgram)).inStep) {
    if (Date.now() > until) throw new Error('not in step');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const CHANGES =
  /^(snapshot|clone|mount|unmount|set|destroy|split|import|export|attach|detach|online|offline)$/;

/** Runs programs until so many have changed something; then it is as if Postbag had been killed. */
export function killedAfter(changes: number): { run: RunProgram; wasKilled: () => boolean } {
  let left = changes;
  let killed = false;
  const run: RunProgram = async (call) => {
    if (!killed && CHANGES.test(call.args?.[0] ?? '')) killed = left-- === 0;
    if (killed) throw new Error('killed');
    return await runProgram(call);
  };
  return { run, wasKilled: () => killed };
}

/** Answers for one program as told, and runs all others. */
export const answering =
  (program: string, end: Partial<ProgramEnd>): RunProgram =>
  async (call) =>
    call.program === program
      ? { code: 0, stdout: '', stderr: '', failed: null, ...end }
      : await runProgram(call);

/** Text with something in it, for `toEqual` and the like. */
export const containing = (text: string): unknown => expect.stringContaining(text);

/** Puts something big into a folder. */
export function fillUp(folder: string, megabytes: number): void {
  const block = Buffer.alloc(1024 * 1024);
  for (let index = 0; index < megabytes; index++) {
    block.fill(`${String(index)}/`);
    writeFileSync(path.join(folder, `USR${String(index).padStart(5, '0')}`), block);
  }
}

/** A program that counts: each number into file A, then into file B. */
export interface Writer {
  /** The numbers that stood in stills of it. */
  readonly seen: Set<number>;
}

const COUNTS = `
  const fs = require('fs');
  for (let n = 0; ; n++)
    for (const file of process.argv.slice(1))
      fs.writeFileSync(file, String(n).padStart(9, '0'), { flag: n ? 'r+' : 'w' });`;

const FILES = ['A', 'B'] as const;

/** Starts one in a folder, until the test has finished. */
export async function startWriter(folder: string): Promise<Writer> {
  const files = FILES.map((name) => path.join(folder, name));
  const program = spawn(process.execPath, ['-e', COUNTS, ...files], { stdio: 'ignore' });
  onTestFinished(() => void program.kill('SIGKILL'));
  await expect.poll(() => files.every((file) => existsSync(file)), { timeout: 10_000 }).toBe(true);
  return { seen: new Set() };
}

/** What was written first is in it, and nothing that was written after. */
export function expectOneInstant({ seen }: Writer, folder: string): void {
  const [a = NaN, b = NaN] = FILES.map((name) => Number(readFileSync(path.join(folder, name), 'utf8')));
  expect([0, 1], `${String(a)} and ${String(b)}`).toContain(a - b);
  seen.add(a);
}
