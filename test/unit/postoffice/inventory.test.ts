import { chmod, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarise, takeInventory } from '../../../electron/postoffice/inventory';
import { Cancelled } from '../../../electron/run/errors';
import { InventorySummary } from '../../../shared/postoffice';
import { asNobody } from './as-nobody';
import { emptyFolder, restrict, tree } from './tree';

const db6 = { CLANDATA: 'directory', MLANDATA: 'message store' };

describe('one post office', () => {
  test('files come in copy order, with names in any case', async () => {
    const root = await tree({
      Mlandata: '1',
      clandata: '2',
      usr00002: '',
      USR00001: '',
      'NFTERROR.LOG': '',
    });
    const { files, recognition, format } = await takeInventory(root);
    expect(files.map(({ path, role, group }) => [path, role, group])).toEqual([
      ['NFTERROR.LOG', 'auxiliary', 'users'],
      ['USR00001', 'user', 'users'],
      ['usr00002', 'user', 'users'],
      ['clandata', 'directory', 'directory'],
      ['Mlandata', 'store', 'store'],
    ]);
    expect(recognition.kind).toBe('db6');
    expect(format).toBe('ccmail-db6');
  });

  test('DB8: index and directory between user files and message store', async () => {
    const root = await tree([
      'CCPOMS',
      'CCPOMI',
      'CCPODS',
      'CCPODD.00',
      'CCPOMBOX.1',
      'U1',
      'U2',
      'CCVER.TB',
    ]);
    const { files } = await takeInventory(root);
    const group = (id: string): string[] => files.filter((file) => file.group === id).map(({ path }) => path);
    expect(group('users')).toEqual(['CCPOMBOX.1', 'CCVER.TB', 'U1', 'U2']);
    expect(group('directory')).toEqual(['CCPODD.00', 'CCPODS', 'CCPOMI']);
    expect(group('store')).toEqual(['CCPOMS']);
  });

  test('the summary counts everything that is copied and names what is not', async () => {
    const root = await tree({
      ...db6,
      USR00001: '12',
      'SCHED.OR2': '1',
      'ccadmin/ADMIN.EXE': '1234',
      'ccadmin/SUB/IE.RI': '',
      'OLD/MLANDATA': '12345',
      CcPoDown: 'shut',
      strange: '',
    });
    await symlink('/etc', path.join(root, 'link'));
    const newest = new Date('2031-02-03T04:05:06.789Z');
    await utimes(path.join(root, 'USR00001'), newest, newest);
    const summary = InventorySummary.parse(summarise(await takeInventory(root)));
    expect(summary).toMatchObject({
      groups: [
        {
          id: 'users',
          files: 6,
          bytes: 12,
          names: [
            'OLD/MLANDATA',
            'SCHED.OR2',
            'USR00001',
            'ccadmin/ADMIN.EXE',
            'ccadmin/SUB/IE.RI',
            'strange',
          ],
        },
        { id: 'directory', files: 1, bytes: 9, names: ['CLANDATA'] },
        { id: 'store', files: 1, bytes: 13, names: ['MLANDATA'] },
      ],
      files: 8,
      bytes: 34,
      newestChange: newest.getTime(),
      mailboxes: 1,
      markers: ['CcPoDown'],
      auxiliary: ['SCHED.OR2'],
      programs: 2,
      unrecognised: ['OLD/MLANDATA', 'strange'],
      unrecognisedCount: 2,
      unreadable: [],
      special: ['link'],
      colliding: [],
    });
  });

  test('a practice post office says so, and its marker is copied', async () => {
    const root = await tree([...Object.keys(db6), 'PRACTICE.TXT', 'USR00001']);
    const inventory = await takeInventory(root);
    expect(inventory.recognition).toMatchObject({ kind: 'db6', practice: true });
    expect(inventory.files.find(({ path }) => path === 'PRACTICE.TXT')?.role).toBe('auxiliary');
  });

  test('5,000 user files are listed, and the summary stays short', async () => {
    const users = Array.from({ length: 5000 }, (_, i) => `USR${String(i).padStart(5, '0')}`);
    const odd = Array.from({ length: 300 }, (_, i) => `odd${i}`);
    const root = await tree([...users, ...odd, ...Object.keys(db6)]);
    const inventory = await takeInventory(root);
    expect(inventory.files).toHaveLength(5302);
    const summary = summarise(inventory);
    expect(summary.mailboxes).toBe(5000);
    expect(summary.groups[0]?.names).toHaveLength(12);
    expect(summary.unrecognised).toHaveLength(200);
    expect(summary.unrecognisedCount).toBe(300);
  });

  test('names that Windows could not keep apart are listed, those left out are not', async () => {
    const root = await tree([...Object.keys(db6), 'clandata', 'CCPODOWN', 'ccpodown', 'Sub/x', 'SUB/y']);
    const inventory = await takeInventory(root);
    expect(inventory.colliding).toEqual(['CLANDATA', 'clandata', 'SUB', 'Sub']);
    expect(inventory.files.filter(({ group }) => group === 'directory')).toHaveLength(2);
    expect(inventory.leftOut).toEqual(['CCPODOWN', 'ccpodown']);
  });
});

