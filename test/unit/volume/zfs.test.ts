/**
 * Motivation: what `zfs` and `zpool` print decides whether a mirror is broken and what is written to a disk; a line that is
 * taken for another one costs data.
 * Description: reads what OpenZFS 2.x prints, which is not to be had here (zpool-samples.ts says where it is from), and what
 * zfs-fuse printed; plays a `zfs` and a `zpool` that answer in other ways.
 * Pass criteria: every disk, state and percentage is what a person would read there; what is not understood is nothing.
 */
import { expect, test } from 'vitest';
import type { ProgramEnd, RunProgram } from '../../../electron/run/program';
import { parseProperties, poolOf, readProperties, runUntilNotBusy } from '../../../electron/volume/zfs';
import { isMirror, readOwnPool, readPool } from '../../../electron/volume/zpool';
import { parsePoolStatus, type PoolStatus } from '../../../electron/volume/zpool-status';
import { degraded, fuse, others, resilvering, whole } from './zpool-samples';

const read = (printed: string): PoolStatus => {
  const status = parsePoolStatus(printed);
  if (status === null) throw new Error('not understood');
  return status;
};
const devicesOf = ({ parts }: PoolStatus): string[][] =>
  parts.map(({ devices }) => devices.map(({ name, state }) => `${name} ${state}`));

/** Answers one end after the other, the last one again and again; remembers what was asked. */
function answers(...ends: Partial<ProgramEnd>[]): { run: RunProgram; asked: string[] } {
  const asked: string[] = [];
  const run: RunProgram = async ({ program, args = [] }) => {
    const end = ends[Math.min(asked.length, ends.length - 1)];
    asked.push([program, ...args].join(' '));
    return await Promise.resolve({ code: 0, stdout: '', stderr: '', failed: null, ...end });
  };
  return { run, asked };
}

test('a pool of mirrors is read with its special devices, and without logs, caches and spares', () => {
  const status = read(whole);
  expect(status).toMatchObject({ name: 'tank', state: 'ONLINE', checkpoint: false, removing: false });
  expect(status.parts.map(({ name, state }) => [name, state])).toEqual([
    ['mirror-0', 'ONLINE'],
    ['mirror-1', 'ONLINE'],
    ['mirror-3', 'ONLINE'],
  ]);
  expect(status.parts.every(isMirror)).toBe(true);
  expect(devicesOf(status)[0]).toEqual([
    '/dev/disk/by-id/ata-A_1-part1 ONLINE',
    '/dev/disk/by-id/ata-A_2-part1 ONLINE',
  ]);
  expect(status.parts[0]?.devices[1]?.note).toBe('block size: 512B configured, 4096B native');
  expect(status.scans).toEqual([
    {
      what: 'scrub',
      running: false,
      percent: null,
      errors: 0,
      ended: new Date(2026, 10, 8, 0, 27, 27).getTime(),
    },
    {
      what: 'resilver',
      running: false,
      percent: null,
      errors: 0,
      ended: new Date(2026, 10, 7, 16, 16, 15).getTime(),
    },
  ]);
});

test('one that comes into step says how far it is, and what has to wait', () => {
  const status = read(resilvering);
  expect(status.scans).toEqual([{ what: 'resilver', running: true, percent: 14.91, errors: 0, ended: null }]);
  expect(status.parts.map(({ devices }) => devices[1]?.note)).toEqual([
    '(resilvering)',
    '(awaiting resilver)',
  ]);
  expect(read(resilvering.replace('14.91%', '104.20%')).scans[0]?.percent).toBe(100);
  expect(read(resilvering.replace('14.91% done', 'no estimate')).scans[0]?.percent).toBeNull();
  const sequential = resilvering.replace('scan: resilver in', 'scan: resilver (mirror-0) in');
  expect(read(sequential).scans[0]).toMatchObject({ what: 'resilver', running: true });
});

test('a disk that is being replaced, has failed or is gone is seen', () => {
  const status = read(degraded);
  expect(status.state).toBe('DEGRADED');
  expect(status.parts.map(({ replacing }) => replacing)).toEqual([true, false]);
  expect(devicesOf(status)).toEqual([
    ['replacing-0 DEGRADED', '/dev/sdb1 DEGRADED'],
    ['/dev/sdc1 ONLINE', '6882813384505467204 UNAVAIL'],
  ]);
});

test('disks without a mirror, a checkpoint and a part that is taken out are told apart from mirrors', () => {
  const status = read(others);
  expect(status.parts.map(isMirror)).toEqual([false, false]);
  expect(devicesOf(status)).toEqual([['/dev/sda1 ONLINE'], ['/disk 1 ONLINE', '/disk 2 ONLINE']]);
  expect(status).toMatchObject({ checkpoint: true, removing: true });
  // A paused scrub does not keep a pool from being split, and has no end.
  expect(status.scans).toMatchObject([{ what: 'scrub', running: false, percent: 9.21 }]);
});

