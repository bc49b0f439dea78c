import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { zfsMirror } from '../../../electron/mirror/zfs';
import { joinZfs } from '../../../electron/mirror/zfs-join';
import { runProgram, type RunProgram } from '../../../electron/run/program';
import { makeUnmount } from '../../../electron/volume/mount';
import { mirrorConformance } from '../../conformance/mirror';
import { plainFiles, RUN_ID } from '../../conformance/snapshot';
import { cannotFail } from '../../support/failing-disk';
import { temporaryFolder } from '../../support/places';
import { ServedDisk } from '../../support/served-disk';
import { noZfs, zfsProgram, type ZfsPool } from '../../support/zfs';
import { fill, never, placeAt } from '../snapshot/volumes';
import {
  actsOf,
  answering,
  aRun,
  containing,
  expectOneInstant,
  fillUp,
  inStep,
  made,
  officeOn,
  startWriter,
  takeBack,
  type GetZfs,
} from './zfs-world';

const half = `postbag-${RUN_ID}`;

const kinds: readonly (readonly [string, string, (pool: ZfsPool) => string])[] = [
  ['one mirror', 'mirror 1 2', (pool) => fill(path.join(pool.makeDataset('Post room'), 'in it'))],
  ['several mirrors', 'mirror 1 2 mirror 3 4', (pool) => fill(pool.makeDataset('mail'))],
  ['a mirror with log and spare', 'mirror 1 2 log 3 spare 4', (pool) => fill(pool.point)],
];

export function mirrorsConform(zfsOf: GetZfs): void {
  for (const [what, shape, folderIn] of kinds) {
    mirrorConformance(
      `zfs of ${what}`,
      async () => {
        const pool = zfsOf().makePool(shape);
        const folder = folderIn(pool);
        return await Promise.resolve({
          provider: zfsMirror,
          place: placeAt(folder),
          unmount: makeUnmount(runProgram),
          state: async () => await Promise.resolve(pool.state()),
          ...plainFiles(folder),
          degrade: async () => {
            zfsProgram('zpool', 'offline', pool.name, pool.disk(2));
            await Promise.resolve();
          },
          end: async () => await pool.end(),
        });
      },
      { skipped: noZfs },
    );
  }
}

