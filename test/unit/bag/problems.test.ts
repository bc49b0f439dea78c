import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateBag } from '../../../electron/bag/validate';
import { BagProblemKind, type BagReport } from '../../../shared/bag';
import { bagFolder, makeBag } from './bag-maker';
import type { Case } from './cases';
import { fetchCases } from './cases-fetch';
import { fileCases } from './cases-files';
import { pathCases } from './cases-paths';
import { tagCases } from './cases-tags';

const cases: Readonly<Record<BagProblemKind, readonly Case[]>> = {
  ...tagCases,
  ...fileCases,
  ...pathCases,
  ...fetchCases,
};

describe.each(BagProblemKind.options)('%s', (kind) => {
  test('has a bag that shows it', () => {
    expect(cases[kind]).not.toHaveLength(0);
  });

  test.each(cases[kind])('$title', async ({ spec, after, problems }) => {
    const root = await makeBag(await bagFolder(), spec);
    await after?.(root);
    const report = await validateBag(root);
    expect(report.problems).toEqual(problems);
    expect(report.problems.map((found) => found.kind)).toContain(kind);
    expect(report.valid).toBe(problems.every(({ severity }) => severity === 'warning'));
  });
});

describe('what the system refuses to read', () => {
  /** Validates as a user for whom permissions hold, even when the tests run as root. */
  async function validateAsNobody(root: string): Promise<BagReport> {
    const root0 = process.geteuid?.() === 0;
    await chmod(path.dirname(root), 0o755);
    if (root0) process.seteuid?.(65_534);
    try {
      return await validateBag(root);
    } finally {
      if (root0) process.seteuid?.(0);
    }
  }

  const about = (report: BagReport) => report.problems.map(({ kind, path, params }) => [kind, path, params]);

  test('is named, and the rest is checked all the same', async () => {
    const root = await makeBag(await bagFolder(), { files: { a: '1', b: '2' } });
    await chmod(path.join(root, 'data', 'a'), 0);
    await writeFile(path.join(root, 'data', 'b'), '3');
    expect(about(await validateAsNobody(root))).toEqual([
      ['file-unreadable', 'data/a', { code: 'EACCES' }],
      ['checksum-differs', 'data/b', expect.objectContaining({ algorithm: 'sha256' })],
    ]);
  });

  test('is named once when it is a manifest, and its files are not called unlisted', async () => {
    const root = await makeBag(await bagFolder());
    await chmod(path.join(root, 'manifest-sha256.txt'), 0);
    expect(about(await validateAsNobody(root))).toEqual([
      ['file-unreadable', 'manifest-sha256.txt', { code: 'EACCES' }],
    ]);
  });

  test('is named once when it is a folder, and its files are not called missing', async () => {
    const root = await makeBag(await bagFolder(), { files: { 'sub/a': '', 'sub/b': '' }, info: null });
    await chmod(path.join(root, 'data', 'sub'), 0);
    expect(about(await validateAsNobody(root))).toEqual([
      ['file-unreadable', 'data/sub', { code: 'EACCES' }],
    ]);
  });
});
