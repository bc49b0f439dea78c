/**
 * Motivation: a snapshot of the wrong volume is a backup of something else, and half of a mirror that is not whole may be
 * rubbish. What LVM prints decides both.
 * Description: reads what `lvs` printed in every state that was met on real volumes (`test/recorded/lvm`); finds the volume
 * of a mount in a copy of what the kernel shows; sizes snapshots.
 * Pass criteria: each state is told as what it is; a mirror is taken in exactly one of them; what cannot be understood is no
 * volume; a snapshot leaves room for others, and is never larger than it can use.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { imagesOf, imageToSplit, isSplitOff, isWhole } from '../../../electron/mirror/lvm-images';
import type { ProgramCall, ProgramEnd, RunProgram } from '../../../electron/run/program';
import { neededFor, roomInGroup, roomInPool, snapshotBytes } from '../../../electron/snapshot/lvm-room';
import { groupOf, parseVolumes, volumeOf, type LogicalVolume } from '../../../electron/volume/lvm';
import type { Mount } from '../../../electron/volume/mounts';
import { Refusal, runOrRefuse } from '../../../electron/volume/refusal';
import { emptyFolder } from '../postoffice/tree';

const MB = 1024 * 1024;

const recorded = (state: string): string =>
  readFileSync(path.resolve('test/recorded/lvm', `${state}.txt`), 'utf8');
const read = (state: string): LogicalVolume[] => parseVolumes(recorded(state));

function named(name: string, all: readonly LogicalVolume[]): LogicalVolume {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

/** Why something is refused: its code and its figures. */
function refusalOf(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [error.code, error.params];
  }
}

const SNAPSHOT = 'postbag-20260101T000000000Z-0000abcd';

describe('what LVM prints', () => {
  test('a volume and its snapshot are read', () => {
    const all = read('snapshot');
    const snapshot = named(SNAPSHOT, all);
    expect(snapshot).toMatchObject({
      group: 'mail',
      hidden: false,
      device: '/dev/mapper/mail-postbag--20260101T000000000Z--0000abcd',
      bytes: 8 * MB,
      origin: 'po-1',
      originUuid: named('po-1', all).uuid,
      tags: ['postbag'],
      pool: '',
      syncPercent: null,
    });
    expect(snapshot.attributes[4]).toBe('a');
    expect(snapshot.dataPercent).toBeLessThan(100);
    expect(named(SNAPSHOT, read('overflown'))).toMatchObject({ dataPercent: 100, attributes: 'sri-I-s---' });
  });

  test('a thin volume and its pool are read, and the parts of the pool are told from it', () => {
    const all = read('thin');
    expect(named('po', all)).toMatchObject({ pool: 'pool', layout: ['thin', 'sparse'], hidden: false });
    expect(named('pool', all)).toMatchObject({ layout: ['thin', 'pool'], metadataBytes: 4 * MB, health: '' });
    expect(named('pool_tdata', all).hidden).toBe(true);
    expect(named('pool', read('thin-full'))).toMatchObject({ dataPercent: 100, health: 'out_of_data' });
  });

  test('what was not expected is not understood, instead of guessed', () => {
    const text = recorded('mirror');
    const not = ['not-understood', { program: 'lvs' }];
    for (const other of [
      '',
      'po po_rimage_0',
      '{"report":[{"lv":[{"lv_name":"po"}]}]}',
      text.replace('"419430400"', '"400.00m"'),
      text.replace('"100.00"', '"all"'),
      text.replace('"rwi-a-r---"', '"rwi"'),
    ])
      expect(
        refusalOf(() => parseVolumes(other)),
        other.slice(0, 40),
      ).toEqual(not);
    expect(parseVolumes('{"report":[{"lv":[]},{"log":[]}]}')).toEqual([]);
  });

  test('fields that a person let LVM leave out are empty', () => {
    const text = recorded('mirror').replaceAll(/"(origin|pool_lv|data_percent|lv_health_status)":"", /g, '');
    expect(parseVolumes(text)).toEqual(read('mirror'));
  });
});

