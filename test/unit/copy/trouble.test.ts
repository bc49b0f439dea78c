import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CopyTrouble } from '../../../electron/copy/job';
import { findingOf, judge } from '../../../electron/copy/trouble';
import { PostbagError } from '../../../electron/run/errors';
import { tempFolder } from './fixtures';

let places: { source: string; vault: string; bag: string; required: Set<string> };

beforeEach(() => {
  const folder = tempFolder();
  places = {
    source: path.join(folder, 'CCDATA'),
    vault: path.join(folder, 'vault'),
    bag: path.join(folder, 'vault', 'Leeds', '.b.partial'),
    required: new Set(['clandata']),
  };
  fs.mkdirSync(places.source);
  fs.writeFileSync(path.join(places.source, 'USR00001'), '');
  fs.mkdirSync(path.join(places.bag, 'data'), { recursive: true });
});

const trouble = (side: CopyTrouble['side'], code = ''): CopyTrouble => ({
  side,
  code,
  message: 'as it was said',
});
const judged = (what: CopyTrouble, file = 'USR00001'): Promise<void> => judge({ path: file }, what, places);

describe('trouble that ends a run', () => {
  it.each([
    ['target', 'ENOSPC', 'no-space'],
    ['target', 'EDQUOT', 'no-space'],
    ['target', 'EFBIG', 'no-space'],
    ['target', 'EIO', 'write-failed'],
    ['differs', '', 'copy-differs'],
    ['thread', '', 'unexpected'],
  ] as const)('%s %s is %s', async (side, code, expected) => {
    const ending = judged(trouble(side, code));
    await expect(ending).rejects.toBeInstanceOf(PostbagError);
    await expect(ending).rejects.toMatchObject({ code: expected, params: { path: 'USR00001' } });
  });

  it.each<[string, () => void]>([
    ['gone', () => fs.rmSync(places.vault, { recursive: true })],
    ['the empty place of a drive', () => fs.rmSync(path.join(places.bag, 'data'), { recursive: true })],
  ])('a failed write is a lost vault when that is %s', async (_, lose) => {
    lose();
    await expect(judged(trouble('target', 'ENOENT'))).rejects.toMatchObject({
      code: 'vault-lost',
      params: { path: places.vault },
    });
  });

  it('a full vault is not a lost one', async () => {
    fs.rmSync(path.join(places.bag, 'data'), { recursive: true });
    await expect(judged(trouble('target', 'ENOSPC'))).rejects.toMatchObject({ code: 'no-space' });
  });

  it.each<[string, () => void]>([
    ['gone', () => fs.rmSync(places.source, { recursive: true })],
    ['the empty place of a drive', () => fs.rmSync(path.join(places.source, 'USR00001'))],
  ])('a lost file is a lost post office when that is %s', async (_, lose) => {
    lose();
    await expect(judged(trouble('source', 'ENOENT'))).rejects.toMatchObject({ code: 'post-office-lost' });
  });

  it.each(['CLANDATA', 'clandata'])('a file without which there is no backup: %s', async (name) => {
    for (const side of ['source', 'locked', 'special'] as const) {
      await expect(judged(trouble(side, 'EACCES'), name)).rejects.toMatchObject({
        code: 'required-file-missing',
        params: { path: name, reason: 'EACCES' },
      });
    }
  });
});

describe('trouble that a run goes on with', () => {
  it('is that with one user file', async () => {
    for (const side of ['source', 'locked', 'special'] as const) await judged(trouble(side, 'EIO'));
  });

  it('is a name that is too long for the vault, but of the file without which there is no backup', async () => {
    await judged(trouble('target', 'ENAMETOOLONG'));
    await expect(judged(trouble('target', 'ENAMETOOLONG'), 'CLANDATA')).rejects.toBeInstanceOf(PostbagError);
  });

  it.each([
    [trouble('source', 'EIO'), 'file-unreadable', 'error', { path: 'X', reason: 'EIO' }],
    [trouble('source'), 'file-unreadable', 'error', { path: 'X', reason: 'as it was said' }],
    [trouble('target', 'ENAMETOOLONG'), 'name-not-possible', 'error', { count: 1, names: 'X' }],
    [trouble('special'), 'special-file-left-out', 'warning', { count: 1, names: 'X' }],
    [trouble('locked', 'EBUSY'), 'file-locked', 'error', { path: 'X', reason: 'EBUSY', seconds: 30 }],
    [
      { ...trouble('locked', 'EACCES'), range: { from: 4096, to: 8192 } },
      'file-locked',
      'error',
      { path: 'X', reason: 'EACCES', seconds: 30, from: 4096, to: 8192 },
    ],
  ] as const)('is told by name: %o', (what, code, severity, params) => {
    expect(findingOf('X', what, 30_000)).toEqual({ code, severity, stage: 'copy', params });
  });

  it('is told together with the others where a file is simply gone', () => {
    expect(findingOf('X', trouble('source', 'ENOENT'), 30_000)).toBeNull();
  });
});
