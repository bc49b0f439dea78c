import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runProgram } from '../../../electron/run/program';
import { zfs } from '../../../electron/snapshot/zfs';
import { removeZfs } from '../../../electron/snapshot/zfs-undo';
import { makeUnmount } from '../../../electron/volume/mount';
import { OTHER_RUN, plainFiles, RUN_ID, snapshotConformance } from '../../conformance/snapshot';
import { mount, plugIn } from '../../support/disks';
import { temporaryFolder } from '../../support/places';
import { noZfs, zfsProgram, type ZfsPool } from '../../support/zfs';
import { asNobody } from '../../unit/postoffice/as-nobody';
import { fill, never, placeAt } from '../snapshot/volumes';
import {
  actsOf,
  answering,
  aRun,
  containing,
  expectOneInstant,
  killedAfter,
  made,
  officeOn,
  poolOf,
  startWriter,
  takeBack,
  type GetZfs,
} from './zfs-world';

const ours = `postbag-${RUN_ID}`;

const kinds: readonly (readonly [string, (pool: ZfsPool) => string])[] = [
  ['a dataset', (pool) => fill(pool.makeDataset('mail'))],
  ['a folder in a dataset', (pool) => fill(path.join(pool.makeDataset('Post room'), 'Ämter & "alle"'))],
  ['a whole pool', (pool) => fill(pool.point)],
];

export function snapshotsConform(zfsOf: GetZfs): void {
  for (const [what, folderIn] of kinds) {
    snapshotConformance(
      `zfs of ${what}`,
      async () => {
        const pool = zfsOf().makePool('1');
        const folder = folderIn(pool);
        return await Promise.resolve({
          provider: zfs,
          place: placeAt(folder),
          unmount: makeUnmount(runProgram),
          state: async () => await Promise.resolve(pool.state()),
          ...plainFiles(folder),
          end: async () => await pool.end(),
        });
      },
      { covers: 'one-instant', skip: noZfs },
    );
  }
}