describe('the volume of a mount', () => {
  const mount = (more: Partial<Mount> = {}): Mount => ({
    id: 30,
    parent: 28,
    device: '254:0',
    root: '/',
    point: '/srv/po',
    type: 'ext4',
    source: '/dev/mapper/mail-po',
    readOnly: false,
    ...more,
  });
  const answer = (end: Partial<ProgramEnd>, calls: ProgramCall[] = []): RunProgram => {
    return async (call) => {
      calls.push(call);
      return await Promise.resolve({ code: 0, stdout: '', stderr: '', failed: null, ...end });
    };
  };
  async function sysfs(name: string, uuid: string): Promise<string> {
    const folder = await emptyFolder();
    mkdirSync(path.join(folder, 'dev/block/254:0/dm'), { recursive: true });
    writeFileSync(path.join(folder, 'dev/block/254:0/dm/name'), `${name}\n`);
    writeFileSync(path.join(folder, 'dev/block/254:0/dm/uuid'), `${uuid}\n`);
    return folder;
  }
  const uuidOf = (name: string, state: string): string =>
    `LVM-${'x'.repeat(32)}${named(name, read(state)).uuid.replaceAll('-', '')}`;

  test('it is found by what the kernel says, whatever it is mounted from', async () => {
    const calls: ProgramCall[] = [];
    const folder = await sysfs('mail-po--1', uuidOf('po-1', 'snapshot'));
    const found = await volumeOf(
      mount({ source: '/dev/root' }),
      answer({ stdout: recorded('snapshot') }, calls),
      folder,
    );
    expect(found.volume.name).toBe('po-1');
    expect(found.all.map(({ name }) => name)).toEqual(['po-1', SNAPSHOT]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.args?.slice(-2)).toEqual(['--', 'mail']);
  });

  test('what is no logical volume is refused without asking LVM', async () => {
    const calls: ProgramCall[] = [];
    const other = { code: 'other-volume', params: { type: 'ext4 on /dev/mapper/mail-po', point: '/srv/po' } };
    for (const folder of [
      await sysfs('luks-home', 'CRYPT-LUKS2-0123456789abcdef0123456789abcdef-home'),
      await sysfs('mail-po-real', `${uuidOf('po', 'mirror')}-real`),
      await emptyFolder(),
    ])
      await expect(volumeOf(mount(), answer({}, calls), folder)).rejects.toMatchObject(other);
    expect(calls).toEqual([]);
  });

  test('a program that is missing, refused or failed is told from one that cannot be understood', async () => {
    const folder = await sysfs('mail-po', uuidOf('po', 'mirror'));
    const refused = async (end: Partial<ProgramEnd>): Promise<unknown> =>
      await volumeOf(mount(), answer(end), folder).catch((error: unknown) => [
        (error as Refusal).code,
        (error as Refusal).params,
      ]);
    const lvs = { program: 'lvs' };
    expect(await refused({ code: null, failed: 'missing' })).toEqual(['program-missing', lvs]);
    expect(await refused({ code: null, failed: 'refused' })).toEqual(['no-rights', lvs]);
    // As an account without rights got it.
    const nobody =
      '  WARNING: Running as a non-root user. Functionality may be unavailable.\n  /dev/mapper/control: open failed: Permission denied\n';
    expect(await refused({ code: 5, stderr: nobody })).toEqual(['no-rights', lvs]);
    const gone =
      '  WARNING: something\n  Volume group "mail" not found\n  Cannot process volume group mail\n';
    const reason = 'Volume group "mail" not found';
    expect(await refused({ code: 5, stderr: gone })).toEqual(['failed', { ...lvs, reason }]);
    expect(await refused({ stdout: 'what?' })).toEqual(['not-understood', lvs]);
    // Another volume has got that name meanwhile.
    expect(await refused({ stdout: recorded('thin') })).toEqual(['not-understood', lvs]);
    await expect(
      runOrRefuse({ program: 'lvs' }, answer({ code: 5, stderr: 'warning: all\n' })),
    ).rejects.toThrow('warning: all');
  });

  test('the group is read from the name of a device', () => {
    expect(groupOf('vg-data')).toBe('vg');
    expect(groupOf('my--vg-post--office')).toBe('my-vg');
    expect(groupOf('vg----x--y-a')).toBe('vg--x-y');
    for (const name of ['', 'luks', '-data', 'a--b']) expect(groupOf(name)).toBeNull();
  });
});

