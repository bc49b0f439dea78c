/**
 * Motivation: while a mirror is broken, people work on one disk alone. It must be broken only when it is whole, be joined
 * again whatever happens, and never by us when somebody else broke it.
 * Description: splits halves off real raid1 volumes with ext4 and xfs, while programs write; also where LVM's own records
 * lie on the volume that is frozen. Brings the mirror out of step, lets an image fail, splits one off by hand, holds a file
 * open while it is joined, lets the thaw come too early.
 * Pass criteria: the conformance suite; the half shows one instant and a file system that nobody has to repair; what is not
 * whole is refused before anything is frozen; what was changed meanwhile is on both disks afterwards.
 */
import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { lvmMirror } from '../../electron/mirror/lvm';
import { makeUnmount } from '../../electron/volume/mount';
import { runProgram, type RunProgram } from '../../electron/run/program';
import { mirrorConformance } from '../conformance/mirror';
import { OTHER_RUN, RUN_ID } from '../conformance/snapshot';
import { groupState, makeGroup, makeVolume, removeGroup, useVolume, worldAt } from './groups';
import { killedBehind } from './killed';
import {
  attempt,
  makeAll,
  makeRun,
  never,
  notAGuest,
  placeAt,
  startWriter,
  system,
  watched,
  writtenIn,
} from './volumes';

beforeAll(() => {
  if (notAGuest === null) makeGroup(2);
});
afterAll(() => {
  if (notAGuest === null) removeGroup();
});

const unmount = makeUnmount(runProgram, 0);

/** Lets the disk of the second image fail, as the kernel sees it. */
function failImage(point: string): void {
  const image = 'vg-data_rimage_1';
  const sectors = system('blockdev', '--getsz', `/dev/mapper/${image}`).trim();
  system('dmsetup', 'suspend', image);
  system('dmsetup', 'reload', image, '--table', `0 ${sectors} error`);
  system('dmsetup', 'resume', image);
  writeFileSync(`${point}/x`, 'x');
  system('sync', '-f', point);
}

mirrorConformance(
  'a raid1 volume of LVM with ext4',
  async () => {
    const volume = makeVolume('mirror');
    return await Promise.resolve({
      provider: lvmMirror,
      ...worldAt(volume),
      degrade: async () => {
        failImage(volume.point);
        await Promise.resolve();
      },
      end: async () => {
        volume.end();
        await Promise.resolve();
      },
    });
  },
  { skipped: notAGuest },
);

async function half(point: string, run: RunProgram = runProgram) {
  const stillRun = await makeRun();
  const place = placeAt(point, run);
  const prepared = await lvmMirror.prepare(place, stillRun);
  const { params } = prepared.make.undo;
  const join = async (runId = RUN_ID): Promise<boolean> => await lvmMirror.join(params, runId, runProgram);
  const inStep = async (): Promise<boolean> => {
    for (let tries = 0; tries < 100; tries++) {
      if ((await lvmMirror.resync(params, runProgram)).inStep) return true;
      await sleep(200);
    }
    return false;
  };
  return { prepared, join, inStep, params, folder: stillRun.folder };
}

/** Makes the second image anew, so that the halves are the same also where nothing was ever written. */
function bringIntoStep(): void {
  for (const more of ['-m0', '-m1']) system('lvconvert', '-q', '-y', more, 'vg/data');
}

/** What the disks of the volume hold where it is used, when both halves are in step and nobody writes. */
function sumsOf(): string[] {
  return ['vg-data_rimage_0', 'vg-data_rimage_1'].map((name) =>
    system('sha256sum', `/dev/mapper/${name}`).slice(0, 64),
  );
}

