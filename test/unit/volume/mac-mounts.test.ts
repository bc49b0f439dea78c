/**
 * Motivation: what is mounted decides what a snapshot on macOS is made of, and whether one is still mounted decides
 * whether it can be removed.
 * Description: reads lines of `mount` and `df -P` as people quote them; unmounts on a played macOS.
 * Pass criteria: names with spaces and parentheses are read whole, the computer behind a mount is named, and what is
 * mounted is unmounted, once, and its empty folder removed.
 */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseDf, parseMacMounts, readMacMounts, serverOfMount } from '../../../electron/volume/mac-mounts';
import { makeUnmount } from '../../../electron/volume/mount';
import { OTHER_RUN, RUN_ID } from '../../conformance/snapshot';
import { temporaryFolder } from '../../support/places';
import { PlayedMac, recordedMac } from '../../support/stand-ins/apfs';

const mounts = parseMacMounts(`${recordedMac('mount.macos-14.txt')}nonsense\n`);

test('lines are read, with the names as they are', () => {
  const read = mounts.map(({ source, point, type }) => [source, point, type]);
  expect(read).toHaveLength(11);
  expect(read).toContainEqual(['/dev/disk5s1', '/Volumes/Mail on ice (2)', 'apfs']);
  expect(read).toContainEqual(['map auto_home', '/System/Volumes/Data/home', 'autofs']);
  expect(read.at(-1)?.[0]).toBe('com.apple.TimeMachine.2024-07-26-155229.local@/dev/disk3s5');
});

test('what another computer keeps is told from what this one does', () => {
  expect(mounts.flatMap((mount) => serverOfMount(mount) ?? [])).toEqual([
    'mailsrv._smb._tcp.local',
    'harbour',
  ]);
  expect(serverOfMount({ source: 'https://dav.example/po', point: '/Volumes/po', type: 'webdav' })).toBe(
    'dav.example',
  );
});

test('where a folder lies is read from the last line', () => {
  expect(parseDf(recordedMac('df.data.txt'))).toEqual({
    device: '/dev/disk3s5',
    point: '/System/Volumes/Data',
  });
  expect(parseDf(recordedMac('df.spaces.txt'))?.point).toBe('/Volumes/Mail on ice (2)');
  expect(parseDf(recordedMac('df.autofs.txt'))?.device).toBe('map auto_home');
  expect(parseDf('df: no such file\n')).toBeNull();
});

test('that nothing is mounted is never believed', async () => {
  const run = async () => await Promise.resolve({ code: 0, stdout: '', stderr: '', failed: null });
  await expect(readMacMounts(run)).rejects.toThrow();
});

test('a snapshot is unmounted once, by its own run', async () => {
  const base = await temporaryFolder();
  const mac = new PlayedMac(base);
  const date = await mac.make(new Date());
  const point = path.join(base, RUN_ID, 'still-0/volume');
  await mkdir(point, { recursive: true });
  const name = `com.apple.TimeMachine.${date}.local`;
  await mac.runProgram({
    program: 'mount_apfs',
    args: ['-o', 'rdonly,nobrowse', '-s', name, mac.volume, point],
  });
  const unmount = makeUnmount(mac.runProgram, 0, 'darwin');
  await expect(unmount({ point, shown: 'x' }, OTHER_RUN)).rejects.toThrow('no folder of run');
  mac.busy = true;
  await expect(unmount({ point, shown: 'x' }, RUN_ID)).rejects.toThrow('Resource busy');
  mac.busy = false;
  expect(await unmount({ point, shown: 'x' }, RUN_ID)).toBe(true);
  await expect(stat(point)).rejects.toThrow('ENOENT');
  expect(await unmount({ point, shown: 'x' }, RUN_ID)).toBe(false);
  expect(mac.unknown).toEqual([]);
});
