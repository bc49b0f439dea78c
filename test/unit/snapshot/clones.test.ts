/**
 * Motivation: a file system that is taken for one that can clone fails in the middle of a backup; a link that is followed
 * leads out of the post office.
 * Description: reads what XFS and macOS print, as recorded; clones where it cannot be done.
 * Pass criteria: only a clear yes is one, and nothing is left of a clone that failed.
 */
import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ProgramEnd, RunProgram } from '../../../electron/run/program';
import { cloneFile } from '../../../electron/snapshot/clone-file';
import { reflink } from '../../../electron/snapshot/reflink';
import { askXfs, sharesBlocks } from '../../../electron/snapshot/xfs-info';
import { noMirrorCommands } from '../../../shared/still';
import { otherDisk } from '../../support/disks';
import { temporaryFolder } from '../../support/places';

/** xfsprogs 6.1.0. */
const printed = (
  flag: string,
): string => `meta-data=/dev/loop0             isize=512    agcount=4, agsize=19200 blks
         =                       sectsz=512   attr=2, projid32bit=1
         =                       crc=1        finobt=1, sparse=1, rmapbt=0
         =                       ${flag}    bigtime=1 inobtcount=1 nrext64=0
data     =                       bsize=4096   blocks=76800, imaxpct=25
`;

test('XFS can clone when it says so, and not when it says nothing of it', () => {
  expect(sharesBlocks(printed('reflink=1'))).toBe(true);
  expect(sharesBlocks(printed('reflink=0'))).toBe(false);
  expect(sharesBlocks('crc=1 finobt=0 reflink=1,')).toBe(true);
  // xfsprogs before 4.9, for one.
  expect(sharesBlocks(printed(''))).toBeNull();
  expect(sharesBlocks('noreflink=1')).toBeNull();
});

test('the program of XFS is found where only root looks', async () => {
  const asked: string[] = [];
  const end: ProgramEnd = { code: 0, stdout: 'yes', stderr: '', failed: null };
  const run: RunProgram = async ({ program }) => {
    asked.push(program);
    return await Promise.resolve(
      program.startsWith('/usr') ? end : { ...end, code: null, failed: 'missing' },
    );
  };
  expect(await askXfs('/srv', run)).toEqual(end);
  expect(asked).toEqual(['xfs_spaceman', '/usr/sbin/xfs_spaceman']);
});

test('a file that is gone, a link and a folder are not cloned', async () => {
  const folder = await temporaryFolder();
  const target = path.join(folder, 'target');
  symlinkSync('/etc/hosts', path.join(folder, 'link'));
  for (const name of ['gone', 'gone/deeper', 'link', '.']) {
    expect(await cloneFile(path.join(folder, name), target)).toBe(false);
  }
  expect(existsSync(target)).toBe(false);
});

test('where nothing can be cloned nothing is copied instead', async ({ skip }) => {
  const memory = otherDisk();
  skip(memory === null, 'needs a file system in memory');
  const folder = await temporaryFolder(memory ?? '');
  writeFileSync(path.join(folder, 'MLANDATA'), 'mail');
  const file = path.join(folder, 'MLANDATA');
  await expect(cloneFile(file, path.join(folder, 'clone'))).rejects.toMatchObject({ code: 'ENOTSUP' });
  expect(readdirSync(folder)).toEqual(['MLANDATA']);
  // Its folder is what is gone.
  await expect(cloneFile(file, path.join(folder, 'gone/clone'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('macOS clones on APFS, and says what else it is', async () => {
  const folder = await temporaryFolder();
  const answers = (mounted: string): RunProgram => {
    const df = `Filesystem 512-blocks Used Available Capacity Mounted on\n/dev/disk3s5 100 10 90 10% /Volumes/Mail\n`;
    return async ({ program }) =>
      await Promise.resolve({
        code: 0,
        stdout: program === 'df' ? df : `/dev/disk3s1s1 on / (apfs, sealed, local)\n${mounted}\n`,
        stderr: '',
        failed: null,
      });
  };
  const look = async (mounted: string) =>
    await reflink.look({
      folder,
      name: 'Harbour',
      bytes: 1,
      commands: noMirrorCommands,
      runProgram: answers(mounted),
      platform: 'darwin',
    });
  expect(await look('/dev/disk3s5 on /Volumes/Mail (apfs, local, journaled)')).toMatchObject({
    usable: true,
    volume: '/Volumes/Mail',
    covers: 'per-file',
  });
  expect(await look('/dev/disk3s5 on /Volumes/Mail (hfs, local, journaled)')).toMatchObject({
    usable: false,
    reason: { code: 'no-clones', params: { type: 'hfs', point: '/Volumes/Mail' } },
  });
  expect(await look('//mail@harbour/mail on /Volumes/Mail (smbfs, nodev)')).toMatchObject({
    reason: { code: 'on-another-computer', params: { server: 'harbour' } },
  });
  expect(await look('')).toMatchObject({ reason: { code: 'not-understood', params: { program: 'df' } } });
  expect(readdirSync(folder)).toEqual([]);
});