describe('an image of a mirror', () => {
  const wouldSplit = (state: string): unknown => {
    const all = read(state);
    return refusalOf(() => imageToSplit(named('po', all), all).name);
  };

  test('is the last one of a mirror that is whole, and of no other', () => {
    const volume = 'mail/po';
    expect(wouldSplit('mirror')).toBe('po_rimage_1');
    expect(wouldSplit('merged')).toBe('po_rimage_1');
    expect(wouldSplit('resync')).toEqual(['not-in-step', { volume, percent: 43.86 }]);
    expect(wouldSplit('split')).toEqual(['degraded', { volume, state: 'po_rimage_1 is split off' }]);
    expect(wouldSplit('failed')).toEqual(['degraded', { volume, state: 'refresh needed' }]);
    expect(wouldSplit('partial')).toEqual(['degraded', { volume, state: 'partial' }]);
    expect(wouldSplit('thin')).toEqual(['no-mirror', { volume }]);
  });

  test('every letter that is not as it should be counts', () => {
    const all = read('mirror');
    const changed = (name: string, more: Partial<LogicalVolume>): unknown => {
      const other = all.map((one) => (one.name === name ? { ...one, ...more } : one));
      return (refusalOf(() => imageToSplit(named('po', other), other).name) as unknown[])[0];
    };
    expect(changed('po_rimage_0', { attributes: 'Iwi-aor---' })).toBe('degraded');
    expect(changed('po_rimage_0', { attributes: 'iwi-Xor---' })).toBe('degraded');
    expect(changed('po_rimage_1', { health: 'writemostly' })).toBe('degraded');
    expect(changed('po', { syncAction: 'check' })).toBe('not-in-step');
    expect(changed('po', { syncAction: '' })).toBe('not-understood');
    expect(changed('po', { syncPercent: null })).toBe('not-understood');
    expect(changed('po', { layout: ['raid', 'raid5'] })).toBe('no-mirror');
    expect(changed('po_rimage_1', { name: 'other_rimage_1' })).toBe('no-mirror');
  });

  test('they are in order, however many there are', () => {
    const [image] = read('mirror').filter(({ role }) => role.includes('image'));
    if (!image) throw new Error('no image');
    const all = [11, 2, 10, 1].map((number) => ({ ...image, name: `po_rimage_${String(number)}` }));
    expect(imagesOf({ ...image, name: 'po' }, all).map(({ name }) => name.slice(10))).toEqual([
      '1',
      '2',
      '10',
      '11',
    ]);
  });

  test('is in step again when nothing is split off, failed or copied', () => {
    const whole = (state: string): boolean => {
      const all = read(state);
      const volume = named('po', all);
      return isWhole(volume, imagesOf(volume, all));
    };
    expect(['mirror', 'merged'].map(whole)).toEqual([true, true]);
    expect(['resync', 'split', 'failed', 'partial'].map(whole)).toEqual([false, false, false, false]);
    expect(
      read('split')
        .filter(isSplitOff)
        .map(({ name }) => name),
    ).toEqual(['po_rimage_1']);
  });
});

describe('the room of a snapshot', () => {
  test('is half of what is free, at least what is needed, and at most what can be used', () => {
    const room = { volumeBytes: 1000 * MB, freeBytes: 800 * MB, neededBytes: 64 * MB };
    expect(snapshotBytes(room)).toBe(400 * MB);
    expect(snapshotBytes({ ...room, freeBytes: 100 * MB })).toBe(64 * MB);
    expect(snapshotBytes({ ...room, freeBytes: 10_000 * MB })).toBe(1011 * MB);
    expect(snapshotBytes({ ...room, freeBytes: 333_333_333 }) % MB).toBe(0);
  });

  test('a twentieth of the files is needed, and never less than 64 MB', () => {
    expect(neededFor(1000)).toBe(64 * MB);
    expect(neededFor(10_000 * MB)).toBe(500 * MB);
  });

  test('too little of it is refused with the figures, except where the whole volume fits', () => {
    const volume = { ...named('po-1', read('snapshot')), bytes: 1000 * MB, groupFree: 60 * MB };
    const figures = { volume: 'mail', freeBytes: 60 * MB, neededBytes: 64 * MB };
    expect(refusalOf(() => roomInGroup(volume, 1))).toEqual(['no-space', figures]);
    expect(roomInGroup({ ...volume, bytes: 10 * MB }, 1)).toMatchObject({ neededBytes: 12 * MB });
  });

  test('a thin pool must be well, and have room for files and for its own records', () => {
    const pool = { ...named('pool', read('thin')), bytes: 1000 * MB, dataPercent: 50, metadataPercent: 10 };
    expect(roomInPool(pool, 1)).toBe(500 * MB);
    const figures = { volume: 'mail/pool', freeBytes: 500 * MB, neededBytes: 1000 * MB };
    expect(refusalOf(() => roomInPool(pool, 20_000 * MB))).toEqual(['no-space', figures]);
    const full = named('pool', read('thin-full'));
    expect(refusalOf(() => roomInPool(full, 1))).toMatchObject(['no-space', { freeBytes: 0 }]);
    expect(refusalOf(() => roomInPool({ ...pool, metadataPercent: 95 }, 1))).toMatchObject([
      'no-space',
      { volume: 'mail/pool_tmeta' },
    ]);
    expect(refusalOf(() => roomInPool({ ...pool, health: 'metadata_read_only' }, 1))).toMatchObject([
      'failed',
      {},
    ]);
    expect(refusalOf(() => roomInPool({ ...pool, dataPercent: null }, 1))).toMatchObject([
      'not-understood',
      {},
    ]);
  });
});