export function mirrorTests(zfsOf: GetZfs): void {
  test('is called as an administrator calls it, and everything is copied when it is joined', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    expect(await zfsMirror.look(placeAt(folder))).toEqual({
      usable: true,
      reason: null,
      volume: pool.name,
      covers: 'one-instant',
      spaceBytes: null,
      resync: 'all',
      mounts: false,
    });
  });

  test('that is none is refused: one disk, several, or disks of which one may fail', async () => {
    for (const shape of ['1', 'raidz 1 2 3', '1 2']) {
      const { pool, folder } = officeOn(zfsOf, shape);
      const before = pool.state();
      const { reason } = await zfsMirror.look(placeAt(folder));
      expect(reason, shape).toEqual({ code: 'no-mirror', params: { volume: pool.name } });
      await expect(zfsMirror.prepare(placeAt(folder), await aRun())).rejects.toMatchObject({
        params: { reason: `${pool.name} is no mirror of two halves.` },
      });
      expect(pool.state()).toBe(before);
    }
  });

  test('of three disks lends one of them, and is a mirror meanwhile', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2 3');
    const before = pool.state();
    const still = await made(zfsMirror, folder);
    expect(pool.state()).toContain('mirror-0');
    expect(readFileSync(path.join(still.folder(), 'MLANDATA'), 'utf8')).toBe('of MLANDATA');
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
    expect(pool.state()).toBe(before);
  });

  test('that has lost a half between looking and breaking is not broken', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await zfsMirror.prepare(placeAt(folder), await aRun());
    zfsProgram('zpool', 'offline', pool.name, pool.disk(1));
    const before = pool.state();
    await expect(still.make.act(never)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { reason: containing('has lost a half already') },
    });
    expect(await takeBack(actsOf(still))).toEqual([false]);
    expect(pool.state()).toBe(before);
  });

  test('to which somebody has added a disk meanwhile is not broken', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await zfsMirror.prepare(placeAt(folder), await aRun());
    zfsProgram('zpool', 'attach', pool.name, pool.disk(1), pool.disk(3));
    await inStep(still);
    const before = pool.state();
    await expect(still.make.act(never)).rejects.toMatchObject({
      params: { reason: `${pool.name} is not what it was` },
    });
    expect(await takeBack(actsOf(still))).toEqual([false]);
    expect(pool.state()).toBe(before);
  });

  test('that comes into step is refused, and says how far it is', async ({ skip }) => {
    skip(cannotFail !== null, cannotFail ?? '');
    const disk = await ServedDisk.start(await temporaryFolder(), 80 * 1024 * 1024, '20M');
    const { pool, folder } = officeOn(zfsOf, `mirror 1 ${disk.file}`);
    const still = await zfsMirror.prepare(placeAt(folder), await aRun());
    const { params } = still.make.undo;
    zfsProgram('zpool', 'offline', pool.name, disk.file);
    fillUp(folder, 24);
    zfsProgram('zpool', 'online', pool.name, disk.file);
    await expect
      .poll(async () => (await zfsMirror.resync(params, runProgram)).percent, {
        timeout: 10_000,
        interval: 20,
      })
      .toBeLessThan(100);
    expect((await zfsMirror.resync(params, runProgram)).inStep).toBe(false);
    const before = pool.state();
    expect(await zfsMirror.look(placeAt(folder))).toMatchObject({
      reason: { code: 'not-in-step', params: { volume: pool.name, percent: expect.any(Number) as unknown } },
    });
    await expect(zfsMirror.prepare(placeAt(folder), await aRun())).rejects.toMatchObject({
      params: { reason: containing('not in step yet') },
    });
    expect(pool.state()).toBe(before);
    await inStep(still);
    expect((await zfsMirror.look(placeAt(folder))).usable).toBe(true);
  });

  test('cannot be written in its half, and only the dataset of the post office is mounted', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    fill(pool.makeDataset('mail/b'));
    fill(pool.makeDataset('other'));
    const still = await made(zfsMirror, folder);
    expect(() => writeFileSync(path.join(still.folder(), 'MLANDATA'), 'x')).toThrow('EROFS');
    const mounted = zfsProgram(
      'zfs',
      'list',
      '-H',
      '-o',
      'name,mounted,canmount',
      '-t',
      'filesystem',
      '-r',
      half,
    );
    expect(mounted.trim().split('\n').sort()).toEqual([
      `${half}\tno\toff`,
      `${half}/mail\tyes\tnoauto`,
      `${half}/mail/b\tno\toff`,
      `${half}/other\tno\toff`,
    ]);
    await takeBack(actsOf(still));
    await inStep(still);
  });

  test('of which the half is gone or unmounted has not held', async () => {
    const { folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await made(zfsMirror, folder);
    zfsProgram('zfs', 'unmount', `${half}/mail`);
    expect(await still.held()).toMatchObject({ held: false, reason: containing('not mounted') });
    zfsProgram('zpool', 'export', half);
    expect(await still.held()).toEqual({ held: false, reason: `The pool ${half} is gone` });
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
  });

  test('whose half a program has open is not joined, which is said, and later is', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const before = pool.state();
    const still = await made(zfsMirror, folder);
    const handle = await open(path.join(still.folder(), 'MLANDATA'), 'r');
    try {
      await expect(joinZfs(still.make.undo.params, RUN_ID, runProgram, 1500)).rejects.toThrow('busy');
      expect(await still.held()).toEqual({ held: true });
    } finally {
      await handle.close();
    }
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
    expect(pool.state()).toBe(before);
  });

  test('whose half somebody has mounted where people work is not joined before they look at it', async () => {
    const { folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await made(zfsMirror, folder);
    zfsProgram('zpool', 'export', half);
    const elsewhere = `${path.dirname(folder)}-elsewhere`;
    zfsProgram(
      'zpool',
      'import',
      '-o',
      'cachefile=none',
      '-R',
      elsewhere,
      '-d',
      path.dirname(path.dirname(folder)),
      half,
    );
    zfsProgram('zfs', 'mount', `${half}/mail`);
    await expect(takeBack(actsOf(still))).rejects.toThrow(`${half}/mail is mounted at ${elsewhere}`);
    zfsProgram('zfs', 'unmount', `${half}/mail`);
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
  });

  test('is not joined with a disk that holds something else by now, which is not written', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await made(zfsMirror, folder);
    zfsProgram('zpool', 'export', half);
    zfsProgram(
      'zpool',
      'create',
      '-f',
      '-o',
      'cachefile=none',
      '-m',
      path.join(pool.base, 'x'),
      `${pool.name}x`,
      pool.disk(2),
    );
    writeFileSync(path.join(pool.base, 'x', 'precious'), 'precious');
    for (const exported of [false, true]) {
      if (exported) zfsProgram('zpool', 'export', `${pool.name}x`);
      const image = exported ? readFileSync(pool.disk(2)) : null;
      await expect(takeBack(actsOf(still))).rejects.toThrow(
        `${pool.disk(2)} says that it belongs to ${pool.name}x, so nothing was written to it`,
      );
      if (image) expect(readFileSync(pool.disk(2)).equals(image)).toBe(true);
    }
    expect(await zfsMirror.resync(still.make.undo.params, runProgram)).toMatchObject({ inStep: false });
    // Somebody takes another disk instead.
    zfsProgram('zpool', 'attach', pool.name, pool.disk(1), pool.disk(5));
    expect(await takeBack(actsOf(still))).toEqual([false]);
    await inStep(still);
  });

  test('is not joined with a disk that is gone or empty', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await made(zfsMirror, folder);
    zfsProgram('zpool', 'export', half);
    const [disk, away] = [pool.disk(2), path.join(pool.base, '..', 'away.img')];
    renameSync(disk, away);
    await expect(takeBack(actsOf(still))).rejects.toThrow(`${disk} has no label of ZFS`);
    pool.disk(2);
    await expect(takeBack(actsOf(still))).rejects.toThrow(`${disk} has no label of ZFS`);
    renameSync(away, disk);
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
  });

  test('is joined without zdb when ZFS itself knows the disk, and else not', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const before = pool.state();
    const without = answering('zdb', { code: null, failed: 'missing' });
    const still = await made(zfsMirror, folder);
    zfsProgram('zpool', 'export', half);
    const lost: RunProgram = async (call) =>
      call.args?.[0] === 'import'
        ? { code: 1, stdout: '', stderr: 'no such pool available', failed: null }
        : await without(call);
    await expect(takeBack(actsOf(still), RUN_ID, lost)).rejects.toThrow('cannot be looked at without zdb');
    expect(await takeBack(actsOf(still), RUN_ID, without)).toEqual([true]);
    await inStep(still);
    expect(pool.state()).toBe(before);
  });

  test('of which somebody takes a disk out themselves stays as they left it', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await zfsMirror.prepare(placeAt(folder), await aRun());
    zfsProgram('zpool', 'offline', pool.name, pool.disk(2));
    const before = pool.state();
    expect(await takeBack(actsOf(still))).toEqual([false]);
    expect(pool.state()).toBe(before);
    await expect(zfsMirror.resync(still.make.undo.params, runProgram)).rejects.toThrow('is OFFLINE');
  });

  test('in a pool that is away is not taken for joined', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const still = await made(zfsMirror, folder);
    zfsProgram('zpool', 'export', pool.name);
    await expect(takeBack(actsOf(still))).rejects.toThrow(`The pool ${pool.name} is not imported`);
    await expect(zfsMirror.resync(still.make.undo.params, runProgram)).rejects.toThrow('is not imported');
    pool.import();
    expect(await takeBack(actsOf(still))).toEqual([true]);
    await inStep(still);
  });

  test('of a dataset that is encrypted is refused', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const encrypted = answering('zfs', { stdout: 'type\tfilesystem\nencryption\taes-256-gcm\n' });
    expect((await zfsMirror.look(placeAt(folder, encrypted))).reason).toEqual({
      code: 'failed',
      params: { program: 'zpool', reason: `${pool.name}/mail is encrypted` },
    });
  });

  test('is of one instant while a program writes', async () => {
    const { folder } = officeOn(zfsOf, 'mirror 1 2 mirror 3 4');
    const writer = await startWriter(folder);
    for (let round = 0; round < 3; round++) {
      const still = await made(zfsMirror, folder);
      expectOneInstant(writer, still.folder());
      await takeBack(actsOf(still));
      await inStep(still);
    }
    expect(writer.seen.size, 'it went on writing').toBe(3);
  });

  test('is refused where zpool is missing, fails or prints something else', async () => {
    const { folder } = officeOn(zfsOf, 'mirror 1 2');
    const reasonWith = async (end: Parameters<typeof answering>[1]) =>
      (await zfsMirror.look(placeAt(folder, answering('zpool', end)))).reason;
    expect(await reasonWith({ stdout: 'all is well\n' })).toEqual({
      code: 'not-understood',
      params: { program: 'zpool' },
    });
    expect(await reasonWith({ code: null, failed: 'missing' })).toEqual({
      code: 'program-missing',
      params: { program: 'zpool' },
    });
    expect(await reasonWith({ code: null, failed: 'timeout' })).toEqual({
      code: 'failed',
      params: { program: 'zpool', reason: 'timeout' },
    });
  });

  test('is not broken when a run was cancelled before', async () => {
    const { pool, folder } = officeOn(zfsOf, 'mirror 1 2');
    const before = pool.state();
    const still = await zfsMirror.prepare(placeAt(folder), await aRun());
    await expect(still.make.act(AbortSignal.abort())).rejects.toThrow();
    expect(() => still.folder()).toThrow('not mounted');
    expect(pool.state()).toBe(before);
  });
}
