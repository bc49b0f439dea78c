/**
 * Motivation: marking the wrong disk of an array as failed destroys it.
 * Description: lays out again what the kernel showed of real arrays in every state that was met (`test/recorded/md`), and reads
 * it; reads what mdadm prints for programs; looks for arrays and disks that have got other names.
 * Pass criteria: a half is taken in exactly the states in which the array can do without it, and it is the last one; an array
 * that only waits to be brought into step is none of them; a disk is known by its record alone.
 */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, readArray, type MdArray } from '../../../electron/mirror/md-array';
import { halfToTake } from '../../../electron/mirror/md-half';
import { findArray, findDisk, parseExport, recordOn, uuidOf } from '../../../electron/mirror/md-records';
import type { RunProgram } from '../../../electron/run/program';
import { Refusal } from '../../../electron/volume/refusal';
import { emptyFolder } from '../postoffice/tree';

const RECORDED = path.resolve('test/recorded/md');
const text = (name: string): string => readFileSync(path.join(RECORDED, name), 'utf8');

interface Recorded {
  readonly files: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
}

/** Lays out what the kernel showed of an array; the root of its sysfs. */
async function layOut(
  state: string,
  change: Readonly<Record<string, string>> = {},
  name = 'md0',
): Promise<string> {
  const root = await emptyFolder();
  const array = path.join(root, 'devices/virtual/block', name);
  const { files, links } = JSON.parse(text(`${state}.json`)) as Recorded;
  for (const [file, content] of Object.entries({ ...files, ...change })) {
    mkdirSync(path.dirname(path.join(array, file)), { recursive: true });
    writeFileSync(path.join(array, file), content);
  }
  for (const [link, disk] of Object.entries(links)) {
    const folder = path.join(root, 'devices/disks', disk);
    mkdirSync(folder, { recursive: true });
    symlinkSync(folder, path.join(array, link));
  }
  for (const folder of ['dev/block', 'block', 'class/block'])
    mkdirSync(path.join(root, folder), { recursive: true });
  symlinkSync(array, path.join(root, 'dev/block/9:0'));
  symlinkSync(array, path.join(root, 'block', name));
  for (const disk of readdirSync(path.join(root, 'devices/disks')))
    symlinkSync(path.join(root, 'devices/disks', disk), path.join(root, 'class/block', disk));
  return root;
}

async function arrayIn(state: string, change: Readonly<Record<string, string>> = {}): Promise<MdArray> {
  const folder = await folderOf('9:0', await layOut(state, change));
  const array = folder === null ? null : await readArray(folder);
  if (!array) throw new Error('no array');
  return array;
}

async function taken(state: string, change: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const array = await arrayIn(state, change);
  try {
    return halfToTake(array, '/dev/md0').device;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.code, error.params];
  }
}

const volume = '/dev/md0';

describe('what the kernel shows of an array', () => {
  test('is read, with its disks', async () => {
    expect(await arrayIn('clean')).toEqual({
      device: '/dev/md0',
      level: 'raid1',
      degraded: 0,
      action: 'idle',
      resyncs: false,
      state: 'clean',
      metadata: '1.2',
      hasBitmap: true,
      writesBehind: false,
      bytes: 400 * 1024 * 1024,
      percent: null,
      members: [
        { device: '/dev/ubda', slot: 0, states: ['in_sync'], offset: 1024 * 1024, hasBadBlocks: false },
        { device: '/dev/ubdb', slot: 1, states: ['in_sync'], offset: 1024 * 1024, hasBadBlocks: false },
      ],
    });
    expect(await arrayIn('no-bitmap')).toMatchObject({ hasBitmap: false, metadata: '1.0' });
    expect(await arrayIn('raid0')).toMatchObject({ level: 'raid0', degraded: null, action: '' });
    expect((await arrayIn('resync')).percent).toBeCloseTo(18.8, 1);
  });

  test('other devices are none, and names with a slash are read as they are', async () => {
    expect(await folderOf('9:7', await emptyFolder())).toBeNull();
    const root = await emptyFolder();
    expect(await readArray(root)).toBeNull();
    const named = await layOut('clean', {}, 'md!mail');
    expect((await readArray(path.join(named, 'devices/virtual/block/md!mail')))?.device).toBe('/dev/md/mail');
  });
});

