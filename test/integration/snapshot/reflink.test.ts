/**
 * Motivation: clones are made one file after another in the users' own file system: out of order they would be worth less
 * than a plain copy, and what is left of them, or removed beside them, is somebody's.
 * Description: clones post offices on real XFS and btrfs; lets a clone fail half way, files go away, links take the place of
 * what was made; asks file systems that cannot clone; runs without rights.
 * Pass criteria: every file is cloned whole with its time, group after group; nothing is left of a run however far it came;
 * nothing else is touched; and what cannot be done is refused with its reason.
 */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runProgram, type RunProgram } from '../../../electron/run/program';
import { reflink } from '../../../electron/snapshot/reflink';
import type { Params } from '../../../shared/severity';
import { stillReason } from '../../../shared/words/still';
import { RUN_ID, snapshotConformance } from '../../conformance/snapshot';
import { freeBytes, mount, mountMemory } from '../../support/disks';
import { mountImage } from '../../support/images';
import { asNobody } from '../../unit/postoffice/as-nobody';
import { aRun, fill, makeDisk, never, noDisk, placeAt, system, worldOf } from './volumes';

const noXfs = noDisk('xfs');
const noBtrfs = noDisk('btrfs');
const ownIn = (folder: string): string => path.join(folder, `.postbag-${RUN_ID}`);
const undoParams = (folder: string, point: string) => ({
  provider: 'reflink',
  run: RUN_ID,
  volume: 'disk',
  shown: ownIn(folder),
  path: ownIn(folder),
  point,
});
const remove = async (params: Params): Promise<boolean> => await reflink.remove(params, RUN_ID, runProgram);

/** Clones a folder. */
async function made(folder: string, run: RunProgram = runProgram) {
  const still = await reflink.prepare(placeAt(folder, run), aRun(folder));
  await still.make.act(never);
  return { still, undo: async () => await remove(still.make.undo.params) };
}

for (const [kind, inPoint, skip] of [
  ['xfs', false, noXfs],
  ['xfs', true, noXfs],
  ['btrfs', false, noBtrfs],
] as const) {
  snapshotConformance(
    `clones on ${kind} of ${inPoint ? 'the mount point' : 'a folder'}`,
    async () => {
      const disk = await makeDisk(kind);
      return worldOf(reflink, fill(inPoint ? disk.point : path.join(disk.point, 'po')), disk);
    },
    { covers: 'per-file', skip },
  );
}

