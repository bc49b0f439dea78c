import { execFile } from 'node:child_process';
import { chmod, link, mkdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { scanFolder } from '../../../electron/postoffice/scan';
import { Cancelled } from '../../../electron/run/errors';
import { asNobody } from './as-nobody';
import { emptyFolder, restrict, tree } from './tree';

const paths = (files: readonly { path: string }[]): string[] => files.map(({ path }) => path);

test('all files with size and time, also in folders, in the same order every time', async () => {
  const root = await tree({ 'b/Z': '12345', 'b/a/x': '', B: '1', a: '', 'empty/': '' });
  await utimes(path.join(root, 'B'), 1, 901234567.123);
  const scan = await scanFolder(root);
  expect(paths(scan.files)).toEqual(['B', 'a', 'b/Z', 'b/a/x']);
  expect(scan.folders).toEqual(['b', 'b/a', 'empty']);
  expect(scan.files.map(({ bytes }) => bytes)).toEqual([1, 0, 5, 0]);
  for (const file of scan.files) {
    expect(file.mtimeMs, file.path).toBe((await stat(path.join(root, file.path))).mtimeMs);
  }
  expect(await scanFolder(root)).toEqual(scan);
});

test('a file that took the place of another one has another identity', async () => {
  const root = await tree(['A', 'B']);
  await link(path.join(root, 'A'), path.join(root, 'C'));
  const [a, b, c] = (await scanFolder(root)).files;
  expect(a?.identity).toBe(c?.identity);
  expect(a?.identity).not.toBe(b?.identity);
});

test('links are not followed, and links, pipes and sockets are listed', async () => {
  const elsewhere = await tree(['secret']);
  const root = await tree(['A', 'SUB/B']);
  await symlink(elsewhere, path.join(root, 'folder-link'));
  await symlink('.', path.join(root, 'SUB', 'loop'));
  await symlink('nowhere', path.join(root, 'broken'));
  await promisify(execFile)('mkfifo', [path.join(root, 'pipe')]);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path.join(root, 'socket'), resolve));
  onTestFinished(() => void server.close());
  const scan = await scanFolder(root);
  expect(paths(scan.files)).toEqual(['A', 'SUB/B']);
  expect(scan.special).toEqual(['SUB/loop', 'broken', 'folder-link', 'pipe', 'socket']);
  expect(scan.unreadable).toEqual([]);
});

test('names that are no valid text are reported, not dropped', async () => {
  const root = await tree(['A']);
  const named = (...bytes: number[]): Buffer => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(bytes)]);
  await writeFile(named(0x46, 0xff), '');
  await mkdir(named(0x44, 0xff));
  const scan = await scanFolder(root);
  expect(paths(scan.files)).toEqual(['A']);
  expect(scan.unreadable).toEqual([
    { path: 'D\uFFFD', code: 'ENOENT' },
    { path: 'F\uFFFD', code: 'ENOENT' },
  ]);
});

test('folders and files that this user may not read are reported, the rest is listed', async () => {
  const root = await tree(['SHUT/X', 'LISTED/Y', 'OPEN/Z', 'PRIVATE']);
  await chmod(root, 0o755);
  await restrict(path.join(root, 'SHUT'), 0o000);
  await restrict(path.join(root, 'LISTED'), 0o444);
  await restrict(path.join(root, 'PRIVATE'), 0o200);
  expect(await asNobody('electron/postoffice/scan.ts', 'scanFolder', root)).toMatchObject({
    files: [{ path: 'OPEN/Z' }, { path: 'PRIVATE' }],
    folders: ['LISTED', 'OPEN', 'SHUT'],
    unreadable: [
      { path: 'LISTED/Y', code: 'EACCES' },
      { path: 'PRIVATE', code: 'EACCES' },
      { path: 'SHUT', code: 'EACCES' },
    ],
  });
});

test('a folder that is not there is an error of the system', async () => {
  await expect(scanFolder(path.join(await emptyFolder(), 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('it can be cancelled before and in the middle', async () => {
  const root = await tree(Array.from({ length: 300 }, (_, i) => `F${i % 20}/${i}`));
  await expect(scanFolder(root, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
  const controller = new AbortController();
  const scan = scanFolder(root, { signal: controller.signal });
  setImmediate(() => controller.abort());
  await expect(scan).rejects.toBeInstanceOf(Cancelled);
});