describe('a half', () => {
  test('is the last one of an array that can do without it', async () => {
    expect(await taken('clean')).toBe('/dev/ubdb');
    expect(await taken('no-bitmap')).toBe('/dev/ubdb');
    expect(await taken('clean', { 'md/array_state': 'active\n' })).toBe('/dev/ubdb');
    // By their slots, not by their names.
    expect(await taken('clean', { 'md/dev-ubda/slot': '1\n', 'md/dev-ubdb/slot': '0\n' })).toBe('/dev/ubda');
  });

  test('is not one to which writes come late', async () => {
    expect(await taken('behind')).toBe('/dev/ubda');
    const both = { 'md/dev-ubda/state': 'in_sync,write_mostly\n' };
    expect(await taken('behind', both)).toMatchObject(['no-mirror', {}]);
    expect(await taken('clean', { 'md/dev-ubdb/state': 'in_sync,write_mostly\n' })).toBe('/dev/ubdb');
  });

  test('is not taken out of an array that has lost one', async () => {
    const degraded = ['degraded', { volume, state: '1 of its disks are missing' }];
    expect(await taken('failed')).toEqual(degraded);
    expect(await taken('removed')).toEqual(degraded);
    expect(await taken('clean', { 'md/array_state': 'broken\n' })).toEqual([
      'degraded',
      { volume, state: 'broken' },
    ]);
    const bad = { 'md/dev-ubda/bad_blocks': '100 8\n' };
    expect(await taken('clean', bad)).toEqual(['degraded', { volume, state: '/dev/ubda has failed' }]);
    const odd = { 'md/dev-ubda/state': 'blocked\n' };
    expect(await taken('clean', odd)).toEqual(['degraded', { volume, state: '/dev/ubda: blocked' }]);
  });

  test('is not taken while the halves are brought into step, checked, or wait for it', async () => {
    expect(await taken('resync')).toEqual(['not-in-step', { volume, percent: 19 }]);
    expect(await taken('recover')).toEqual(['not-in-step', { volume, percent: 0 }]);
    expect(await taken('check')).toEqual(['not-in-step', { volume, percent: 0 }]);
    // It says that it does nothing, and its halves are different all the same.
    expect((await arrayIn('pending')).action).toBe('idle');
    expect(await taken('pending')).toEqual(['not-in-step', { volume, percent: '' }]);
    expect(await taken('frozen')).toEqual(['not-in-step', { volume, percent: '' }]);
  });

  test('is not taken where a spare would take its place, or where there is no mirror', async () => {
    expect(await taken('spare')).toEqual(['no-mirror', { volume: '/dev/md0 (with the spare /dev/ubdc)' }]);
    expect(await taken('raid0')).toEqual(['no-mirror', { volume }]);
    expect(await taken('clean', { 'md/metadata_version': 'external:/md127/0\n' })).toMatchObject([
      'no-mirror',
      {},
    ]);
    expect(await taken('clean', { 'md/metadata_version': 'none\n' })).toMatchObject(['no-mirror', {}]);
  });

  test('is not taken where the kernel says something that nobody knows', async () => {
    const odd = ['not-understood', { program: 'the kernel' }];
    expect(await taken('clean', { 'md/degraded': 'perhaps\n' })).toEqual(odd);
    expect(await taken('clean', { 'md/sync_action': '' })).toEqual(odd);
    expect(await taken('clean', { 'md/array_state': 'new-state\n' })).toMatchObject(['degraded', {}]);
  });
});

