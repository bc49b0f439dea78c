import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { pathRefusal } from '../../../electron/bag/path-refusal';
import { validateBag } from '../../../electron/bag/validate';
import { HostilePathError, writeTagFiles } from '../../../electron/bag/write';
import type { PathRefusal } from '../../../shared/bag';
import { bagFolder, hello, helloFile, makeBag, sum } from './bag-maker';

/** Paths below data/ that must be refused, by the reason that is given. */
const belowData: Readonly<Partial<Record<PathRefusal, readonly string[]>>> = {
  parent: [
    '..',
    '../../etc/passwd',
    'a/../../../b',
    '..\\..\\windows',
    'a\\..\\b',
    '.. /x',
    '../',
    '%2e%2e/x',
    '%2E%2e%2Fx',
    '%2e./x',
    '..%2fx',
    '..%5cx',
    '%252e%252e/x',
    '%25252e%25252e%25252fx',
    '%c0%ae%c0%ae/x',
    '%u002e%u002e/x',
    '%e2%80%a5/x',
    '\uff0e\uff0e/x',
  ],
  control: ['nul\0byte', '%00', 'bell\x07', 'tab\there', 'del\x7f', 'nel\x85'],
  disguised: [`a%${'25'.repeat(12)}`],
  backslash: ['a\\b', 'a\\'],
  stream: ['a:b', 'file.txt:stream', 'file.txt::$DATA', 'sub/C:x'],
  'device-name': [
    'CON',
    'nul',
    'AUX.txt',
    'com1',
    'Lpt9.tar.gz',
    'a/prn/b',
    'COM\u00b9',
    'con .txt',
    'CONIN$',
  ],
  trailing: ['a.', 'a ', 'folder./x', 'folder /x', '.', './x', 'a/./b'],
  'empty-segment': ['', 'a//b', 'a/'],
};

/** Paths that begin otherwise than with data/. */
const atTop: Readonly<Partial<Record<PathRefusal, readonly string[]>>> = {
  parent: ['../x', '..', '..\\x', '%2e%2e/x', 'data/..', 'data%2f..%2f..%2fx'],
  absolute: ['/etc/passwd', '\\Windows', '%2fetc/passwd', '%252fetc'],
  drive: ['C:', 'C:\\x', 'C:/x', 'c:x', 'C%3A/x', '%43%3a\\x'],
  unc: ['//server/share', '\\\\server\\share', '%5c%5cserver\\share', '/\\server'],
  'device-namespace': ['\\\\?\\C:\\x', '\\\\.\\PhysicalDrive0', '//?/C:/x', '\\??\\C:\\x', '%5c%5c%3f%5cC:'],
  home: ['~', '~/x', '~root/x', '%HOMEDRIVE%\\x', '%USERPROFILE%/x', '$HOME/x', '${HOME}/x', '%7e/x'],
};

const refused = (table: typeof belowData, prefix: string) =>
  Object.entries(table).flatMap(([reason, paths]) => paths.map((one) => ({ reason, hostile: prefix + one })));

const all = [...refused(belowData, 'data/'), ...refused(atTop, '')];

test.each(all)('$hostile is refused as $reason', ({ hostile, reason }) => {
  expect(pathRefusal(hostile)).toBe(reason);
});

test('half a surrogate pair is refused', () => {
  expect(pathRefusal('data/a\ud800')).toBe('not-unicode');
});