describe('what a person chose', () => {
  test('changed patterns decide what a file is taken for', async () => {
    const root = await tree([...Object.keys(db6), 'BOX1', 'USR00001', 'A.LCK']);
    const changes = { user: ['BOX*'], leaveOut: ['*.LCK'] };
    const inventory = await takeInventory(root, { changes });
    expect(summarise(inventory)).toMatchObject({
      mailboxes: 1,
      unrecognised: ['USR00001'],
      markers: ['A.LCK'],
    });
    expect(inventory.patterns).toMatchObject({ user: ['BOX*'], store: ['MLANDATA'] });
  });

  test('a pattern that cannot be used is refused', async () => {
    const root = await tree(db6);
    await expect(takeInventory(root, { changes: { user: ['/etc/*'] } })).rejects.toMatchObject({
      code: 'pattern-invalid',
    });
  });

  test('a chosen format wins over the names, and then says what is missing of its own set', async () => {
    const root = await tree([...Object.keys(db6), 'CCPOMS', 'USR00001']);
    expect(await takeInventory(root)).toMatchObject({ format: null, missing: ['CCPOMI', 'CCPODS'] });
    const asDb6 = await takeInventory(root, { format: 'ccmail-db6' });
    expect(asDb6).toMatchObject({ format: 'ccmail-db6', missing: [], recognition: { kind: 'mixed' } });
    expect(asDb6.files.find(({ path }) => path === 'CCPOMS')?.role).toBe('unrecognised');
    expect((await takeInventory(root, { format: 'ccmail-db8' })).missing).toEqual(['CCPOMI', 'CCPODS']);
  });
});

describe('what is no complete post office', () => {
  test('no files at all', async () => {
    const inventory = await takeInventory(await emptyFolder());
    expect(inventory).toMatchObject({ format: null, files: [], recognition: { kind: 'none' } });
    expect(summarise(inventory)).toMatchObject({ files: 0, bytes: 0, newestChange: null, mailboxes: 0 });
  });

  test('some other folder has no mailboxes, though names begin with U', async () => {
    const root = await tree(['USERS', 'Untitled', 'notes.txt']);
    expect(summarise(await takeInventory(root))).toMatchObject({ mailboxes: 0, unrecognisedCount: 3 });
  });

  test('an incomplete set is still shown by groups, with what is missing', async () => {
    const root = await tree(['MLANDATA', 'USR00001', 'UPGRADE']);
    const inventory = await takeInventory(root);
    expect(inventory).toMatchObject({
      format: null,
      missing: ['CLANDATA'],
      recognition: { kind: 'partial' },
    });
    expect(summarise(inventory)).toMatchObject({ mailboxes: 1, unrecognised: ['UPGRADE'] });
  });

  test('a required file in a folder below does not complete the set', async () => {
    const root = await tree(['MLANDATA', 'OLD/CLANDATA']);
    expect((await takeInventory(root)).missing).toEqual(['CLANDATA']);
  });
});

describe('what cannot be listed', () => {
  test('a folder that is not there', async () => {
    const root = path.join(await emptyFolder(), 'CCDATA');
    await expect(takeInventory(root)).rejects.toMatchObject({
      stage: 'check',
      code: 'post-office-not-found',
      params: { path: root, reason: 'ENOENT' },
    });
  });

  test('a folder that leads in a circle', async () => {
    const root = await tree([]);
    await symlink(path.join(root, 'b'), path.join(root, 'a'));
    await symlink(path.join(root, 'a'), path.join(root, 'b'));
    await expect(takeInventory(path.join(root, 'a'))).rejects.toMatchObject({
      code: 'post-office-unreadable',
      params: { reason: 'ELOOP' },
    });
  });

  test('a program folder that this user may not open is reported, and the database is listed', async () => {
    const root = await tree([...Object.keys(db6), 'CCADMIN/ADMIN.EXE']);
    const shut = path.join(root, 'CCADMIN');
    await chmod(root, 0o755);
    await restrict(shut, 0o000);
    expect(await asNobody('electron/postoffice/inventory.ts', 'takeInventory', root)).toMatchObject({
      files: [{ path: 'CLANDATA' }, { path: 'MLANDATA' }],
      unreadable: [{ path: 'CCADMIN', code: 'EACCES' }],
    });
  });

  test('cancelling is not taken for a failure of the folder', async () => {
    const root = await tree(db6);
    await expect(takeInventory(root, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled);
  });
});