describe('what mdadm prints', () => {
  const ARRAY = '822421ef:0d4ed3c3:d67dc3af:ca297d38';
  const DISK = '92843262:2734eb97:3b44c3d3:ef69aba8';
  /** mdadm knows one array and the record on one disk, by these names. */
  const mdadm =
    (array: string, disk: string): RunProgram =>
    async ({ args = [] }) => {
      const [what, , device] = args;
      const known = what === '--detail' ? device === array : device === disk;
      const stdout = known ? text(what === '--detail' ? 'detail.txt' : 'examine.txt') : '';
      const stderr = known ? '' : `mdadm: No md superblock detected on ${String(device)}.\n`;
      return await Promise.resolve({ code: known ? 0 : 1, stdout, stderr, failed: null });
    };
  const says =
    (stdout: string): RunProgram =>
    async () =>
      await Promise.resolve({ code: 0, stdout, stderr: '', failed: null });

  test('is read line by line', async () => {
    const detail = parseExport(text('detail.txt'));
    expect(detail.get('MD_DEVICE_dev_ubdb_DEV')).toBe('/dev/ubdb');
    expect(detail.get('MD_NAME')).toBe('(none):0');
    expect(parseExport('mdadm: what\nA=b=c\n')).toEqual(new Map([['A', 'b=c']]));
    expect(await uuidOf('/dev/md0', mdadm('/dev/md0', ''))).toBe(ARRAY);
    expect(await recordOn('/dev/ubdb', mdadm('', '/dev/ubdb'))).toEqual({
      array: ARRAY,
      disk: DISK,
      events: '17',
    });
    await expect(uuidOf('/dev/md0', says('MD_LEVEL=raid1\n'))).rejects.toMatchObject({
      code: 'not-understood',
    });
    await expect(recordOn('/dev/ubdb', says(''))).rejects.toMatchObject({ code: 'not-understood' });
    await expect(recordOn('/dev/ubdd', mdadm('', ''))).rejects.toMatchObject({ code: 'failed' });
  });

  test('tells arrays and disks whatever they are called', async () => {
    const root = await layOut('removed', {}, 'md127');
    for (const name of ['sda', 'sdb']) {
      mkdirSync(path.join(root, 'class/block', name), { recursive: true });
      mkdirSync(path.join(root, 'block', name), { recursive: true });
    }
    const run = mdadm('/dev/md127', '/dev/sdb');
    expect((await findArray(ARRAY, '/dev/md0', run, root))?.device).toBe('/dev/md127');
    expect(await findArray('other', '/dev/md127', run, root)).toBeNull();
    const wanted = { array: ARRAY, disk: DISK };
    expect(await findDisk(wanted, '/dev/sda', run, root)).toBe('/dev/sdb');
    expect(await findDisk({ ...wanted, disk: 'other' }, '/dev/sdb', run, root)).toBeNull();
    expect(await findDisk({ ...wanted, array: 'other' }, '/dev/sdb', run, root)).toBeNull();
    // Records of an old kind do not say which disk they are on.
    expect(await findDisk({ array: ARRAY, disk: '' }, '/dev/sda', run, root)).toBeNull();
  });

  test('what stops mdadm is told, and not taken for an array that is gone', async () => {
    const root = await layOut('removed');
    const none: RunProgram = async () =>
      await Promise.resolve({ code: null, stdout: '', stderr: '', failed: 'missing' });
    await expect(findArray(ARRAY, '/dev/md0', none, root)).rejects.toMatchObject({ code: 'program-missing' });
    const nobody: RunProgram = async () =>
      await Promise.resolve({
        code: 1,
        stdout: '',
        stderr: 'mdadm: must be super-user to perform this action\n',
        failed: null,
      });
    await expect(findArray(ARRAY, '/dev/md0', nobody, root)).rejects.toMatchObject({ code: 'no-rights' });
  });
});