describe.skipIf(noXfs !== null)('clones on XFS', () => {
  test('are made group by group: no later group has a clone that is older than one of an earlier group', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    for (let user = 2; user < 600; user++) {
      writeFileSync(path.join(folder, `USR${String(user).padStart(5, '0')}`), 'mail');
    }
    const { still, undo } = await made(folder);
    const madeAt = (name: string): bigint =>
      statSync(path.join(still.folder(), name), { bigint: true }).birthtimeNs;
    const names = readdirSync(still.folder());
    const users = names.filter((name) => name.startsWith('USR')).map(madeAt);
    const [first, last] = [users, users].map((all, index) =>
      all.reduce((one, other) => (one < other === (index === 0) ? one : other)),
    );
    if (first === undefined || last === undefined) throw new Error('nothing is cloned');
    expect(last, 'it took a while').toBeGreaterThan(first);
    expect(madeAt('CLANDATA')).toBeGreaterThanOrEqual(last);
    expect(madeAt('MLANDATA')).toBeGreaterThanOrEqual(madeAt('CLANDATA'));
    expect(await undo()).toBe(true);
  });

  test('have the bytes, the permissions and the time of what they were made from, and take no room', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    const store = path.join(folder, 'MLANDATA');
    const bytes = Buffer.alloc(60_000_000, 'mail ');
    writeFileSync(store, bytes);
    chmodSync(store, 0o640);
    const time = new Date('1999-12-31T23:59:58.750Z');
    utimesSync(path.join(folder, 'USR00001'), time, time);
    system('sync', '--file-system', point);
    const free = freeBytes(point);
    const { still, undo } = await made(folder);
    const clone = path.join(still.folder(), 'MLANDATA');
    expect(readFileSync(clone).equals(bytes)).toBe(true);
    expect(statSync(clone).mode & 0o777).toBe(0o640);
    expect(Math.abs(statSync(clone).mtimeMs - statSync(store).mtimeMs)).toBeLessThan(0.01);
    expect(statSync(path.join(still.folder(), 'USR00001')).mtime).toEqual(time);
    expect(readFileSync(path.join(still.folder(), 'CCADMIN/ADMIN.EXE'), 'utf8')).toBe('of CCADMIN/ADMIN.EXE');
    system('sync', '--file-system', point);
    expect(free - freeBytes(point)).toBeLessThan(5_000_000);
    // Cut short and written over, the original leaves the clone as it is.
    truncateSync(store, 10);
    expect(readFileSync(clone).equals(bytes)).toBe(true);
    await undo();
  });

  test('lie beside the post office where nobody else can look, or in it when it is the mount point', async () => {
    const { point } = await makeDisk('xfs');
    const beside = await made(fill(path.join(point, 'po')));
    expect(path.dirname(beside.still.folder())).toBe(ownIn(point));
    expect(statSync(ownIn(point)).mode & 0o777).toBe(0o700);
    await beside.undo();
    const inside = await made(fill(point));
    expect(readdirSync(inside.still.folder()).sort()).toEqual(
      readdirSync(point)
        .filter((name) => name !== `.postbag-${RUN_ID}`)
        .sort(),
    );
    expect(await inside.still.held()).toEqual({ held: true });
    await inside.undo();
  });

  test('have files with spaces and umlauts in their names; links and pipes are left out, never followed', async () => {
    const { point } = await makeDisk('xfs', [], 'Poststelle Köln');
    const folder = fill(path.join(point, 'Ämter & $HOME'));
    writeFileSync(path.join(folder, 'Übersicht März (1).txt'), 'grün');
    mkdirSync(path.join(folder, 'leer'));
    symlinkSync('/etc', path.join(folder, 'link'));
    symlinkSync('/etc/hosts', path.join(folder, 'USR00009'));
    system('mkfifo', path.join(folder, 'pipe'));
    const { still, undo } = await made(folder);
    const files = readdirSync(still.folder()).sort();
    expect(files).toEqual(
      ['CCADMIN', 'CCPODOWN', 'CLANDATA', 'MLANDATA', 'USR00001', 'leer', 'Übersicht März (1).txt'].sort(),
    );
    expect(readFileSync(path.join(still.folder(), 'Übersicht März (1).txt'), 'utf8')).toBe('grün');
    expect(await undo()).toBe(true);
    expect(readdirSync(point)).toEqual(['Ämter & $HOME']);
  });

  test('leave out files that go away meanwhile', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    const names = Array.from({ length: 2000 }, (_, index) => `USR${String(index + 10).padStart(5, '0')}`);
    for (const name of names) writeFileSync(path.join(folder, name), 'mail');
    const still = await reflink.prepare(placeAt(folder), aRun(folder));
    const making = still.make.act(never);
    await vi.waitUntil(() => existsSync(ownIn(point)), { interval: 1, timeout: 10_000 });
    for (const name of names.slice(1000)) unlinkSync(path.join(folder, name));
    await making;
    const there = readdirSync(still.folder());
    expect(there).toEqual(expect.arrayContaining(['CLANDATA', 'MLANDATA', ...names.slice(0, 1000)]));
    expect(there.length).toBeLessThan(2000);
    expect(await still.held()).toEqual({ held: true });
    await remove(still.make.undo.params);
  });

  test('that failed half way are removed, and the reason names the file', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    mountMemory(`${point}-memory`, 1_000_000);
    writeFileSync(path.join(`${point}-memory`, 'store'), 'elsewhere');
    mount(['--bind', path.join(`${point}-memory`, 'store')], path.join(folder, 'MLANDATA'));
    const still = await reflink.prepare(placeAt(folder), aRun(folder));
    await expect(still.make.act(never)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { provider: 'reflink', reason: 'MLANDATA cannot be cloned (EXDEV)' },
    });
    expect(existsSync(path.join(ownIn(point), 'files/USR00001'))).toBe(true);
    expect(() => still.folder()).toThrow('nothing is cloned yet');
    expect(await still.held()).toMatchObject({ held: false });
    const params = still.make.undo.params;
    expect(await remove(params)).toBe(true);
    expect(await remove(params)).toBe(false);
    expect(readdirSync(point)).toEqual(['po']);
  });

  test('that were cancelled half way are removed', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    for (let user = 0; user < 2000; user++) writeFileSync(path.join(folder, `U${String(user)}`), 'mail');
    const still = await reflink.prepare(placeAt(folder), aRun(folder));
    const cancel = new AbortController();
    const making = still.make.act(cancel.signal);
    making.catch(() => undefined);
    await vi.waitUntil(() => existsSync(path.join(ownIn(point), 'files/U1')), {
      interval: 1,
      timeout: 10_000,
    });
    cancel.abort();
    await expect(making).rejects.toThrow();
    expect(readdirSync(path.join(ownIn(point), 'files')).length).toBeLessThan(2000);
    expect(await remove(still.make.undo.params)).toBe(true);
    expect(readdirSync(point)).toEqual(['po']);
  });

  test('of a run that was killed at any moment, of making them or of removing them, are removed', async () => {
    const { point } = await makeDisk('xfs');
    const own = ownIn(point);
    const mark = path.join(own, `postbag-${RUN_ID}`);
    const marked = (): void => writeFileSync(mark, '');
    const begun = (): void => {
      marked();
      mkdirSync(path.join(own, 'files'));
    };
    const cloning = (): void => {
      marked();
      fill(path.join(own, 'files'));
    };
    for (const leave of [() => undefined, marked, begun, cloning]) {
      mkdirSync(own, { mode: 0o700 });
      leave();
      expect(await remove(undoParams(point, point))).toBe(true);
      expect(readdirSync(point)).toEqual([]);
      expect(await remove(undoParams(point, point))).toBe(false);
    }
  });

  test('have not held when one is missing, another folder is in their place, or the disk is away', async () => {
    const { image, point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    const { still, undo } = await made(folder);
    rmSync(path.join(still.folder(), 'CLANDATA'));
    expect(await still.held()).toEqual({ held: false, reason: `${ownIn(point)} has 4 of 5 files` });
    system('cp', '-a', ownIn(point), path.join(point, 'other'));
    system('mv', ownIn(point), path.join(point, 'moved'));
    system('mv', path.join(point, 'other'), ownIn(point));
    expect(await still.held()).toMatchObject({ held: false });
    system('umount', point);
    expect(await still.held()).toMatchObject({ held: false });
    await expect(undo()).rejects.toThrow(`is not mounted at ${point} now`);
    mountImage(image, point);
    expect(await undo()).toBe(true);
  });

  test('that cannot be removed now are said to be there', async () => {
    const { point } = await makeDisk('xfs');
    const { still, undo } = await made(fill(path.join(point, 'po')));
    system('chattr', '+i', path.join(still.folder(), 'MLANDATA'));
    await expect(undo()).rejects.toThrow(`${ownIn(point)} could not be removed (EPERM)`);
    system('chattr', '-i', path.join(still.folder(), 'MLANDATA'));
    expect(await undo()).toBe(true);
  });

  test('of a folder that is a volume of its own are another part’s: an empty folder stands there', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    mountMemory(path.join(folder, 'sub'), 1_000_000);
    fill(path.join(folder, 'sub/deeper'));
    const { still, undo } = await made(folder);
    expect(readdirSync(path.join(still.folder(), 'sub'))).toEqual([]);
    expect(await still.held()).toEqual({ held: true });
    expect(await undo()).toBe(true);
    expect(readdirSync(path.join(folder, 'sub'))).toEqual(['deeper']);
  });

  test('need no more rights than the folder does: who may not write there, or not read a file, is told', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    const module = path.resolve('test/integration/snapshot/look-as-nobody.ts');
    expect(await asNobody(module, 'look', 'reflink', folder)).toMatchObject({
      reason: { code: 'not-writable', params: { reason: `${folder} may not be written, EACCES` } },
    });
    const NOBODY = 65534;
    chownSync(folder, NOBODY, NOBODY);
    expect(await asNobody(module, 'look', 'reflink', folder)).toMatchObject({ usable: true });
    expect(await asNobody(module, 'cloneAndRead', folder, RUN_ID, 'MLANDATA')).toBe('of MLANDATA');
    chmodSync(path.join(folder, 'USR00001'), 0o600);
    expect(await asNobody(module, 'cloneAndRead', folder, RUN_ID, 'MLANDATA')).toEqual({
      provider: 'reflink',
      reason: 'USR00001 cannot be read (EACCES)',
    });
    expect(readdirSync(folder)).not.toContain(`.postbag-${RUN_ID}`);
  });
});

