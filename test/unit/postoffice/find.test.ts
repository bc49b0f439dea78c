import { chmod, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPostOffices, type FindProgress, type FoundPostOffices } from '../../../electron/postoffice/find';
import { asNobody } from './as-nobody';
import { emptyFolder, restrict, tree } from './tree';

const db6 = (folder: string): string[] => [`${folder}/CLANDATA`, `${folder}/MLANDATA`];
const db8 = (folder: string): string[] => ['CCPOMI', 'CCPODS', 'CCPOMS'].map((name) => `${folder}/${name}`);

const found = (root: string, { candidates }: FoundPostOffices): Record<string, string> =>
  Object.fromEntries(
    candidates.map(({ path: at, recognition }) => [path.relative(root, at), recognition.kind]),
  );

describe('what is found', () => {
  test('post offices and what might be one, at any depth', async () => {
    const root = await tree([
      ...db6('vol1/mail/CCDATA'),
      ...db8('vol2/ccdata'),
      ...db6('vol2/both'),
      ...db8('vol2/both'),
      'old/CLANDATA',
      'odd/CCPOMBOX.1',
      'laptop/LocalPo/x',
      'archive/me.cca',
      'nothing/at/all/',
    ]);
    const result = await findPostOffices(root);
    expect(found(root, result)).toEqual({
      'vol1/mail/CCDATA': 'db6',
      'vol2/ccdata': 'db8',
      'vol2/both': 'mixed',
      old: 'partial',
      odd: 'undecided',
      'laptop/LocalPo': 'mobile',
    });
    expect(result).toMatchObject({ complete: true, folders: 15, unreadableCount: 0 });
  });

  test('the chosen folder may be the post office itself', async () => {
    const root = await tree(db6('.'));
    expect(found(root, await findPostOffices(root))).toEqual({ '': 'db6' });
  });

  test('it does not look inside a post office, but a stray file hides nothing', async () => {
    const root = await tree([...db6('CCDATA'), ...db6('CCDATA/OLD'), 'CLANDATA']);
    expect(found(root, await findPostOffices(root))).toEqual({ '': 'partial', CCDATA: 'db6' });
  });

  test('links are not followed, so a circle ends and nothing is found twice', async () => {
    const elsewhere = await tree(db6('PO'));
    const root = await tree(db8('PO'));
    await symlink('..', path.join(root, 'PO', 'up'));
    await symlink(root, path.join(root, 'again'));
    await symlink(elsewhere, path.join(root, 'elsewhere'));
    expect(found(root, await findPostOffices(root))).toEqual({ PO: 'db8' });
  });
});

describe('limits', () => {
  test('depth', async () => {
    const root = await tree(db6('1/2'));
    expect(await findPostOffices(root, { maxDepth: 1 })).toMatchObject({ candidates: [], complete: false });
    expect(await findPostOffices(root, { maxDepth: 2 })).toMatchObject({
      candidates: [{ path: path.join(root, '1', '2') }],
      complete: true,
    });
  });

  test('number of folders, nearest first', async () => {
    const root = await tree([...Array.from({ length: 20 }, (_, i) => `A${i}/deep/`), ...db6('B')]);
    const all = 42;
    expect(await findPostOffices(root, { maxFolders: 13 })).toMatchObject({ folders: 13, complete: false });
    const near = await findPostOffices(root, { maxFolders: 22 });
    expect(found(root, near)).toEqual({ B: 'db6' });
    expect(near.complete).toBe(false);
    expect(await findPostOffices(root, { maxFolders: all })).toMatchObject({ folders: all, complete: true });
  });
});

describe('while it goes on', () => {
  const wide = async (): Promise<string> =>
    await tree(Array.from({ length: 2000 }, (_, i) => `${i % 40}/${i}/`));

  test('it tells how far it is, at most five times a second, and lets others work', async () => {
    const root = await wide();
    const told: FindProgress[] = [];
    let turns = 0;
    let running = true;
    const turn = (): void => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    const started = performance.now();
    await findPostOffices(root, { onProgress: (progress) => void told.push(progress) });
    const seconds = (performance.now() - started) / 1000;
    running = false;
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(1 + 5 * seconds);
    expect(turns).toBeGreaterThan(100);
  });

  test('cancelled, it gives what it found so far and says that this is not all', async () => {
    const root = await wide();
    const controller = new AbortController();
    const result = await findPostOffices(root, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(result.complete).toBe(false);
    expect(result.folders).toBeLessThan(2041);
    expect(await findPostOffices(root, { signal: AbortSignal.abort() })).toEqual({
      candidates: [],
      folders: 0,
      unreadable: [],
      unreadableCount: 0,
      complete: false,
    });
  });
});

describe('folders that cannot be read', () => {
  test('are reported, and the search goes on', async () => {
    const root = await tree([...db6('OPEN/PO'), ...db6('SHUT/PO')]);
    const shut = path.join(root, 'SHUT');
    await chmod(root, 0o755);
    await restrict(shut, 0o000);
    const result = await asNobody('electron/postoffice/find.ts', 'findPostOffices', root);
    expect(result).toMatchObject({
      candidates: [{ path: path.join(root, 'OPEN', 'PO') }],
      unreadable: [{ path: shut, code: 'EACCES' }],
      unreadableCount: 1,
      complete: true,
    });
  });

  test('the chosen folder itself is an error', async () => {
    const root = path.join(await emptyFolder(), 'gone');
    await expect(findPostOffices(root)).rejects.toMatchObject({ code: 'post-office-not-found' });
  });
});