export function snapshotTests(zfsOf: GetZfs): void {
  test('is called as an administrator calls it, and says how much room there is', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const look = await zfs.look(placeAt(folder));
    expect(look).toMatchObject({ volume: `${pool.name}/mail`, mounts: true, resync: null });
    expect(look.spaceBytes).toBeGreaterThan(20_000_000);
    expect(look.spaceBytes).toBeLessThan(80 * 1024 * 1024);
    const still = await zfs.prepare(placeAt(folder), await aRun());
    expect(still.make.undo.params['shown']).toBe(`${pool.name}/mail@${ours}`);
  });

  test('is of one instant while a program writes: what was written first is in it, and nothing after', async () => {
    const { folder } = officeOn(zfsOf, '1');
    const writer = await startWriter(folder);
    for (let round = 0; round < 5; round++) {
      const still = await made(zfs, folder);
      expectOneInstant(writer, still.folder());
      expect(await takeBack(actsOf(still))).toEqual([true, true]);
    }
    expect(writer.seen.size, 'it went on writing').toBe(5);
  });

  test('cannot be written, and holds nothing of a dataset below, which has its own', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const below = fill(pool.makeDataset('mail/b'));
    const beside = fill(pool.makeDataset('other'));
    const stills = [];
    for (const part of [folder, below, beside]) stills.push(await made(zfs, part));
    const [whole] = stills;
    expect(readdirSync(path.join(whole?.folder() ?? '', 'b'))).toEqual([]);
    for (const still of stills) {
      expect(readFileSync(path.join(still.folder(), 'MLANDATA'), 'utf8')).toBe('of MLANDATA');
      expect(() => writeFileSync(path.join(still.folder(), 'MLANDATA'), 'x')).toThrow('EROFS');
      expect(await still.held()).toEqual({ held: true });
    }
    for (const still of stills) expect(await takeBack(actsOf(still))).toEqual([true, true]);
    expect(pool.state()).not.toContain(ours);
  });

  test('of a folder that is bound to another place holds that folder', async () => {
    const { folder } = officeOn(zfsOf, '1');
    const inside = fill(path.join(folder, 'in', 'it'));
    writeFileSync(path.join(inside, 'MLANDATA'), 'of the folder');
    const place = path.join(await temporaryFolder(), 'bound');
    plugIn(path.dirname(inside), place);
    const still = await made(zfs, path.join(place, 'it'));
    expect(readFileSync(path.join(still.folder(), 'MLANDATA'), 'utf8')).toBe('of the folder');
    await takeBack(actsOf(still));
  });

  test('of a place into which something else is bound is refused', async () => {
    const { folder } = officeOn(zfsOf, '1');
    plugIn(path.join(folder, 'CCADMIN'), path.join(folder, 'bound'));
    expect(await zfs.look(placeAt(folder))).toMatchObject({ reason: { code: 'other-volume' } });
  });

  test('leaves the snapshots and clones of others alone, those of another run among them', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    zfsProgram('zfs', 'snapshot', `${pool.name}/mail@nightly`);
    zfsProgram('zfs', 'snapshot', `${pool.name}/mail@postbag-${OTHER_RUN}`);
    zfsProgram('zfs', 'clone', `${pool.name}/mail@nightly`, `${pool.name}/mine`);
    const before = pool.state();
    const still = await made(zfs, folder);
    await takeBack(actsOf(still));
    expect(pool.state()).toBe(before);
  });

  test('something that somebody put under its names is not removed', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const still = await zfs.prepare(placeAt(folder), await aRun());
    zfsProgram('zfs', 'create', `${pool.name}/mail/${ours}`);
    await expect(takeBack(still.mount ? [still.mount] : [])).rejects.toThrow('is no clone of');
    expect(pool.state()).toContain(`${pool.name}/mail/${ours}`);
  });

  test('with a clone of somebody’s own stays, which is said, until that is gone', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const still = await made(zfs, folder);
    zfsProgram('zfs', 'clone', `${pool.name}/mail@${ours}`, `${pool.name}/mine`);
    await expect(takeBack(actsOf(still))).rejects.toThrow('has dependent clones');
    await expect.poll(() => destroyed(`${pool.name}/mine`), { timeout: 10_000 }).toBe(true);
    expect(await takeBack(actsOf(still))).toEqual([false, true]);
  });

  test('that a program has a file of open stays, which is said, and is removed later', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const before = pool.state();
    const still = await made(zfs, folder);
    const handle = await open(path.join(still.folder(), 'MLANDATA'), 'r');
    try {
      const params = still.mount?.undo.params ?? {};
      await expect(removeZfs(params, RUN_ID, runProgram, 1500)).rejects.toThrow('busy');
      expect(await still.held()).toEqual({ held: true });
    } finally {
      await handle.close();
    }
    expect(await takeBack(actsOf(still))).toEqual([true, true]);
    expect(pool.state()).toBe(before);
  });

  test('whose clone was unmounted, or put somewhere else, has not held', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const still = await made(zfs, folder);
    zfsProgram('zfs', 'unmount', `${pool.name}/mail/${ours}`);
    expect(await still.held()).toMatchObject({ held: false, reason: containing('not mounted') });
    expect(await takeBack(actsOf(still))).toEqual([true, true]);
    expect(await still.held()).toMatchObject({ held: false, reason: containing('is gone') });
  });

  test('in a pool that is away is not taken for removed, and is removed when the pool is back', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const still = await made(zfs, folder);
    zfsProgram('zpool', 'export', pool.name);
    expect(await still.held()).toMatchObject({ held: false });
    for (const act of actsOf(still)) {
      await expect(takeBack([act])).rejects.toThrow(`The pool ${pool.name} is not imported`);
    }
    pool.import();
    expect(await takeBack(actsOf(still))).toEqual([true, true]);
    expect(pool.state()).not.toContain(ours);
  });

  test('is taken back whenever Postbag was killed, and whenever it was killed again meanwhile', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const before = pool.state();
    let moments = 0;
    for (let killed = true; killed; moments++) {
      const { run, wasKilled } = killedAfter(moments);
      const still = await zfs.prepare(placeAt(folder, run), await aRun());
      const acts = actsOf(still);
      for (const act of acts) await act.act(never).catch(() => undefined);
      for (let again = 0; again < 2; again++) {
        await takeBack(acts, RUN_ID, killedAfter(again).run).catch(() => undefined);
      }
      await takeBack(acts);
      expect(pool.state(), `killed before change ${String(moments)}`).toBe(before);
      killed = wasKilled();
    }
    expect(moments).toBeGreaterThan(2);
  });

  test('is taken back after a power cut', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const before = pool.state();
    pool.sync();
    const still = await made(zfs, folder);
    zfsOf().kill();
    await zfsOf().start();
    pool.import();
    await takeBack(actsOf(still));
    expect(pool.state()).toBe(before);
    expect(readFileSync(path.join(folder, 'MLANDATA'), 'utf8')).toBe('of MLANDATA');
  });

  test('is not made when a run was cancelled before', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const before = pool.state();
    const still = await zfs.prepare(placeAt(folder), await aRun());
    for (const act of actsOf(still)) await expect(act.act(AbortSignal.abort())).rejects.toThrow();
    expect(() => still.folder()).toThrow('not mounted');
    expect(pool.state()).toBe(before);
  });

  test('that ZFS refuses says what ZFS said, and leaves nothing', async () => {
    const { pool, folder } = officeOn(zfsOf, '1');
    const still = await zfs.prepare(placeAt(folder), await aRun());
    zfsProgram('zfs', 'snapshot', `${pool.name}/mail@${ours}`);
    await expect(still.make.act(never)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { provider: 'zfs', reason: containing('dataset already exists') },
    });
    expect(await takeBack([still.make])).toEqual([true]);
  });

  test('of a post office that lies on something else is refused', async () => {
    const folder = await temporaryFolder();
    expect(await zfs.look(placeAt(folder))).toMatchObject({
      usable: false,
      reason: { code: 'other-volume', params: { type: 'ext4', point: '/' } },
    });
    const other = path.join(folder, 'other');
    mkdirSync(other);
    mount(['-t', 'tmpfs', 'none'], other);
    expect(await zfs.look(placeAt(other))).toMatchObject({ reason: { params: { type: 'tmpfs' } } });
    const elsewhere = { ...placeAt(folder), platform: 'win32' as const };
    expect(await zfs.look(elsewhere)).toMatchObject({ reason: { code: 'other-system' } });
  });

  test('is refused where the programs of ZFS are missing, fail or print something else', async () => {
    const { folder } = officeOn(zfsOf, '1');
    const reasonWith = async (run: Parameters<typeof answering>[1]) =>
      (await zfs.look(placeAt(folder, answering('zfs', run)))).reason;
    expect(await reasonWith({ stdout: 'type\tvolume\n' })).toMatchObject({ code: 'not-understood' });
    expect(await reasonWith({ stdout: 'type\tfilesystem\navailable\tmuch\n' })).toMatchObject({
      code: 'not-understood',
    });
    expect(await reasonWith({ code: 1, stderr: 'connect: Connection refused\n' })).toEqual({
      code: 'failed',
      params: { program: 'zfs', reason: 'connect: Connection refused' },
    });
    const everywhere = process.env['PATH'];
    onTestFinished(() => {
      process.env['PATH'] = everywhere;
    });
    process.env['PATH'] = '/nowhere';
    expect((await zfs.look(placeAt(folder))).reason).toEqual({
      code: 'program-missing',
      params: { program: 'zfs' },
    });
    await expect(zfs.prepare(placeAt(folder), { runId: RUN_ID, folder })).rejects.toMatchObject({
      params: { reason: 'The program zfs is not installed here.' },
    });
  });

  test('needs root also where everybody may ask ZFS', async () => {
    const { folder } = officeOn(zfsOf, '1');
    const root = vi.spyOn(process, 'geteuid').mockReturnValue(1000);
    onTestFinished(() => root.mockRestore());
    expect((await zfs.look(placeAt(folder))).reason).toEqual({
      code: 'no-rights',
      params: { program: 'zfs' },
    });
  });

  test('needs root, which is said', async () => {
    const { folder } = officeOn(zfsOf, '1');
    const module = path.resolve('test/integration/volume/zfs-as-nobody.ts');
    const looks = await asNobody(module, 'look', folder);
    expect(looks).toMatchObject([
      { reason: { code: 'no-rights', params: { program: 'zfs' } } },
      { reason: { code: 'no-rights', params: { program: 'zfs' } } },
    ]);
  });

  test('of a pool that nobody knows by that name is no pool of ours', async () => {
    const pool = poolOf(zfsOf, '1');
    const params = { provider: 'zfs', run: RUN_ID, volume: `${pool.name}/gone`, part: 'snapshot' };
    expect(await zfs.remove(params, RUN_ID, runProgram)).toBe(false);
    await expect(zfs.remove({ ...params, part: 'x' }, RUN_ID, runProgram)).rejects.toThrow('no part');
    await expect(zfs.remove({ ...params, part: 'clone', point: '/srv' }, RUN_ID, runProgram)).rejects.toThrow(
      '/srv is no folder of run',
    );
  });
}

function destroyed(dataset: string): boolean {
  try {
    zfsProgram('zfs', 'destroy', dataset);
    return true;
  } catch {
    return false;
  }
}