describe.each(['0.93', '0.97', '1.0'])('in a version %s bag', (version) => {
  test('every hostile line of a manifest is refused, and the honest ones are checked', async () => {
    const manifestLines = all.map(({ hostile }) => `${sum('')}  ${hostile}`);
    const root = await makeBag(await bagFolder(), {
      version,
      manifestLines,
      info: null,
      tagManifests: false,
    });
    const { problems } = await validateBag(root);
    expect(problems.map(({ kind, path }) => [kind, path])).toEqual(
      all.map(({ hostile }) => ['path-hostile', hostile]),
    );
    await writeFile(path.join(root, 'data', 'hello.txt'), 'changed');
    const after = (await validateBag(root)).problems.map(({ kind }) => kind);
    expect(after.filter((kind) => kind !== 'path-hostile')).toEqual(['checksum-differs']);
  });

  test('every hostile line of a tag manifest and of fetch.txt is refused', async () => {
    const root = await makeBag(await bagFolder(), { version, info: null, tagManifests: false });
    const fetch = all.map(({ hostile }) => `https://example.org/ - ${hostile}\n`);
    await writeFile(path.join(root, 'fetch.txt'), fetch.join(''));
    const names = ['bagit.txt', 'fetch.txt', 'manifest-sha256.txt'];
    const own = await Promise.all(names.map(async (name) => `${await fileSum(root, name)}  ${name}\n`));
    const tags = all.map(({ hostile }) => `${sum('')}  ${hostile}\n`);
    await writeFile(path.join(root, 'tagmanifest-sha256.txt'), [...own, ...tags].join(''));
    const { problems } = await validateBag(root);
    expect(new Set(problems.map(({ kind }) => kind))).toEqual(new Set(['path-hostile']));
    expect(problems).toHaveLength(2 * all.length);
  });
});

test('a refused path stays refused when a file with that name is really there', async () => {
  const root = await makeBag(await bagFolder(), {
    files: { ...hello, 'aux.c': 'x', 'back\\slash': 'y', 'a:b': 'z' },
  });
  const { problems } = await validateBag(root);
  expect(problems.map(({ kind, path }) => [kind, path])).toEqual([
    ['path-hostile', 'data/aux.c'],
    ['path-hostile', 'data/back\\slash'],
    ['path-hostile', 'data/a:b'],
  ]);
});

test('a link is never followed, wherever it stands and whatever is listed', async () => {
  const root = await makeBag(await bagFolder(), { info: null, tagManifests: false });
  const outside = path.join(root, '..', 'outside');
  await mkdir(outside);
  await writeFile(
    path.join(outside, 'bagit.txt'),
    'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
  );
  await writeFile(path.join(outside, 'extra.txt'), 'x');
  await rename(path.join(root, 'bagit.txt'), path.join(outside, 'mine.txt'));
  await symlink('../outside/mine.txt', path.join(root, 'bagit.txt'));
  await symlink(outside, path.join(root, 'data', 'folder'));
  await symlink('/dev/zero', path.join(root, 'fetch.txt'));
  const report = await validateBag(root);
  expect(report).toMatchObject({ version: null, payloadFiles: 1 });
  expect(report.problems.map(({ kind, path }) => [kind, path])).toEqual([
    ['file-special', 'bagit.txt'],
    ['file-special', 'data/folder'],
    ['file-special', 'fetch.txt'],
    ['no-bagit-txt', 'bagit.txt'],
  ]);
});

describe('writing a bag refuses', () => {
  test.each(refused(belowData, ''))('$hostile as payload', async ({ hostile }) => {
    const root = await bagFolder();
    const payload = [{ path: hostile, bytes: 0, sha256: sum('') }];
    await expect(writeTagFiles(root, { payload, info: [], tagFiles: [] })).rejects.toThrow(HostilePathError);
  });

  test.each([
    ...refused(atTop, ''),
    ...refused(belowData, ''),
    { hostile: 'data/hello.txt' },
    { hostile: 'tagmanifest-sha256.txt' },
  ])('$hostile as tag file', async ({ hostile }) => {
    const root = await bagFolder();
    const tagFiles = [hostile];
    await expect(writeTagFiles(root, { payload: [helloFile], info: [], tagFiles })).rejects.toThrow(
      HostilePathError,
    );
  });
});

async function fileSum(root: string, name: string): Promise<string> {
  return sum(await readFile(path.join(root, name)));
}