describe.skipIf(noXfs !== null)('what is somebody’s own beside clones', () => {
  test('a link of that name is neither followed nor removed; links in it are removed and not followed', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    const other = fill(path.join(point, 'other'));
    writeFileSync(path.join(other, `postbag-${RUN_ID}`), 'made to look like ours');
    symlinkSync(other, ownIn(point));
    await expect(made(folder)).rejects.toMatchObject({
      params: { provider: 'reflink', reason: `${ownIn(point)} is there already` },
    });
    const before = readdirSync(other);
    expect(await remove(undoParams(point, point))).toBe(false);
    expect(existsSync(ownIn(point))).toBe(true);
    expect(readdirSync(other)).toEqual(before);

    unlinkSync(ownIn(point));
    const { still, undo } = await made(folder);
    symlinkSync(other, path.join(still.folder(), 'link'));
    expect(await undo()).toBe(true);
    expect(readdirSync(other)).toEqual(before);
  });

  test('a folder without our mark, one of another account, and one of another name stay', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    fill(ownIn(point));
    await expect(made(folder)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(await remove(undoParams(point, point))).toBe(false);
    expect(existsSync(path.join(ownIn(point), 'MLANDATA'))).toBe(true);

    writeFileSync(path.join(ownIn(point), `postbag-${RUN_ID}`), '');
    chownSync(ownIn(point), 65534, 65534);
    await expect(remove(undoParams(point, point))).rejects.toThrow('belongs to another account');
    expect(existsSync(path.join(ownIn(point), 'MLANDATA'))).toBe(true);

    await expect(remove({ ...undoParams(point, point), path: folder })).rejects.toThrow(
      'is no folder of run',
    );
    expect(existsSync(path.join(folder, 'MLANDATA'))).toBe(true);
  });

  test('a folder of that name that is made at the last moment is not taken for ours', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    const still = await reflink.prepare(placeAt(folder), aRun(folder));
    fill(ownIn(point));
    await expect(still.make.act(never)).rejects.toMatchObject({
      params: { reason: `${ownIn(point)} is there already` },
    });
    expect(await remove(still.make.undo.params)).toBe(false);
    expect(existsSync(path.join(ownIn(point), 'MLANDATA'))).toBe(true);
  });
});

