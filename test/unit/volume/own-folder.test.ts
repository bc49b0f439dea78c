/**
 * Motivation: what a run makes among people's files must never be taken for theirs, nor theirs for what it made.
 * Description: asks where a run's own folder goes on mounts of many shapes; reads paths out of undos; holds a folder open
 * while others take its name.
 * Pass criteria: beside the place on the same mount only, else in it; only a path of the run itself is believed; whoever
 * holds a folder works in that one.
 */
import { chmodSync, mkdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inHeldFolder } from '../../../electron/volume/held-folder';
import { localMount, serverOf } from '../../../electron/volume/local-mount';
import { mustBeMounted } from '../../../electron/volume/mount-point';
import { parseMounts } from '../../../electron/volume/mounts';
import { ownFolderFor, ownFolderIn, whyNotWritable } from '../../../electron/volume/own-folder';
import { noMirrorCommands } from '../../../shared/still';
import { runProgram } from '../../../electron/run/program';
import { temporaryFolder } from '../../support/places';

const RUN = '20260101T000000000Z-0000abcd';
const NAME = `.postbag-${RUN}`;

describe('the folder of a run', () => {
  test('lies beside the place, or in it where beside it is another mount', async () => {
    const above = await temporaryFolder();
    const folder = path.join(above, 'po');
    mkdirSync(folder);
    expect(await ownFolderFor(folder, RUN, [])).toBe(path.join(above, NAME));
    const root = '21 1 254:0 / / rw - ext4 /dev/vda rw';
    expect(await ownFolderFor(folder, RUN, parseMounts(root))).toBe(path.join(above, NAME));
    const bound = parseMounts(`${root}\n22 21 254:0 /po ${folder} rw - ext4 /dev/vda rw`);
    expect(await ownFolderFor(folder, RUN, bound)).toBe(path.join(folder, NAME));
    expect(await ownFolderFor('/', RUN, parseMounts(root))).toBe(`/${NAME}`);
  });

  test('is believed from an undo only where it has the name of the run', () => {
    expect(ownFolderIn({ path: `/srv/${NAME}` }, RUN)).toBe(`/srv/${NAME}`);
    for (const wrong of ['/srv/mail', `/srv/${NAME}/files`, NAME, '/', '', `/srv/${NAME}x`]) {
      expect(() => ownFolderIn({ path: wrong }, RUN), wrong).toThrow('is no folder of run');
    }
    expect(() => ownFolderIn({}, RUN)).toThrow();
    expect(() => ownFolderIn({ path: '/srv/.postbag-..' }, '..')).toThrow();
  });

  test('is not made where nobody may write', async () => {
    const folder = await temporaryFolder();
    expect(await whyNotWritable(folder)).toBeNull();
    expect(await whyNotWritable(path.join(folder, 'gone'))).toContain('ENOENT');
  });
});

test.runIf(process.platform === 'linux')(
  'who holds a folder works in it, whatever takes its name',
  async () => {
    const base = await temporaryFolder();
    const folder = path.join(base, 'own');
    mkdirSync(folder);
    mkdirSync(path.join(base, 'other'));
    const written = await inHeldFolder(folder, async ({ at }) => {
      renameSync(folder, path.join(base, 'moved'));
      symlinkSync(path.join(base, 'other'), folder);
      writeFileSync(path.join(at, 'file'), 'mine');
      return await Promise.resolve('written');
    });
    expect(written).toBe('written');
    expect(readFileSync(path.join(base, 'moved/file'), 'utf8')).toBe('mine');
    // A link is no folder, and neither is what is not there, or a file.
    for (const name of ['own', 'gone', 'moved/file', 'moved/file/deeper']) {
      expect(
        await inHeldFolder(path.join(base, name), async () => await Promise.resolve('in it')),
      ).toBeNull();
    }
    chmodSync(path.join(base, 'moved'), 0o700);
  },
);

test.runIf(process.platform === 'linux')('what is not there is only gone where its disk is', async () => {
  await expect(mustBeMounted('/', 'disk')).resolves.toBeUndefined();
  await expect(mustBeMounted('/nowhere', 'vg/mail')).rejects.toThrow(
    'vg/mail is not mounted at /nowhere now',
  );
});

test('the computer that keeps the files is named', async () => {
  expect(serverOf('//harbour/post office')).toBe('harbour');
  expect(serverOf('harbour:/srv/mail')).toBe('harbour');
  expect(serverOf('postmaster@harbour:mail')).toBe('harbour');
  expect(serverOf('[fe80::1]:/srv')).toBe('[fe80::1]');
  expect(serverOf('something')).toBe('something');
  const place = { folder: '/', name: '', bytes: 0, commands: noMirrorCommands, runProgram };
  expect(await localMount({ ...place, platform: 'darwin' })).toMatchObject({
    refused: { reason: { code: 'other-system' } },
  });
});
