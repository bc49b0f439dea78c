/**
 * Motivation: a snapshot that lacks a file, or that stays behind, or an undo that removes what was somebody's own, is worse
 * than no snapshot.
 * Description: makes real btrfs file systems and snapshots of subvolumes, of folders in them and of what is mounted; breaks
 * and misuses what was made; runs without rights.
 * Pass criteria: everything in the snapshot is as it was at one instant, nothing is left of it, nothing else is touched, and
 * what cannot be done is refused with its reason.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram, type ProgramEnd, type RunProgram } from '../../../electron/run/program';
import { takeInventory } from '../../../electron/postoffice/inventory';
import { btrfs } from '../../../electron/snapshot/btrfs';
import { stillReason } from '../../../shared/words/still';
import { OTHER_RUN, RUN_ID, snapshotConformance } from '../../conformance/snapshot';
import { mount, plugIn } from '../../support/disks';
import { mountImage } from '../../support/images';
import { asNobody } from '../../unit/postoffice/as-nobody';
import { aRun, fill, makeDisk, never, noDisk, placeAt, system, worldOf, type Disk } from './volumes';

const skipped = noDisk('btrfs');
const makeVolume = async (name?: string): Promise<Disk> => await makeDisk('btrfs', [], name);
const subvolume = (folder: string): string => {
  system('btrfs', 'subvolume', 'create', folder);
  return folder;
};
const subvolumesOf = ({ point }: Disk): string[] =>
  system('btrfs', 'subvolume', 'list', point)
    .split('\n')
    .flatMap((line) => / path (.*)$/.exec(line)?.[1] ?? []);
const ownIn = (folder: string): string => path.join(folder, `.postbag-${RUN_ID}`);

/** Makes a snapshot of a folder. */
async function made(folder: string, run: RunProgram = runProgram) {
  const still = await btrfs.prepare(placeAt(folder, run), aRun(folder));
  await still.make.act(never);
  const undo = async (runId = RUN_ID): Promise<boolean> =>
    await btrfs.remove(still.make.undo.params, runId, run);
  return { still, undo };
}

for (const [what, folderIn] of [
  [
    'a folder in a subvolume',
    ({ point }: Disk) => fill(path.join(subvolume(path.join(point, 'mail')), 'po')),
  ],
  ['a subvolume', ({ point }: Disk) => fill(subvolume(path.join(point, 'po')))],
  ['the mount point', ({ point }: Disk) => fill(point)],
] as const) {
  snapshotConformance(
    `btrfs of ${what}`,
    async () => {
      const disk = await makeVolume();
      return worldOf(btrfs, folderIn(disk), disk, () => subvolumesOf(disk).join('\n'));
    },
    { covers: 'one-instant', skip: skipped },
  );
}

snapshotConformance(
  'btrfs of a subvolume that is mounted for itself',
  async () => {
    const { image, point } = await makeVolume();
    subvolume(path.join(point, 'mail'));
    const other = `${point}-mail`;
    mountImage(image, other, ['subvol=mail']);
    return worldOf(btrfs, fill(other), { image, point: other }, () =>
      subvolumesOf({ image, point }).join('\n'),
    );
  },
  { covers: 'one-instant', skip: skipped },
);