describe('what cannot be cloned', () => {
  const refusal = async (folder: string, run?: RunProgram) => {
    const place = placeAt(folder, run);
    const look = await reflink.look(place);
    expect(look).toMatchObject({ usable: false, volume: '' });
    const reason = look.reason ? stillReason(look.reason) : '';
    await expect(reflink.prepare(place, aRun(folder))).rejects.toMatchObject({
      code: 'still-not-made',
      params: { provider: 'reflink', reason },
    });
    return { reason: look.reason, words: reason };
  };

  test.skipIf(noXfs !== null)('XFS that was made without it, and ext4, are refused, in words', async () => {
    const old = await makeDisk('xfs', ['-m', 'reflink=0']);
    const folder = fill(path.join(old.point, 'po'));
    expect(await refusal(folder)).toEqual({
      reason: { code: 'no-clones', params: { type: 'xfs without reflink', point: old.point } },
      words: `xfs without reflink at ${old.point} cannot clone files.`,
    });
    const { point } = await makeDisk('ext4');
    const { words } = await refusal(fill(path.join(point, 'po')));
    expect(words).toBe(`ext4 at ${point} cannot clone files.`);
    expect(readdirSync(old.point)).toEqual(['po']);
  });

  test.skipIf(noXfs !== null)('a disk that can only be read is refused', async () => {
    const { image, point } = await makeDisk('xfs');
    fill(path.join(point, 'po'));
    system('umount', point);
    mountImage(image, point, ['ro']);
    const reason = `${point} is mounted read-only`;
    expect((await refusal(path.join(point, 'po'))).reason).toEqual({
      code: 'not-writable',
      params: { reason },
    });
  });

  test.skipIf(noXfs !== null)('a program that is missing, fails or is not understood is no yes', async () => {
    const { point } = await makeDisk('xfs');
    const folder = fill(path.join(point, 'po'));
    const end = { code: 0, stdout: 'data = bsize=4096', stderr: '', failed: null } as const;
    const code = async (changes: object) =>
      (await refusal(folder, async () => await Promise.resolve({ ...end, ...changes }))).reason?.code;
    expect(await code({})).toBe('not-understood');
    expect(await code({ code: 1, stderr: 'no' })).toBe('failed');
    expect(await code({ code: null, failed: 'missing' })).toBe('program-missing');
    expect(await code({ stdout: 'reflink=0' })).toBe('no-clones');
  });

  test.skipIf(noBtrfs !== null)(
    'on btrfs, files without checksums beside a folder with them are told of',
    async () => {
      const { point } = await makeDisk('btrfs');
      const folder = path.join(point, 'po');
      mkdirSync(folder);
      system('chattr', '+C', folder);
      fill(folder);
      await expect(made(folder)).rejects.toMatchObject({
        params: { reason: expect.stringMatching(/^\S+ cannot be cloned \(EINVAL\)$/) as string },
      });
      expect(await remove(undoParams(point, point))).toBe(true);
    },
  );

  test('Windows has another way', async () => {
    expect(await reflink.look({ ...placeAt('C:\\po'), platform: 'win32' })).toMatchObject({
      usable: false,
      reason: { code: 'other-system' },
      covers: 'per-file',
    });
  });
});
