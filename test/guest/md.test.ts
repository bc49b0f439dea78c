/**
 * Motivation: a disk that is taken out of an array leaves people on one disk alone, and to take out the last one destroys
 * the array. It must be done only when the array is whole, and taken back whatever happens.
 * Description: takes halves out of real arrays (with and without a bitmap, with their records before and behind the data, with
 * ext4 and xfs) while programs write; kills Postbag between all that it does; breaks arrays, leaves them with a spare, takes a
 * half out by hand, holds a file open while the half is to be added, puts the half back while it is read, exchanges the disk.
 * Pass criteria: the conformance suite; the half shows one instant; nothing is done to an array that is not whole; nothing
 * but the array's own disk is ever added to it; afterwards both disks are the same.
 */
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { md } from '../../electron/mirror/md';
import { makeUnmount } from '../../electron/volume/mount';
import { runProgram, type RunProgram } from '../../electron/run/program';
import { mirrorConformance } from '../conformance/mirror';
import { OTHER_RUN, plainFiles, RUN_ID } from '../conformance/snapshot';
import { killedBehind } from './killed';
import { arrayState, inStep, makeArray, MD, sysfs, tell, useArray, type ArrayKind } from './arrays';
import {
  attempt,
  disks,
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

const [A, B, C] = disks;
const unmount = makeUnmount(runProgram, 0);

const kinds: readonly (readonly [string, ArrayKind])[] = [
  ['a software RAID array with a bitmap', {}],
  [
    'a software RAID array without a bitmap, its records behind the data',
    { bitmap: 'none', metadata: '1.0' },
  ],
];
for (const [name, kind] of kinds) {
  mirrorConformance(
    name,
    async () => {
      const { point, end } = await makeArray(kind);
      return {
        provider: md,
        place: placeAt(point),
        unmount,
        state: async () => await Promise.resolve(arrayState()),
        ...plainFiles(point),
        degrade: async () => await Promise.resolve(void system('mdadm', MD, '--fail', B)),
        end: async () => {
          end();
          await Promise.resolve();
        },
      };
    },
    { skipped: notAGuest },
  );
}

async function half(point: string, run: RunProgram = runProgram) {
  const stillRun = await makeRun();
  const prepared = await md.prepare(placeAt(point, run), stillRun);
  const { params } = prepared.make.undo;
  const join = async (runId = RUN_ID): Promise<boolean> => await md.join(params, runId, runProgram);
  return { prepared, join, params, folder: stillRun.folder };
}

const look = async (point: string) => await md.look(placeAt(point));

/** Whether both disks hold the same, when nobody writes. */
function areTheSame(): boolean {
  tell('sync_action', 'check');
  attempt('mdadm', '--wait', MD);
  return sysfs('mismatch_cnt') === '0';
}

describe.skipIf(notAGuest !== null)('halves of software RAID arrays', () => {
  for (const kind of [
    { system: 'xfs', size: 310 },
    { metadata: '0.90', bitmap: 'none' },
  ] as const satisfies readonly ArrayKind[]) {
    test(`the half is of one instant while programs write, and comes into step again: ${JSON.stringify(kind)}`, async () => {
      const { point } = await useArray(kind);
      const writer = startWriter(point);
      await sleep(500);
      expect(await look(point)).toMatchObject({ resync: 'bitmap' in kind ? 'all' : 'changes', volume: MD });
      const { prepared, folder, join } = await half(point);
      await makeAll(prepared);
      const { first, second } = writtenIn(folder);
      expect(second).toBeGreaterThan(0);
      expect(first - second).toBeGreaterThanOrEqual(0);
      expect(first - second).toBeLessThanOrEqual(1);
      await sleep(300);
      expect(writtenIn(folder)).toEqual({ first, second });
      expect(writtenIn(point).first).toBeGreaterThan(first);
      expect(() => writeFileSync(path.join(folder, 'new'), '')).toThrow('EROFS');
      expect(await prepared.held()).toEqual({ held: true });
      await unmount({ point: folder }, RUN_ID);
      expect(system('losetup', '-a')).toBe('');
      expect(await join()).toBe(true);
      await inStep();
      writer.end();
      await sleep(100);
      expect(areTheSame()).toBe(true);
    });
  }

  for (const stop of ['fsfreeze --freeze', `mdadm ${MD} --fail`, `mdadm ${MD} --remove`]) {
    test(`killed behind "${stop}", it is joined by the next start`, async () => {
      const { point } = await useArray();
      writeFileSync(`${point}/MLANDATA`, 'before');
      const before = arrayState();
      const [make, mount] = await killedBehind('md', point, stop);
      await unmount(mount?.params ?? {}, RUN_ID);
      expect(await md.join(make?.params ?? {}, RUN_ID, runProgram)).toBe(true);
      await inStep();
      writeFileSync(`${point}/MLANDATA`, 'after');
      system('sync', '-f', point);
      expect(arrayState()).toBe(before);
      expect(await md.join(make?.params ?? {}, RUN_ID, runProgram)).toBe(false);
    });
  }

  test('an array that is being brought into step, or checked, is refused', async () => {
    const { point } = await useArray({ size: 310 });
    system(
      'bash',
      '-c',
      'echo 1000 > /sys/block/md0/md/sync_speed_max; echo check > /sys/block/md0/md/sync_action',
    );
    expect(await look(point)).toMatchObject({ reason: { code: 'not-in-step', params: { volume: MD } } });
    await expect(half(point)).rejects.toMatchObject({ code: 'still-not-made' });
    tell('sync_action', 'idle');
    expect(await look(point)).toMatchObject({ usable: true });
  });

  test('one whose spare would take the place of the half is refused', async () => {
    const { point } = await useArray();
    system('mdadm', MD, '--add', C);
    expect(await look(point)).toMatchObject({ usable: false, reason: { code: 'no-mirror' } });
  });

  test('the last disk is never taken: one that fails meanwhile stops it in the last moment', async () => {
    const { point } = await useArray();
    const lines: string[] = [];
    const failing = watched({
      after: (line) => {
        lines.push(line);
        if (line.startsWith('fsfreeze --freeze')) system('mdadm', MD, '--fail', A);
      },
    });
    const { prepared, join } = await half(point, failing);
    await expect(prepared.make.act(never)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(lines.filter((line) => line.includes('--fail'))).toEqual([]);
    expect(await join()).toBe(false);
    expect(sysfs('array_state')).not.toBe('broken');
    writeFileSync(`${point}/x`, 'x');
    system('sync', '-f', point);
  });

  test('a half that a person took out is neither taken nor added', async () => {
    const { point } = await useArray();
    const { prepared, join } = await half(point);
    system('mdadm', MD, '--fail', B);
    expect(await look(point)).toMatchObject({ reason: { code: 'degraded', params: { volume: MD } } });
    await expect(half(point)).rejects.toMatchObject({ code: 'still-not-made' });
    await expect(prepared.make.act(never)).rejects.toMatchObject({ code: 'still-not-made' });
    const before = arrayState();
    expect(await join(OTHER_RUN)).toBe(false);
    expect(arrayState()).toBe(before);
  });

  test('while somebody reads it, it is not added and says so, though mdadm would; later it is', async () => {
    const { point } = await useArray();
    writeFileSync(`${point}/MLANDATA`, 'mail');
    const { prepared, folder, join } = await half(point);
    await makeAll(prepared);
    const file = openSync(path.join(folder, 'MLANDATA'), 'r');
    await expect(unmount({ point: folder }, RUN_ID)).rejects.toThrow('busy');
    await expect(join()).rejects.toThrow('still in use');
    expect(await prepared.held()).toEqual({ held: true });
    closeSync(file);
    expect(await unmount({ point: folder }, RUN_ID)).toBe(true);
    expect(await prepared.held()).toMatchObject({ held: false });
    expect(await join()).toBe(true);
    await inStep();
  });

  test('one that somebody puts back while it is read has not held, whether it is still there or not', async () => {
    const { point } = await useArray();
    const { prepared, folder } = await half(point);
    await makeAll(prepared);
    system('mdadm', MD, '--re-add', B);
    expect(await prepared.held()).toMatchObject({ held: false });
    await inStep();
    system('mdadm', MD, '--fail', B);
    system('mdadm', MD, '--remove', B);
    expect(await prepared.held()).toMatchObject({ held: false });
    await unmount({ point: folder }, RUN_ID);
  });

  test('a disk that is not the half is never added, whatever it is called', async () => {
    const { point } = await useArray();
    const { prepared, join } = await half(point);
    await prepared.make.act(never);
    const [begin, size] = ['bs=1M', 'count=2'];
    system('dd', `if=${B}`, 'of=/run/record', begin, size);
    system('mdadm', '--zero-superblock', B);
    const before = arrayState();
    await expect(join()).rejects.toThrow('no disk is the half');
    expect(arrayState()).toBe(before);
    // The same disk under another name, as after a restart.
    system('dd', 'if=/run/record', `of=${C}`, begin, size);
    expect(await join()).toBe(true);
    await inStep();
    expect(arrayState()).toContain('ubdc');
  });

  test('an array that was stopped and has got another name is found, and its half added', async () => {
    const { point } = await useArray();
    const { prepared, join, params } = await half(point);
    await prepared.make.act(never);
    system('umount', point);
    system('mdadm', '--stop', MD);
    await expect(join()).rejects.toThrow('does not run now');
    await expect(md.resync(params, runProgram)).rejects.toThrow('does not run now');
    system('mdadm', '--assemble', '--run', '/dev/md9', A);
    onTestFinished(() => void attempt('mdadm', '--stop', '/dev/md9'));
    expect(await join()).toBe(true);
    while (!(await md.resync(params, runProgram)).inStep) await sleep(200);
    expect(readFileSync('/sys/block/md9/md/degraded', 'utf8').trim()).toBe('0');
  });

  test('other arrays, plain disks, and accounts without rights are refused', async () => {
    const { point } = await useArray();
    expect(await md.look(placeAt('/dev/shm'))).toMatchObject({ reason: { code: 'other-volume' } });
    const nobody: RunProgram = async ({ program, args = [], ...call }) =>
      await runProgram({
        ...call,
        program: 'setpriv',
        args: ['--reuid=65534', '--regid=65534', '--clear-groups', program, ...args],
      });
    expect(await md.look(placeAt(point, nobody))).toMatchObject({
      reason: { code: 'no-rights', params: { program: 'mdadm' } },
    });
    const none: RunProgram = async (call) => await runProgram({ ...call, program: `no-${call.program}` });
    expect(await md.look(placeAt(point, none))).toMatchObject({
      reason: { code: 'program-missing', params: { program: 'mdadm' } },
    });
  });
});