describe.skipIf(skipped !== null)('a btrfs snapshot', () => {
  test('is called as an administrator calls it, and says how much room there is', async () => {
    const { point } = await makeVolume();
    const source = system('findmnt', '--noheadings', '--output', 'SOURCE', point).trim();
    const folder = fill(path.join(subvolume(path.join(point, 'mail')), 'po'));
    expect((await btrfs.look(placeAt(folder))).volume).toBe(`${source}[/mail]`);
    expect((await btrfs.look(placeAt(fill(path.join(point, 'po'))))).volume).toBe(source);
    const { spaceBytes } = await btrfs.look(placeAt(folder));
    expect(spaceBytes).toBeGreaterThan(50_000_000);
    expect(spaceBytes).toBeLessThan(320 * 1024 * 1024);
  });

  test('lies beside the post office, or in it where beside it is another volume', async () => {
    const { point } = await makeVolume();
    const mail = subvolume(path.join(point, 'mail'));
    const folder = fill(path.join(mail, 'po'));
    const beside = await made(folder);
    expect(beside.still.folder()).toBe(path.join(ownIn(mail), 'po'));
    expect(beside.still.make.undo.params['shown']).toBe(ownIn(mail));
    const inside = await made(fill(subvolume(path.join(point, 'other'))));
    expect(inside.still.folder()).toBe(ownIn(path.join(point, 'other')));
    expect([await beside.undo(), await inside.undo()]).toEqual([true, true]);
  });

  test('of a post office that it lies in is no part of it, and neither is the one before', async () => {
    const { point } = await makeVolume();
    const folder = fill(subvolume(path.join(point, 'po')));
    const before = (await takeInventory(folder)).files.length;
    const earlier = await btrfs.prepare(placeAt(folder), { runId: OTHER_RUN, folder });
    await earlier.make.act(never);
    const { still, undo } = await made(folder);
    expect((await takeInventory(folder)).files).toHaveLength(before);
    const inside = await takeInventory(folder, { source: still.folder() });
    expect(inside.files.map((file) => file.path).sort()).toEqual(
      ['CCADMIN/ADMIN.EXE', 'CLANDATA', 'MLANDATA', 'USR00001'].sort(),
    );
    await undo();
    expect(readdirSync(folder)).toContain(`.postbag-${OTHER_RUN}`);
    await btrfs.remove(earlier.make.undo.params, OTHER_RUN, runProgram);
  });

  test('of parts that are subvolumes in one another do not get into each other’s way', async () => {
    const { point } = await makeVolume();
    const folder = fill(subvolume(path.join(point, 'po')));
    const parts = [folder, ...['a', 'b'].map((name) => fill(subvolume(path.join(folder, name))))];
    const stills = [];
    for (const part of parts) stills.push(await made(part));
    for (const { still } of stills) {
      expect(readFileSync(path.join(still.folder(), 'MLANDATA'), 'utf8')).toBe('of MLANDATA');
    }
    // What is a subvolume of its own is not in it: an empty folder stands there.
    expect(readdirSync(path.join(stills[0]?.still.folder() ?? '', 'a'))).toEqual([]);
    for (const { undo } of stills) expect(await undo()).toBe(true);
    expect(subvolumesOf({ point, image: '' })).toEqual(['po', 'po/a', 'po/b']);
  });

  test('has files with spaces and umlauts in their names', async () => {
    const { point } = await makeVolume('Poststelle Köln');
    const folder = fill(path.join(subvolume(path.join(point, 'für "alle"')), 'Ämter & $HOME'));
    writeFileSync(path.join(folder, 'Übersicht März (1).txt'), 'grün');
    const { still, undo } = await made(folder);
    expect(readFileSync(path.join(still.folder(), 'Übersicht März (1).txt'), 'utf8')).toBe('grün');
    expect(await undo()).toBe(true);
    expect(subvolumesOf({ point, image: '' })).toEqual(['für "alle"']);
  });

  test('is removed although a program has a file of it open', async () => {
    const { point } = await makeVolume();
    const { still, undo } = await made(fill(path.join(point, 'po')));
    const snapshot = ownIn(point);
    const handle = await open(path.join(still.folder(), 'MLANDATA'), 'r');
    try {
      expect(await undo()).toBe(true);
      expect(existsSync(snapshot)).toBe(false);
    } finally {
      await handle.close();
    }
    expect(await undo()).toBe(false);
  });

  test('cannot be written, and has not held when somebody makes it writable; it is theirs then', async () => {
    const { point } = await makeVolume();
    const { still, undo } = await made(fill(path.join(point, 'po')));
    expect(() => writeFileSync(path.join(still.folder(), 'MLANDATA'), 'x')).toThrow('EROFS');
    system('btrfs', 'property', 'set', '-f', ownIn(point), 'ro', 'false');
    expect(await still.held()).toEqual({ held: false, reason: `${ownIn(point)} was made writable` });
    await expect(undo()).rejects.toThrow('was made writable by somebody');
    expect(existsSync(ownIn(point))).toBe(true);
  });

  test('on a disk that is away is not taken for removed, and is removed when the disk is back', async () => {
    const { image, point } = await makeVolume();
    const { still, undo } = await made(fill(path.join(point, 'po')));
    system('umount', point);
    expect(await still.held()).toMatchObject({ held: false });
    await expect(undo()).rejects.toThrow(`is not mounted at ${point} now`);
    mountImage(image, point);
    expect(await undo()).toBe(true);
    expect(readdirSync(point)).toEqual(['po']);
  });

  test('cannot be removed from a disk that can only be read, which is said', async () => {
    const { point } = await makeVolume();
    const { undo } = await made(fill(path.join(point, 'po')));
    system('mount', '-o', 'remount,ro', point);
    await expect(undo()).rejects.toThrow('Read-only file system');
    system('mount', '-o', 'remount,rw', point);
    expect(await undo()).toBe(true);
  });
});

