import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyGroup, type SourceFile } from '../../../electron/copy/copier';
import { lookAgain } from '../../../electron/copy/look-again';
import { Ledger } from '../../../electron/copy/ledger';
import { CopyPool } from '../../../electron/copy/pool';
import { judge } from '../../../electron/copy/trouble';
import { Cancelled, PostbagError } from '../../../electron/run/errors';
import { entryPath } from '../../../electron/run/entries';

let folder: string;
let source: string;
let target: string;
let pool: CopyPool;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-copier-'));
  source = path.join(folder, 'CCDATA');
  target = path.join(folder, 'data');
  fs.mkdirSync(source);
  pool = new CopyPool(entryPath('copy-worker'), 2);
});
afterEach(async () => {
  await pool.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

function files(count: number, bytes = 2_000): SourceFile[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `USR${String(index).padStart(5, '0')}`;
    fs.writeFileSync(path.join(source, name), Buffer.alloc(bytes, index));
    return { path: name, bytes, role: 'user' as const };
  });
}

async function copy(list: readonly SourceFile[]): Promise<{ ledger: Ledger; bytes: number }> {
  const ledger = new Ledger();
  let bytes = 0;
  await copyGroup(
    pool,
    { group: 'users', files: list, source, target },
    {
      copied: (entry, state) => ledger.add(entry, state),
      bytes: (_file, more) => (bytes += more),
      trouble: async (file, trouble) => {
        await judge(file, trouble, { source, vault: folder, bag: folder, required: new Set(['clandata']) });
      },
    },
  );
  return { ledger, bytes };
}

describe('copying a group', () => {
  it('is over only when every file of it has its name', async () => {
    const list = files(300);
    const { ledger, bytes } = await copy(list);
    expect(fs.readdirSync(target).sort()).toEqual(list.map((file) => file.path));
    expect(ledger.files).toBe(300);
    expect(bytes).toBe(600_000);
  });

  it('goes on without a user file that vanished', async () => {
    const list = files(5);
    fs.rmSync(path.join(source, 'USR00002'));
    const { ledger } = await copy(list);
    expect(ledger.files).toBe(4);
    expect(ledger.has('USR00002')).toBe(false);
  });

  it('ends with an error when a file is missing without which there is no backup', async () => {
    const list = [...files(5), { path: 'CLANDATA', bytes: 1, role: 'directory' as const }];
    await expect(copy(list)).rejects.toMatchObject({
      code: 'required-file-missing',
      params: { path: 'CLANDATA' },
    });
  });

  it('knows a lost post office from a lost file', async () => {
    const list = files(3);
    fs.rmSync(source, { recursive: true });
    await expect(copy(list)).rejects.toMatchObject({ code: 'post-office-lost' });
  });

  it('stops soon when it is cancelled, with no finished name for what was not finished', async () => {
    const list = files(4, 40_000_000);
    const done = copy(list);
    pool.cancel();
    await expect(done).rejects.toBeInstanceOf(Cancelled);
    const left = fs.existsSync(target) ? fs.readdirSync(target).filter((name) => !name.startsWith('.')) : [];
    for (const name of left) expect(fs.statSync(path.join(target, name)).size).toBe(40_000_000);
  });
});

describe('trouble', () => {
  it.each([
    ['ENOSPC', 'no-space'],
    ['EDQUOT', 'no-space'],
    ['EIO', 'write-failed'],
  ])('of the vault with %s is %s', async (code, expected) => {
    const places = { source, vault: folder, bag: folder, required: new Set<string>() };
    const file = { path: 'X', bytes: 1, role: 'user' as const };
    const outcome = judge(file, { side: 'target', code, message: '' }, places);
    await expect(outcome).rejects.toMatchObject({ code: expected });
    await expect(outcome).rejects.toBeInstanceOf(PostbagError);
  });

  it('with one user file is told by name, with the reason', async () => {
    files(2);
    const places = { source, vault: folder, bag: folder, required: new Set<string>() };
    const file = { path: 'USR00001', bytes: 1, role: 'user' as const };
    expect(await judge(file, { side: 'source', code: 'EBUSY', message: '' }, places)).toMatchObject({
      code: 'file-unreadable',
      severity: 'error',
      params: { path: 'USR00001', reason: 'EBUSY' },
    });
  });
});

describe('looking again', () => {
  it('finds what changed, what was replaced and what is gone, and nothing else', async () => {
    const { ledger } = await copy(files(6));
    fs.appendFileSync(path.join(source, 'USR00001'), 'more');
    fs.writeFileSync(path.join(folder, 'new'), Buffer.alloc(2_000, 2));
    fs.renameSync(path.join(folder, 'new'), path.join(source, 'USR00002'));
    fs.rmSync(path.join(source, 'USR00003'));
    await lookAgain(source, ledger.states, new AbortController().signal, (name, change) => {
      ledger.changedSince(name, change);
    });
    const found = ledger.changed('after-copy').map((entry) => [entry.path, entry.change?.replaced]);
    expect(found.sort()).toEqual([
      ['USR00001', false],
      ['USR00002', true],
      ['USR00003', true],
    ]);
  });
});
