/**
 * Motivation: an administrator must recognise the subvolume; a snapshot that is taken for read-only and is not may have been
 * written.
 * Description: names subvolumes of recorded mounts; reads what `btrfs property` prints.
 * Pass criteria: names are those of `findmnt`; only a clear answer counts.
 */
import { expect, test } from 'vitest';
import type { RunProgram } from '../../../electron/run/program';
import { isReadOnly, subvolumeName } from '../../../electron/snapshot/btrfs-subvolume';

test('a subvolume is called as findmnt calls it', () => {
  const top = { source: '/dev/sdb1', root: '/', point: '/srv' };
  expect(subvolumeName(top, '/srv')).toBe('/dev/sdb1');
  expect(subvolumeName(top, '/srv/mail/po')).toBe('/dev/sdb1[/mail/po]');
  const mail = { source: '/dev/sdb1', root: '/@mail', point: '/srv/post office' };
  expect(subvolumeName(mail, '/srv/post office')).toBe('/dev/sdb1[/@mail]');
  expect(subvolumeName(mail, '/srv/post office/ccdata')).toBe('/dev/sdb1[/@mail/ccdata]');
  expect(subvolumeName({ ...top, point: '/' }, '/home')).toBe('/dev/sdb1[/home]');
});

test('a subvolume is read-only or not, or it cannot be said', async () => {
  const answers = (stdout: string, code: number | null = 0): RunProgram => {
    return async () => await Promise.resolve({ code, stdout, stderr: '', failed: null });
  };
  expect(await isReadOnly('/srv', answers('ro=true\n'))).toBe(true);
  expect(await isReadOnly('/srv', answers('ro=false\n'))).toBe(false);
  await expect(isReadOnly('/srv', answers('ro=perhaps\n'))).rejects.toThrow('ro=perhaps');
  await expect(isReadOnly('/srv', answers('ro=true\n', 1))).rejects.toThrow();
});