describe.skipIf(skipped !== null)('what is somebody’s own', () => {
  const undoParams = (folder: string, point: string) => ({
    provider: 'btrfs',
    run: RUN_ID,
    volume: 'disk',
    shown: ownIn(folder),
    path: ownIn(folder),
    point,
  });

  test('a link of the snapshot’s name is neither followed nor removed', async () => {
    const { point } = await makeVolume();
    const mail = subvolume(path.join(point, 'mail'));
    const folder = fill(path.join(mail, 'po'));
    const other = subvolume(path.join(point, 'other'));
    system('btrfs', 'property', 'set', other, 'ro', 'true');
    symlinkSync(other, ownIn(mail));
    await expect(made(folder)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { provider: 'btrfs', reason: `${ownIn(mail)} is there already` },
    });
    expect(await btrfs.remove(undoParams(mail, point), RUN_ID, runProgram)).toBe(false);
    expect(existsSync(ownIn(mail))).toBe(true);
    expect(subvolumesOf({ point, image: '' })).toEqual(['mail', 'other']);
  });

  test('a link that takes the snapshot’s place while it is removed leads nowhere else', async () => {
    const { point } = await makeVolume();
    const folder = fill(path.join(point, 'po'));
    const other = path.join(point, 'other');
    system('btrfs', 'subvolume', 'snapshot', '-r', point, other);
    const swapping: RunProgram = async (call) => {
      if (call.args?.[1] === 'delete') {
        system('mv', ownIn(point), path.join(point, 'moved'));
        symlinkSync(other, ownIn(point));
      }
      return await runProgram(call);
    };
    const { undo } = await made(folder, swapping);
    expect(await undo()).toBe(true);
    expect(subvolumesOf({ point, image: '' })).toEqual(['other']);
  });

  test('a folder, a writable subvolume and a snapshot of another name stay', async () => {
    const { point } = await makeVolume();
    const folder = fill(path.join(point, 'po'));
    mkdirSync(ownIn(point));
    writeFileSync(path.join(ownIn(point), 'mine'), 'mine');
    await expect(made(folder)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(await btrfs.remove(undoParams(point, point), RUN_ID, runProgram)).toBe(false);
    expect(readdirSync(ownIn(point))).toEqual(['mine']);

    subvolume(ownIn(folder));
    await expect(btrfs.remove(undoParams(folder, point), RUN_ID, runProgram)).rejects.toThrow('writable');

    system('btrfs', 'subvolume', 'snapshot', '-r', point, path.join(point, 'weekly'));
    const wrong = { ...undoParams(point, point), path: path.join(point, 'weekly') };
    await expect(btrfs.remove(wrong, RUN_ID, runProgram)).rejects.toThrow('is no folder of run');
    expect(existsSync(path.join(point, 'weekly'))).toBe(true);
    expect(existsSync(ownIn(folder))).toBe(true);
  });
});

