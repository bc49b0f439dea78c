import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { likelyShared, newestBagFiles, readSums } from '../../../electron/vault/donors';
import { sum } from '../bag/bag-maker';
import { bagOf } from '../bag/written-bag';

let vault: string;

beforeEach(() => (vault = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-donors-')))));
afterEach(() => fs.rmSync(vault, { recursive: true, force: true }));

async function bag(postOffice: string, name: string, files: Record<string, string>): Promise<string> {
  const folder = path.join(vault, postOffice, name);
  fs.mkdirSync(folder, { recursive: true });
  return await bagOf(folder, files);
}

const manifestOf = (folder: string): string => path.join(folder, 'manifest-sha256.txt');

describe('the newest bag of a post office', () => {
  it('is that of this post office with the newest name, with what its manifest vouches for', async () => {
    await bag('Leeds', '2026-01-01T00-00-00Z linear', { CLANDATA: 'old' });
    await bag('Leeds', '2026-01-02T00-00-00Z linear', { CLANDATA: 'new', 'a/100%25': 'x' });
    await bag('York', '2026-01-03T00-00-00Z linear', { CLANDATA: 'of another one' });
    const found = await newestBagFiles(vault, 'Leeds');
    expect(found?.name).toBe('2026-01-02T00-00-00Z linear');
    expect([...(found?.sums ?? [])].sort()).toEqual([
      ['CLANDATA', sum('new')],
      ['a/100%25', sum('x')],
    ]);
  });

  it('is never an unfinished one', async () => {
    await bag('Leeds', '2026-01-01T00-00-00Z linear', { CLANDATA: 'sealed' });
    await bag('Leeds', '.2026-01-02T00-00-00Z linear.partial', { CLANDATA: 'unfinished' });
    expect((await newestBagFiles(vault, 'Leeds'))?.name).toBe('2026-01-01T00-00-00Z linear');
  });

  it('is there for a first backup and for a vault that is away: none', async () => {
    expect(await newestBagFiles(vault, 'Leeds')).toBeNull();
    expect(await newestBagFiles(path.join(vault, 'away'), 'Leeds')).toBeNull();
  });

  it.each<[string, (folder: string) => void]>([
    ['has no manifest', (folder) => fs.rmSync(manifestOf(folder))],
    ['has an empty manifest', (folder) => fs.writeFileSync(manifestOf(folder), '')],
    ['has nonsense for a manifest', (folder) => fs.writeFileSync(manifestOf(folder), '\0\x01nonsense\n')],
    [
      'has a link for a manifest',
      (folder) => {
        fs.renameSync(manifestOf(folder), path.join(vault, 'elsewhere'));
        fs.symlinkSync(path.join(vault, 'elsewhere'), manifestOf(folder));
      },
    ],
    [
      'has a manifest that is too large to be one',
      (folder) => fs.truncateSync(manifestOf(folder), (256 << 20) + 1),
    ],
  ])('is the one before when the newest %s', async (_, spoil) => {
    await bag('Leeds', '2026-01-01T00-00-00Z linear', { CLANDATA: 'x' });
    spoil(await bag('Leeds', '2026-01-02T00-00-00Z linear', { CLANDATA: 'y' }));
    expect((await newestBagFiles(vault, 'Leeds'))?.name).toBe('2026-01-01T00-00-00Z linear');
  });
});

describe('a hostile manifest', () => {
  it('names nothing outside of its bag, and nothing by half a checksum', async () => {
    const folder = await bag('Leeds', '2026-01-02T00-00-00Z linear', { CLANDATA: 'x' });
    const good = sum('x');
    const lines = [
      `${good}  data/../../../secret`,
      `${good}  data/a/../../x`,
      `${good}  /etc/passwd`,
      `${good}  data//etc/passwd`,
      `${good}  ..\\secret`,
      `${good}  data/%2e%2e/x`,
      `${good}  postbag/run.json`,
      `${good.slice(1)}  data/SHORT`,
      `${'z'.repeat(64)}  data/NOHEX`,
      `${good}  data/CLANDATA`,
    ];
    fs.writeFileSync(manifestOf(folder), `${lines.join('\n')}\n`);
    expect([...((await readSums(folder)) ?? [])]).toEqual([['CLANDATA', good]]);
  });
});

describe('what is likely to be shared', () => {
  it('is what has the same size and time, to two seconds; counted in files and bytes', async () => {
    const folder = await bag('Leeds', '2026-01-02T00-00-00Z linear', {
      SAME: 'four',
      LATER: 'four',
      LONGER: 'four',
      'a/DEEP': 'threes',
    });
    const names = ['SAME', 'LATER', 'LONGER', 'a/DEEP'];
    for (const name of names) fs.utimesSync(path.join(folder, 'data', name), 1_000, 1_000);
    const donors = await newestBagFiles(vault, 'Leeds');
    if (!donors) throw new Error('no bag');
    const file = (name: string, bytes: number, mtimeMs: number) => ({ path: name, bytes, mtimeMs });
    const files = [
      file('SAME', 4, 1_002_000),
      file('LATER', 4, 1_002_001),
      file('LONGER', 5, 1_000_000),
      file('a/DEEP', 6, 999_000),
      file('NEW', 4, 1_000_000),
    ];
    expect(await likelyShared(donors, files)).toEqual({ files: 2, bytes: 10 });
  });
});