test('what zfs-fuse prints is read too', () => {
  const status = read(fuse);
  expect(status.scans).toMatchObject([{ what: 'resilver', running: true, percent: 40.05 }]);
  expect(devicesOf(status)[0]).toEqual(['/tmp/zx/loop/d1.img ONLINE', '/tmp/zx/loop/d2.img SPLIT']);
  const ended = fuse.replace(
    /scrub: .*/,
    'scrub: resilver completed after 0h0m with 2 errors on Thu Nov 26 12:30:35 2026',
  );
  expect(read(ended).scans[0]).toMatchObject({
    running: false,
    errors: 2,
    ended: new Date(2026, 10, 26, 12, 30, 35).getTime(),
  });
  expect(read(fuse.replace(/scrub: .*/, 'scrub: none requested')).scans).toEqual([]);
});

test('what is not understood is nothing', () => {
  expect(parsePoolStatus('')).toBeNull();
  expect(parsePoolStatus('no pools available\n')).toBeNull();
  expect(parsePoolStatus(whole.replace('\tNAME ', '\tNom '))).toBeNull();
  expect(
    parsePoolStatus(
      whole.replace(
        '/dev/nvme0n1p1                     ONLINE',
        '/dev/nvme0n1p1                     WONDERFUL',
      ),
    ),
  ).toBeNull();
  expect(parsePoolStatus(whole.split('\tspecial')[0]?.split('\t  mirror-0')[0] ?? '')).toBeNull();
});

test('whole paths are asked for, and zfs-fuse without', async () => {
  const one = answers({ stdout: whole });
  expect((await readPool('tank', one.run))?.name).toBe('tank');
  expect(one.asked).toEqual(['zpool status -P tank']);
  const two = answers({ code: 2, stderr: "invalid option 'P'\nusage:\n" }, { stdout: fuse });
  expect((await readPool('p', two.run))?.name).toBe('p');
  expect(two.asked).toEqual(['zpool status -P p', 'zpool status p']);
});

test('a pool that is not imported is told from one that cannot be asked for', async () => {
  const gone = answers({ code: 1, stderr: "cannot open 'tank': no such pool\n" });
  expect(await readPool('tank', gone.run)).toBeNull();
  await expect(readOwnPool('tank', gone.run)).rejects.toThrow('The pool tank is not imported here now.');
  const refused = async (end: Partial<ProgramEnd>): Promise<unknown> =>
    await readPool('tank', answers(end).run).catch((error: unknown) => (error as { code?: unknown }).code);
  expect(await refused({ code: null, failed: 'missing' })).toBe('program-missing');
  expect(await refused({ code: 1, stderr: 'connect: Permission denied' })).toBe('no-rights');
  expect(await refused({ code: 1, stderr: 'The ZFS modules are not loaded.' })).toBe('failed');
  expect(await refused({ stdout: whole.replace('pool: tank', 'pool: other') })).toBe('not-understood');
});

test('properties are read with tabs and spaces in them, and what a person adds does not hide them', async () => {
  const printed =
    'type\tfilesystem\nmountpoint\t/srv/post office\navailable\t166577152\nmy:note\ta\tb\nis\ntype\tvolume\n';
  expect([...parseProperties(printed)].sort()).toEqual([
    ['available', '166577152'],
    ['mountpoint', '/srv/post office'],
    ['my:note', 'a\tb'],
    ['type', 'filesystem'],
  ]);
  const gone = answers({ code: 1, stderr: "cannot open 'tank/mail': dataset does not exist\n" });
  expect(await readProperties('tank/mail', gone.run)).toBeNull();
  expect(gone.asked).toEqual(['zfs get -H -p -o property,value all tank/mail']);
  expect(['tank', 'tank/mail/b', 'tank/mail@x'].map(poolOf)).toEqual(['tank', 'tank', 'tank']);
});

test('what is in use is tried again, and anything else is not', async () => {
  const call = { program: 'zfs', args: ['destroy', 'tank/mail'] };
  const busy = { code: 1, stderr: "cannot unmount '/srv': pool or dataset is busy\n" };
  const soon = answers(busy, {});
  expect(await runUntilNotBusy(call, soon.run)).toBe(true);
  expect(soon.asked).toHaveLength(2);
  await expect(runUntilNotBusy(call, answers(busy).run, 0)).rejects.toThrow('pool or dataset is busy');
  const other = answers({ code: 1, stderr: "cannot destroy 'tank/mail': filesystem has children\n" });
  await expect(runUntilNotBusy(call, other.run)).rejects.toThrow('filesystem has children');
  expect(other.asked).toHaveLength(1);
  const gone = answers({ code: 1, stderr: "cannot open 'tank/mail': dataset does not exist\n" });
  expect(await runUntilNotBusy(call, gone.run)).toBe(false);
});
