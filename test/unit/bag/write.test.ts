import fc from 'fast-check';
import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { syncFolder } from '../../../electron/bag/folder-sync';
import { pathRefusal } from '../../../electron/bag/path-refusal';
import { foldedName } from '../../../electron/bag/paths';
import { readBagInfo } from '../../../electron/bag/read';
import { validateBag } from '../../../electron/bag/validate';
import { writeTagFiles, type BagContents } from '../../../electron/bag/write';
import { bagFolder, hello, helloFile } from './bag-maker';
import { bagOf } from './written-bag';

const postOffice = {
  'CCDATA/MLANDATA': 'm'.repeat(5000),
  'USERS/M0000001.DAT': 'ü',
  'Grüße an alle.txt': '',
};

async function sha256sum(root: string, manifest: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sha256sum', ['-c', '--strict', manifest], { cwd: root });
  return stdout;
}

describe('a written bag', () => {
  test('is valid without a word of complaint, its own tag files included', async () => {
    const root = await bagFolder();
    await mkdir(path.join(root, 'postbag'));
    await writeFile(path.join(root, 'postbag', 'run.json'), '{}');
    const info: [string, string][] = [
      ['Source-Organization', 'A shop'],
      ['Bagging-Date', '2024-02-29'],
    ];
    await bagOf(root, postOffice, { info, tagFiles: ['postbag/run.json'] });
    const report = await validateBag(root);
    expect(report).toMatchObject({ version: '1.0', valid: true, problems: [], payloadFiles: 3 });
    expect(report.info).toEqual([...info, ['Payload-Oxum', '5002.3']]);
  });

  test('passes sha256sum -c, and so do its tag files', async () => {
    const root = await bagOf(await bagFolder(), postOffice);
    expect(await sha256sum(root, 'manifest-sha256.txt')).toBe(
      'data/CCDATA/MLANDATA: OK\ndata/Grüße an alle.txt: OK\ndata/USERS/M0000001.DAT: OK\n',
    );
    expect(await sha256sum(root, 'tagmanifest-sha256.txt')).toMatch(/^bag-info.txt: OK\nbagit.txt: OK\n/);
    await writeFile(path.join(root, 'data', 'CCDATA', 'MLANDATA'), 'n'.repeat(5000));
    const stdout: unknown = expect.stringContaining('data/CCDATA/MLANDATA: FAILED');
    await expect(sha256sum(root, 'manifest-sha256.txt')).rejects.toMatchObject({ stdout });
  });

  test('notices a change of any of its tag files', async () => {
    for (const file of ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt']) {
      const root = await bagOf(await bagFolder(), hello);
      const text = await readFile(path.join(root, file), 'utf8');
      await writeFile(path.join(root, file), `${text}\n`);
      const { problems } = await validateBag(root);
      expect(problems.map(({ kind, path }) => [kind, path])).toContainEqual(['checksum-differs', file]);
    }
  });

  test('says the day it was made unless told', async () => {
    const before = new Date().toISOString().slice(0, 10);
    const { info } = await readBagInfo(await bagOf(await bagFolder(), hello));
    const after = new Date().toISOString().slice(0, 10);
    expect([before, after]).toContain(info.find(([label]) => label === 'Bagging-Date')?.[1]);
  });

  test('is the same for the same files in another order', async () => {
    const read = async (root: string) => await readFile(path.join(root, 'manifest-sha256.txt'), 'utf8');
    const turned = Object.fromEntries(Object.entries(postOffice).reverse());
    const one = await read(await bagOf(await bagFolder(), postOffice));
    expect(await read(await bagOf(await bagFolder(), turned))).toBe(one);
  });

  test('is valid whatever its names are: unicode, %, spaces, line ends', async () => {
    const segment = fc
      .oneof(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
        fc.string({ unit: fc.constantFrom(...Array.from('%0AaDd25\r\n ü.é')), minLength: 1, maxLength: 12 }),
      )
      .filter((name) => !name.includes('/') && Buffer.byteLength(name) < 200);
    const name = fc
      .array(segment, { minLength: 1, maxLength: 3 })
      .map((segments) => segments.join('/'))
      .filter((file) => pathRefusal(`data/${file}`) === null);
    // Every name begins with another number, so that none is a folder of another or its look-alike.
    const names = fc.array(name, { maxLength: 8 }).map((list) => list.map((one, index) => `${index} ${one}`));
    await fc.assert(
      fc.asyncProperty(names, fc.string(), async (list, content) => {
        const root = await bagFolder();
        await mkdir(path.join(root, 'data'));
        await bagOf(root, Object.fromEntries(list.map((file) => [file, content + file])));
        const report = await validateBag(root);
        expect(report).toMatchObject({ valid: true, problems: [], payloadFiles: list.length });
        expect(new Set(list.map(foldedName)).size).toBe(list.length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('writing refuses, and leaves nothing behind,', () => {
  const refused: readonly (readonly [string, Partial<BagContents>])[] = [
    ['a checksum that is none', { payload: [{ ...helloFile, sha256: 'abc' }] }],
    ['a size that is none', { payload: [{ ...helloFile, bytes: -1 }] }],
    ['a payload file twice', { payload: [helloFile, helloFile] }],
    ['a tag file twice', { tagFiles: ['bagit.txt'] }],
    ['a size of its own invention', { info: [['payload-oxum', '1.1']] }],
    ...['', 'a:b', ' a', 'a\nb: c'].map(
      (label) => [`the label ${JSON.stringify(label)}`, { info: [[label, 'x']] }] as const,
    ),
  ] as const;

  test.each(refused)('%s', async (_, contents) => {
    const root = await bagFolder();
    await expect(writeTagFiles(root, { payload: [], info: [], tagFiles: [], ...contents })).rejects.toThrow(
      RangeError,
    );
    expect(await readdir(root)).toEqual([]);
  });

  test.each(['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'tagmanifest-sha256.txt'])(
    'to write over %s',
    async (file) => {
      const root = await bagFolder();
      await writeFile(path.join(root, file), 'mine');
      await expect(bagOf(root, hello)).rejects.toMatchObject({ code: 'EEXIST' });
      expect(await readFile(path.join(root, file), 'utf8')).toBe('mine');
    },
  );

  test('a tag file that is not there: the bag stays without its tag manifest', async () => {
    const root = await bagFolder();
    await expect(bagOf(root, hello, { tagFiles: ['postbag/gone'] })).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(await readdir(root)).not.toContain('tagmanifest-sha256.txt');
  });
});

describe('syncing a folder', () => {
  test('works where the system can, and says when the folder is gone', async () => {
    const root = await bagFolder();
    await expect(syncFolder(root)).resolves.toBeUndefined();
    await expect(syncFolder(path.join(root, 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