describe.skipIf(skipped !== null)('what cannot be done with btrfs', () => {
  const refusal = async (folder: string, run?: RunProgram) => {
    const place = placeAt(folder, run);
    const look = await btrfs.look(place);
    expect(look).toMatchObject({ usable: false, volume: '', spaceBytes: null });
    const reason = look.reason ? stillReason(look.reason) : '';
    const params = { provider: 'btrfs', reason };
    await expect(btrfs.prepare(place, aRun(folder))).rejects.toMatchObject({
      code: 'still-not-made',
      params,
    });
    return look.reason;
  };

  test('nothing can be made where it is mounted read-only, or the subvolume is', async () => {
    const { image, point } = await makeVolume();
    const folder = fill(path.join(subvolume(path.join(point, 'mail')), 'po'));
    system('btrfs', 'property', 'set', path.dirname(folder), 'ro', 'true');
    expect(await refusal(folder)).toMatchObject({ code: 'not-writable' });
    const other = `${point}-read`;
    mountImage(image, other, ['ro']);
    const reason = `${other} is mounted read-only`;
    expect(await refusal(path.join(other, 'mail/po'))).toEqual({ code: 'not-writable', params: { reason } });
  });

  test('a part of a subvolume that is bound elsewhere is refused: its root cannot be reached', async () => {
    const { point } = await makeVolume();
    fill(path.join(point, 'mail/po'));
    const bound = `${point}-bound`;
    plugIn(path.join(point, 'mail'), bound);
    const found = await refusal(path.join(bound, 'po'));
    expect(found).toMatchObject({ code: 'other-volume', params: { point: bound } });
  });

  test('a folder or a file that is bound into the post office is refused: a snapshot would not have it', async () => {
    const { point } = await makeVolume();
    const folder = fill(path.join(point, 'po'));
    mkdirSync(path.join(point, 'elsewhere'));
    plugIn(path.join(point, 'elsewhere'), path.join(folder, 'bound'));
    expect(await refusal(folder)).toMatchObject({
      code: 'other-volume',
      params: { point: path.join(folder, 'bound') },
    });
    system('umount', path.join(folder, 'bound'));
    mount(['--bind', path.join(point, 'po/CLANDATA')], path.join(folder, 'MLANDATA'));
    expect(await refusal(folder)).toMatchObject({ params: { point: path.join(folder, 'MLANDATA') } });
  });

  test('other file systems and other systems are told', async () => {
    const { point } = await makeDisk('ext4');
    expect(await refusal(point)).toEqual({ code: 'other-volume', params: { type: 'ext4', point } });
    expect(await btrfs.look({ ...placeAt(point), platform: 'win32' })).toMatchObject({
      reason: { code: 'other-system' },
    });
  });

  test('a program that is missing, fails or is not understood is no snapshot', async () => {
    const { point } = await makeVolume();
    const answers = (end: Partial<ProgramEnd>): RunProgram => {
      const all = { code: 0, stdout: '', stderr: '', failed: null, ...end };
      return async () => await Promise.resolve(all);
    };
    const program = 'btrfs';
    const folder = fill(path.join(point, 'po'));
    expect(await refusal(folder, answers({ code: null, failed: 'missing' }))).toEqual({
      code: 'program-missing',
      params: { program },
    });
    expect(await refusal(folder, answers({ stdout: 'hello' }))).toMatchObject({ code: 'not-understood' });
    expect(await refusal(folder, answers({ code: 1, stderr: 'no' }))).toEqual({
      code: 'failed',
      params: { program, reason: 'no' },
    });
    const fails: RunProgram = async (call) =>
      call.args?.[1] === 'snapshot'
        ? await answers({ code: 1, stderr: 'ERROR: no' })(call)
        : await runProgram(call);
    await expect(made(folder, fails)).rejects.toMatchObject({
      params: { provider: program, reason: 'ERROR: no' },
    });
    // It says it did, and did not.
    const lies: RunProgram = async (call) =>
      call.args?.[1] === 'snapshot' ? await answers({})(call) : await runProgram(call);
    await expect(made(folder, lies)).rejects.toMatchObject({ code: 'still-not-made' });
  });

  test('who is not root is told so', async () => {
    const { point } = await makeVolume();
    const folder = fill(path.join(point, 'po'));
    const module = path.resolve('test/integration/snapshot/look-as-nobody.ts');
    expect(await asNobody(module, 'look', 'btrfs', folder)).toMatchObject({
      usable: false,
      reason: { code: 'no-rights', params: { program: 'btrfs' } },
    });
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  test('a run that was cancelled makes none', async () => {
    const { point } = await makeVolume();
    const folder = fill(path.join(point, 'po'));
    const still = await btrfs.prepare(placeAt(folder), aRun(folder));
    expect(() => still.folder()).toThrow('not made');
    expect(await still.held()).toMatchObject({ held: false });
    await expect(still.make.act(AbortSignal.abort())).rejects.toThrow();
    expect(readdirSync(point)).toEqual(['po']);
  });
});
