import fc from 'fast-check';
import { rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatBagInfo, parseBagInfo } from '../../../electron/bag/bag-info';
import { readBagInfo } from '../../../electron/bag/read';
import { fallbackRules, rulesOf } from '../../../electron/bag/versions';
import { bagFolder, hello } from './bag-maker';
import { bagOf } from './written-bag';

describe('bag-info.txt', () => {
  const readBack = (text: string) => {
    const { info, problems } = parseBagInfo(text, 'bag-info.txt', rulesOf('1.0') ?? fallbackRules);
    expect(problems).toEqual([]);
    return info;
  };

  test('gives every value back, but for line ends and control characters', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.lorem({ mode: 'sentences' }),
      fc.string({ unit: fc.constantFrom(' ', 'a', '\u00a0', '\t', '\n', ':'), maxLength: 200 }),
    );
    fc.assert(
      fc.property(value, (text) => {
        const plain = text
          .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
          .replace(/\p{Surrogate}/gu, '\ufffd')
          .trim();
        expect(readBack(formatBagInfo([['A label', text]]))).toEqual(
          plain === '' ? [] : [['A label', plain]],
        );
      }),
    );
  });

  test('cannot be given a second entry through a value', () => {
    expect(readBack(formatBagInfo([['Contact-Name', 'Eve\r\nPayload-Oxum: 0.0']]))).toEqual([
      ['Contact-Name', 'Eve Payload-Oxum: 0.0'],
    ]);
  });

  test('has lines of at most 79 characters where the words allow it', () => {
    const lines = formatBagInfo([['External-Description', 'word '.repeat(100)]])
      .trimEnd()
      .split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(79);
  });
});

describe('readBagInfo', () => {
  test('gives no version for a folder that is no bag', async () => {
    expect(await readBagInfo(await bagFolder())).toEqual({ version: null, info: [] });
  });

  test('gives the version of a bag without bag-info.txt', async () => {
    const root = await bagOf(await bagFolder(), hello);
    await rm(path.join(root, 'bag-info.txt'));
    expect(await readBagInfo(root)).toEqual({ version: '1.0', info: [] });
  });

  test('follows no link and reads no giant', async () => {
    const root = await bagOf(await bagFolder(), hello);
    const file = path.join(root, 'bag-info.txt');
    await writeFile(file, `A: ${'x'.repeat(2 * 1024 * 1024)}\n`);
    expect(await readBagInfo(root)).toEqual({ version: '1.0', info: [] });
    const elsewhere = path.join(root, '..', 'elsewhere.txt');
    await rename(path.join(root, 'bagit.txt'), elsewhere);
    await symlink(elsewhere, path.join(root, 'bagit.txt'));
    expect(await readBagInfo(root)).toEqual({ version: null, info: [] });
  });
});
