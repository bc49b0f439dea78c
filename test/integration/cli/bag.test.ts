import { execFile, spawnSync } from 'node:child_process';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { postbag, postbagJson } from '../../support/cli';
import { lineOf, linesOf, told } from '../../support/lines';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { checkWithCoreutils, onlyBag } from '../../support/vault';

async function backedUp(): Promise<Places & { bag: string }> {
  const places = await makePlaces();
  await makePostOffice(places.postOffice);
  await postbag(['backup', places.postOffice, '--to', places.vault], places);
  return { ...places, bag: await onlyBag(places.vault) };
}

/** Flips one bit in the middle of a file. */
async function tamper(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const at = Math.floor((await handle.stat()).size / 2);
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
    await handle.write(Buffer.from([buffer.readUInt8() ^ 1]), 0, 1, at);
  } finally {
    await handle.close();
  }
}

describe('verify', () => {
  test('says so when all is well, again and again, and changes nothing', async () => {
    const { home, bag } = await backedUp();
    const before = await treeHash(bag);
    for (let turn = 0; turn < 2; turn++) {
      const { code, lines } = await postbagJson(['verify', bag], { home });
      expect(code).toBe(0);
      const { record } = lineOf(lines, 'result');
      expect(record).toMatchObject({ kind: 'verify', verdict: 'verified', bag, findings: [], files: 9 });
    }
    expect(await treeHash(bag)).toBe(before);
  });

  test.each(['data/MLANDATA', 'data/USR00003', 'bag-info.txt', 'postbag/ledger.jsonl'])(
    'finds one changed bit in %s and names the file',
    async (file) => {
      const { home, bag } = await backedUp();
      await tamper(path.join(bag, file));
      const { code, lines } = await postbagJson(['verify', bag], { home });
      expect(code).toBe(1);
      const problem = told(lines, 'bag-problem');
      expect(problem.params).toMatchObject({ kind: 'checksum-differs', path: file });
      expect(problem.what).toContain(file);
      expect(told(lines, 'bag-invalid').next).toContain('Do not restore from it');
      await expect(checkWithCoreutils(bag)).rejects.toThrow(/FAILED|WARNING/);

      const human = await postbag(['verify', bag], { home });
      expect(human.code).toBe(1);
      expect(human.stdout).toContain(problem.what);
      expect(human.stdout).toContain('Failed.');
    },
  );

  test.each<[string, (bag: string) => Promise<unknown>, object]>([
    [
      'a file that is gone',
      (bag) => rm(path.join(bag, 'data/USR00001')),
      { kind: 'file-missing', path: 'data/USR00001' },
    ],
    [
      'a file that was added',
      (bag) => writeFile(path.join(bag, 'data/EXTRA'), ''),
      { kind: 'file-not-in-manifest' },
    ],
    [
      'a file under another name',
      (bag) => rename(path.join(bag, 'data/CLANDATA'), path.join(bag, 'data/CLANDAT2')),
      { kind: 'file-missing', path: 'data/CLANDATA' },
    ],
  ])('finds %s', async (_, change, expected) => {
    const { home, bag } = await backedUp();
    await change(bag);
    const { code, lines } = await postbagJson(['verify', bag], { home });
    expect(code).toBe(1);
    expect(linesOf(lines, 'finding').map(({ params }) => params)).toContainEqual(
      expect.objectContaining(expected),
    );
  });
});

describe('a bag can be checked without Postbag', () => {
  test('by sha256sum, find and diff, from the bag’s own folder', async () => {
    const { bag } = await backedUp();
    await checkWithCoreutils(bag);
    expect(await readFile(path.join(bag, 'bagit.txt'), 'utf8')).toBe(
      'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n',
    );
    await writeFile(path.join(bag, 'data/EXTRA'), '');
    await expect(checkWithCoreutils(bag)).rejects.toThrow('data/EXTRA');
  });

  // Not every distribution has it, so it is no skipped test where it is missing.
  if (hasBagit()) {
    test('by the Library of Congress’s own validator', async () => {
      const validate = async (bag: string): Promise<unknown> =>
        await promisify(execFile)('python3', ['-m', 'bagit', '--validate', bag]);
      const { bag } = await backedUp();
      await validate(bag);
      await tamper(path.join(bag, 'data/USR00001'));
      await expect(validate(bag)).rejects.toThrow('USR00001');
    });
  }
});

function hasBagit(): boolean {
  return spawnSync('python3', ['-c', 'import bagit'], { stdio: 'ignore' }).status === 0;
}