describe.skipIf(notAGuest !== null)('halves of LVM mirrors', () => {
  for (const [kind, size] of [
    ['ext4', '60M'],
    ['xfs', '310M'],
  ] as const) {
    test(`the half is of one instant while programs write, and comes into step again: ${kind}`, async () => {
      const { point } = useVolume('mirror', kind, size);
      if (kind === 'ext4') bringIntoStep();
      const writer = startWriter(point);
      while (!(await lvmMirror.look(placeAt(point))).usable) await sleep(500);
      const { prepared, folder, join, inStep } = await half(point);
      await makeAll(prepared);
      const { first, second } = writtenIn(folder);
      expect(second).toBeGreaterThan(0);
      expect(first - second).toBeGreaterThanOrEqual(0);
      expect(first - second).toBeLessThanOrEqual(1);
      await sleep(300);
      expect(writtenIn(folder)).toEqual({ first, second });
      expect(writtenIn(point).first).toBeGreaterThan(first);
      const image = '/dev/mapper/vg-data_rimage_1';
      if (kind === 'ext4') expect(system('dumpe2fs', '-h', image)).not.toContain('needs_recovery');
      expect(await prepared.held()).toEqual({ held: true });
      await unmount({ point: folder }, RUN_ID);
      expect(await join()).toBe(true);
      expect(await inStep()).toBe(true);
      writer.end();
      await sleep(100);
      system('umount', point);
      const [one, other] = sumsOf();
      if (kind === 'ext4') expect(other).toBe(one);
    });
  }

  test('LVM does not wait for itself where its own records lie on the volume', async () => {
    const { point } = useVolume('mirror');
    const records = String(process.env['LVM_SYSTEM_DIR']);
    system('cp', '-a', `${records}/.`, point);
    system('mount', '--bind', point, records);
    onTestFinished(() => void attempt('umount', '--lazy', records));
    const began = Date.now();
    const { prepared, join, folder } = await half(point);
    await makeAll(prepared);
    expect(Date.now() - began).toBeLessThan(15_000);
    await unmount({ point: folder }, RUN_ID);
    expect(await join()).toBe(true);
  });

  test('a half that a person split off is neither taken nor joined', async () => {
    const { point } = useVolume('mirror');
    const lines: string[] = [];
    const { prepared, join, params } = await half(
      point,
      watched({ before: (line) => void lines.push(line) }),
    );
    system('lvconvert', '-q', '-y', '--splitmirrors', '1', '--trackchanges', 'vg/data');
    expect(await lvmMirror.look(placeAt(point))).toMatchObject({
      reason: { code: 'degraded', params: { volume: 'vg/data', state: 'data_rimage_1 is split off' } },
    });
    await expect(half(point)).rejects.toMatchObject({ code: 'still-not-made' });
    await expect(prepared.make.act(never)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(lines.filter((line) => !line.startsWith('lvs '))).toEqual([]);
    const before = groupState();
    expect(await join(OTHER_RUN)).toBe(false);
    expect(await lvmMirror.resync(params, runProgram)).toMatchObject({ inStep: false, percent: null });
    expect(groupState()).toBe(before);
  });

  test('while a program holds a file of it, it is not joined and says so; later it is', async () => {
    const { point } = useVolume('mirror');
    writeFileSync(`${point}/MLANDATA`, 'mail');
    const { prepared, folder, join, inStep } = await half(point);
    await makeAll(prepared);
    const file = openSync(path.join(folder, 'MLANDATA'), 'r');
    await expect(unmount({ point: folder }, RUN_ID)).rejects.toThrow('busy');
    await expect(join()).rejects.toThrow('in use');
    expect(await prepared.held()).toEqual({ held: true });
    closeSync(file);
    expect(await unmount({ point: folder }, RUN_ID)).toBe(true);
    expect(await prepared.held()).toMatchObject({ held: false });
    expect(await join()).toBe(true);
    expect(await join()).toBe(false);
    expect(await inStep()).toBe(true);
  });

  test('killed when it is split off, it is joined by the next start', async () => {
    const { point } = useVolume('mirror');
    writeFileSync(`${point}/MLANDATA`, 'before');
    const before = groupState();
    const [make, mount] = await killedBehind('lvm-mirror', point, 'lvconvert');
    await unmount(mount?.params ?? {}, RUN_ID);
    const join = async (): Promise<boolean> => await lvmMirror.join(make?.params ?? {}, RUN_ID, runProgram);
    expect(await join()).toBe(true);
    while (!(await lvmMirror.resync(make?.params ?? {}, runProgram)).inStep) await sleep(200);
    writeFileSync(`${point}/MLANDATA`, 'after');
    system('sync', '-f', point);
    expect(groupState()).toBe(before);
    expect(await join()).toBe(false);
  });

  test('one that fails between preparing and splitting is not split, and people can go on writing', async () => {
    const { point } = useVolume('mirror');
    const { prepared, join } = await half(point);
    failImage(point);
    const before = groupState();
    await expect(prepared.make.act(never)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(await join()).toBe(false);
    expect(groupState()).toBe(before);
    writeFileSync(`${point}/x`, 'y');
    system('sync', '-f', point);
  });

  test('when people could write before it was split off, it is not used, and joined again', async () => {
    const { point } = useVolume('mirror');
    const early = watched({
      before: (line) => {
        if (line.startsWith('lvconvert')) system('fsfreeze', '--unfreeze', point);
      },
    });
    const { prepared, join, inStep } = await half(point, early);
    await expect(prepared.make.act(never)).rejects.toMatchObject({
      params: { reason: `${point} could be written again before it was done` },
    });
    expect(await join()).toBe(true);
    expect(await inStep()).toBe(true);
  });

  test('a volume that is no mirror is refused', async () => {
    const { point } = useVolume('linear');
    expect(await lvmMirror.look(placeAt(point))).toMatchObject({
      reason: { code: 'no-mirror', params: { volume: 'vg/data' } },
    });
  });
});
