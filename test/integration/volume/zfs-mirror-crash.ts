import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { zfsMirror } from '../../../electron/mirror/zfs';
import { runProgram } from '../../../electron/run/program';
import type { Still } from '../../../electron/volume/still';
import { RUN_ID } from '../../conformance/snapshot';
import { cannotFail } from '../../support/failing-disk';
import { temporaryFolder } from '../../support/places';
import { ServedDisk } from '../../support/served-disk';
import { zfsProgram, type ZfsPool } from '../../support/zfs';
import { never, placeAt } from '../snapshot/volumes';
import {
  actsOf,
  aRun,
  fillUp,
  inStep,
  killedAfter,
  made,
  officeOn,
  takeBack,
  type GetZfs,
} from './zfs-world';

const half = `postbag-${RUN_ID}`;
const TWO = 'mirror 1 2 mirror 3 4';

export function crashTests(zfsOf: GetZfs): void {
  const powerCut = async (pool: ZfsPool): Promise<void> => {
    zfsOf().kill();
    await zfsOf().start();
    pool.import();
  };
  /** Joins it, and makes sure that it is as it was, with what people wrote. */
  const expectWhole = async (still: Still, pool: ZfsPool, before: string, when: string): Promise<void> => {
    await takeBack(actsOf(still));
    await inStep(still);
    expect(pool.state(), when).toBe(before);
    expect(readFileSync(path.join(pool.point, 'mail/MLANDATA'), 'utf8'), when).toBe('of MLANDATA');
    expect(await takeBack(actsOf(still)), when).toEqual([false]);
  };

  test('is joined whenever Postbag was killed while it broke it', async () => {
    const { pool, folder } = officeOn(zfsOf, TWO);
    const before = pool.state();
    let moments = 0;
    for (let killed = true; killed; moments++) {
      const { run, wasKilled } = killedAfter(moments);
      const run1 = await aRun();
      const still = await zfsMirror.prepare(placeAt(folder, run), run1);
      await still.make.act(never).catch(() => undefined);
      killed = wasKilled();
      await expectWhole(still, pool, before, `killed before change ${String(moments)}`);
      expect(existsSync(run1.folder)).toBe(false);
    }
    // Split, imported, four properties, exported, imported, mounted: more where it has to be unmounted.
    expect(moments).toBeGreaterThan(9);
  });

  test('is joined whenever Postbag was killed while it joined it', async () => {
    const { pool, folder } = officeOn(zfsOf, TWO);
    const before = pool.state();
    let moments = 0;
    for (let killed = true; killed; moments++) {
      const { run, wasKilled } = killedAfter(moments);
      const still = await made(zfsMirror, folder);
      await takeBack(actsOf(still), RUN_ID, run).catch(() => undefined);
      killed = wasKilled();
      await expectWhole(still, pool, before, `killed before change ${String(moments)}`);
    }
    // Exported, and a disk attached to each mirror.
    expect(moments).toBe(4);
  });

  test('is joined after a power cut while it was broken', async () => {
    const { pool, folder } = officeOn(zfsOf, TWO);
    const before = pool.state();
    const still = await made(zfsMirror, folder);
    await powerCut(pool);
    expect(await still.held()).toMatchObject({ held: false });
    expect(zfsProgram('zpool', 'list', '-H', '-o', 'name')).not.toContain(half);
    await expectWhole(still, pool, before, 'after the cut');
  });

  /**
   * Cuts the power so many milliseconds after a program of ZFS was started. zfs-fuse itself cannot import every pool to
   * which that happens (two or three in a hundred): then nothing can be joined, and that is said.
   * @returns whether the pool can be imported again
   */
  const cutDuring = async (
    pool: ZfsPool,
    still: Still,
    args: readonly string[],
    delay: number,
  ): Promise<boolean> => {
    pool.sync();
    const running = spawn('zpool', args, { stdio: 'ignore' });
    await sleep(delay);
    zfsOf().kill();
    running.kill('SIGKILL');
    await zfsOf().start();
    try {
      pool.import();
      return true;
    } catch {
      zfsOf().kill();
      await zfsOf().start();
      await expect(takeBack(actsOf(still))).rejects.toThrow('is not imported');
      return false;
    }
  };

  test('is joined after a power cut in the middle of its being split', async () => {
    const seen = new Map<string, number>();
    // Until every kind was seen; usually the first sixteen times do.
    for (let round = 0; round < 16 || (seen.size < 3 && round < 48); round++) {
      const { pool, folder } = officeOn(zfsOf, TWO);
      const before = pool.state();
      const still = await zfsMirror.prepare(placeAt(folder), await aRun());
      const delay = (round % 16) * 10;
      if (!(await cutDuring(pool, still, ['split', pool.name, half], delay))) continue;
      const state = pool.state();
      const kind = state.includes('OFFLINE') ? 'cut short' : state === before ? 'not begun' : 'done';
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      await expectWhole(still, pool, before, `cut after ${String(delay)} ms: ${kind}`);
      await pool.end();
    }
    expect([...seen.keys()].sort()).toEqual(['cut short', 'done', 'not begun']);
  });

  test('is joined after a power cut in the middle of its being joined', async () => {
    let joined = 0;
    for (let delay = 0; delay <= 160; delay += 40) {
      const { pool, folder } = officeOn(zfsOf, TWO);
      const before = pool.state();
      const still = await made(zfsMirror, folder);
      zfsProgram('zpool', 'export', half);
      const args = ['attach', '-f', pool.name, pool.disk(1), pool.disk(2)];
      if (!(await cutDuring(pool, still, args, delay))) continue;
      await expectWhole(still, pool, before, `cut after ${String(delay)} ms`);
      await pool.end();
      joined++;
    }
    expect(joined).toBeGreaterThan(2);
  });

  test('is joined when its disks have other names after the next start', async () => {
    const { pool, folder } = officeOn(zfsOf, TWO);
    const still = await made(zfsMirror, folder);
    zfsOf().kill();
    const [second, fourth] = [pool.disk(2), pool.disk(4)];
    const [other, another] = [`${second}x`, `${fourth}x`];
    renameSync(second, other);
    renameSync(fourth, another);
    await zfsOf().start();
    pool.import();
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
    expect(pool.state()).toContain(other);
    expect(pool.state()).toContain(another);
    expect(zfsProgram('zpool', 'status', pool.name)).toMatch(/state: ONLINE[^]*with 0 errors/);
    expect(await takeBack(actsOf(still))).toEqual([false]);
  });

  test('is joined when the disks have swapped their names, with the right ones', async () => {
    const { pool, folder } = officeOn(zfsOf, TWO);
    const still = await made(zfsMirror, folder);
    zfsOf().kill();
    const [first, second] = [pool.disk(1), pool.disk(2)];
    renameSync(first, `${first}x`);
    renameSync(second, first);
    renameSync(`${first}x`, second);
    await zfsOf().start();
    pool.import();
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
    expect(readFileSync(path.join(folder, 'MLANDATA'), 'utf8')).toBe('of MLANDATA');
  });

  test('shows people nothing of its half where they work, though the computer imports all it finds', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const before = pool.state();
    const still = await made(zfsMirror, folder);
    zfsOf().kill();
    await zfsOf().start();
    // The half first, where nothing is in its way.
    const elsewhere = path.join(await temporaryFolder(), 'root');
    zfsProgram('zpool', 'import', '-f', '-o', 'cachefile=none', '-R', elsewhere, '-d', pool.base, half);
    zfsProgram('zfs', 'mount', '-a');
    const points = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(half));
    expect(points).toEqual([]);
    pool.import();
    await expectWhole(still, pool, before, 'imported');
  });

  test('with smaller sectors than ZFS would choose for its disks today is joined too', async () => {
    const { pool, folder } = officeOn(zfsOf, '-o ashift=9 mirror 1@400 2@400');
    const before = pool.state();
    const still = await made(zfsMirror, folder);
    await expectWhole(still, pool, before, 'joined');
  });

  test('whose half fails while it is read ends reading, and is not joined before the disk is well', async ({
    skip,
  }) => {
    skip(cannotFail !== null, cannotFail ?? '');
    const disk = await ServedDisk.start(await temporaryFolder(), 80 * 1024 * 1024);
    const { pool, folder } = officeOn(zfsOf, `mirror 1 ${disk.file}`);
    fillUp(folder, 20);
    pool.sync();
    const before = pool.state();
    const still = await made(zfsMirror, folder);
    disk.fail();
    expect(() => readFileSync(path.join(still.folder(), 'USR00010'))).toThrow(/E(IO|NXIO)/);
    await powerCut(pool);
    await expect(takeBack(actsOf(still))).rejects.toThrow(`${disk.file} has no label of ZFS`);
    await expect(zfsMirror.resync(still.make.undo.params, runProgram)).resolves.toMatchObject({
      inStep: false,
    });
    expect(readFileSync(path.join(folder, 'USR00010')).length).toBe(1024 * 1024);
    disk.recover();
    await expectWhole(still, pool, before, 'well again');
  });
}
