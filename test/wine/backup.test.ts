/**
 * Motivation: most post offices and most vaults are on Windows, and a bag made there must be good anywhere.
 * Description: the built command line runs in Windows' own node.exe under Wine, with Windows paths.
 * Pass criteria: everything that holds on Linux holds there, and the bag validates on Linux by Postbag and by coreutils.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { postbagJson } from '../support/cli';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { treeHash, treeState } from '../support/tree';
import { checkWithCoreutils, onlyBag } from '../support/vault';
import { evaluate, onZ } from './windows';
import {
  below,
  postbagOnWindows,
  startOnWindows,
  useWindows,
  windowsPlaces,
  type WindowsPlaces,
} from './world';

useWindows();

/** What every backup here has to say: Wine has no `wmic`, and everything lies on one disk. */
const usual = ['disks-unknown', 'same-disk'];

/** The bag as Windows calls it. */
const bagOnWindows = ({ vault }: WindowsPlaces, bag: string): string =>
  below(vault, path.relative(vault.linux, bag)).windows;

test('a backup on drive C is a bag for every system', async () => {
  const places = await windowsPlaces();
  const { home, vault, postOffice } = places;
  mkdirSync(path.join(postOffice.linux, 'CCADMIN'));
  writeFileSync(path.join(postOffice.linux, 'CCADMIN/ADMIN.EXE'), 'a program');
  const [state, hash] = [await treeState(postOffice.linux), await treeHash(postOffice.linux)];

  const { code, stderr, lines } = await postbagOnWindows(
    ['backup', postOffice.windows, '--to', vault.windows],
    places,
  );
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expect(codesOf(lines)).toEqual(usual);
  const bag = await onlyBag(vault.linux);
  expect(lineOf(lines, 'result').record).toMatchObject({
    postOffice: 'Harbour office',
    bag: bagOnWindows(places, bag),
    files: 10,
    pendingUndos: [],
  });
  expect(await treeState(postOffice.linux)).toEqual(state);
  expect(await treeHash(path.join(bag, 'data'))).toBe(hash);

  const manifest = readFileSync(path.join(bag, 'manifest-sha256.txt'), 'utf8');
  expect(manifest).toContain('  data/CCADMIN/ADMIN.EXE\n');
  expect(manifest).not.toMatch(/[\\\r]/);
  await checkWithCoreutils(bag);
  const linux = await makePlaces();
  const onLinux = await postbagJson(['verify', bag], linux);
  expect(lineOf(onLinux.lines, 'result').record).toMatchObject({ verdict: 'verified', findings: [] });

  const onWindows = await postbagOnWindows(['verify', bagOnWindows(places, bag)], { home });
  expect(onWindows.code).toBe(0);
  expect(lineOf(onWindows.lines, 'result').record).toMatchObject({ verdict: 'verified', files: 10 });

  // One changed byte is found and named, with forward slashes.
  const file = await open(path.join(bag, 'data/CCADMIN/ADMIN.EXE'), 'r+');
  await file.write('A');
  await file.close();
  const tampered = await postbagOnWindows(['verify', bagOnWindows(places, bag)], { home });
  expect(tampered.code).toBe(1);
  const problem = { kind: 'checksum-differs', path: 'data/CCADMIN/ADMIN.EXE' };
  expect(told(tampered.lines, 'bag-problem').params).toMatchObject(problem);
});

test('this Windows, too, refuses to sync a folder; so the backups here show that they do without', async () => {
  const tried = await evaluate(`
    const fs = require('node:fs');
    const folder = fs.openSync('C:\\\\windows', 'r');
    try { fs.fsyncSync(folder); console.log('synced'); } catch (error) { console.log(error.code); }`);
  expect(tried).toBe('EPERM');
});

test('a bag that was made on Linux validates on Windows', async () => {
  const places = await windowsPlaces();
  const linux = { ...(await makePlaces()), postOffice: places.postOffice.linux };
  await postbagJson(['backup', linux.postOffice, '--to', linux.vault], linux);
  const { code, lines } = await postbagOnWindows(['verify', onZ(await onlyBag(linux.vault))], places);
  expect(code).toBe(0);
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'verified', findings: [] });
});

describe('names', () => {
  test('in any case are recognised, and kept as they are', async () => {
    const places = await windowsPlaces();
    const { postOffice, vault } = places;
    const rename = (from: string, to: string): void =>
      renameSync(path.join(postOffice.linux, from), path.join(postOffice.linux, to));
    rename('CLANDATA', 'clandata');
    rename('MLANDATA', 'MlanData');
    rename('USR00001', 'usr00001');
    const shouted = postOffice.windows.toUpperCase();
    const inventory = await postbagOnWindows(['inventory', shouted], places);
    expect(inventory.code).toBe(0);
    expect(lineOf(inventory.lines, 'inventory').inventory).toMatchObject({
      mailboxes: 6,
      unrecognisedCount: 0,
      recognition: { kind: 'db6', evidence: ['clandata', 'MlanData'] },
    });
    const backup = await postbagOnWindows(['backup', shouted, '--to', vault.windows.toLowerCase()], places);
    expect(backup.code).toBe(3);
    const files = await readdir(path.join(await onlyBag(vault.linux), 'data'));
    expect(files).toEqual(expect.arrayContaining(['clandata', 'MlanData', 'usr00001']));
  });

  test('a vault inside the post office is seen in any case', async () => {
    const places = await windowsPlaces();
    const { postOffice } = places;
    mkdirSync(below(postOffice, 'Vault').linux);
    const vault = below(postOffice, 'vault').windows.toUpperCase();
    const { code, lines } = await postbagOnWindows(['backup', postOffice.windows, '--to', vault], places);
    expect(code).toBe(1);
    expect(codesOf(lines)).toEqual(['vault-inside-post-office']);
  });

  test.for([
    { name: 'CON', folder: '_CON' },
    { name: 'Head office. .', folder: 'Head office' },
    { name: 'C:\\Windows\\..\\..\\evil', folder: 'C__Windows_.._.._evil' },
  ])('a post office called $name has a safe folder in the vault', async ({ name, folder }) => {
    const places = await windowsPlaces();
    const { postOffice, vault } = places;
    const before = await readdir(places.base.linux);
    const call = ['backup', postOffice.windows, '--to', vault.windows, '--name', name];
    const { code, lines } = await postbagOnWindows(call, places);
    expect(code).toBe(3);
    expect(lineOf(lines, 'result').record.postOffice).toBe(name);
    expect(await readdir(vault.linux)).toEqual([folder]);
    expect(await readdir(places.base.linux)).toEqual(before);
    await checkWithCoreutils(await onlyBag(vault.linux));
  });
});

describe('paths', () => {
  test('that are longer than 260 characters', async () => {
    const places = await windowsPlaces();
    const deep = below(
      places.base,
      Array.from({ length: 8 }, () => 'a folder with a rather long name').join('/'),
    );
    const [postOffice, vault] = [below(deep, 'CCDATA'), below(deep, 'vault')];
    expect(postOffice.windows.length).toBeGreaterThan(260);
    mkdirSync(vault.linux, { recursive: true });
    renameSync(places.postOffice.linux, postOffice.linux);
    const { code, lines } = await postbagOnWindows(
      ['backup', postOffice.windows, '--to', vault.windows],
      places,
    );
    expect({ code, codes: codesOf(lines) }).toEqual({ code: 3, codes: usual });
    await checkWithCoreutils(await onlyBag(vault.linux));
    const verify = await postbagOnWindows(['verify', lineOf(lines, 'result').record.bag ?? ''], places);
    expect(verify.code).toBe(0);
  });

  test('in the \\\\?\\ form', async () => {
    const places = await windowsPlaces();
    const { postOffice, vault } = places;
    const call = ['backup', `\\\\?\\${postOffice.windows}`, '--to', `\\\\?\\${vault.windows}`];
    const { code, lines } = await postbagOnWindows(call, places);
    expect({ code, codes: codesOf(lines) }).toEqual({ code: 3, codes: usual });
    await checkWithCoreutils(await onlyBag(vault.linux));
  });

  test('with / instead of \\, and from another drive', async () => {
    const places = await windowsPlaces();
    const linux = await makePlaces();
    const call = ['backup', places.postOffice.windows.replaceAll('\\', '/'), '--to', onZ(linux.vault)];
    const { code, lines } = await postbagOnWindows(call, places);
    expect(code).toBe(0);
    expect(codesOf(lines)).toEqual(['disks-unknown']);
    await checkWithCoreutils(await onlyBag(linux.vault));
  });
});

describe('what is said and answered', () => {
  test('words for people, and the exit codes', async () => {
    const places = await windowsPlaces();
    const { base, postOffice } = places;
    const call = async (...args: string[]) => await startOnWindows(args, places).ended;
    expect(await call('--version')).toMatchObject({ code: 0, stderr: '' });
    expect(await call('backup', postOffice.windows)).toMatchObject({ code: 2, stdout: '' });
    const gone = await call('backup', postOffice.windows, '--to', below(base, 'gone').windows);
    expect(gone).toMatchObject({ code: 1 });
    expect(gone.stderr).toContain(`The vault ${below(base, 'gone').windows} is not there.`);
    const backup = await call('backup', postOffice.windows, '--to', places.vault.windows);
    expect(backup).toMatchObject({ code: 3, stderr: '' });
    expect(backup.stdout).toContain('Done, with findings.');
  });

  test('damaged settings are kept aside', async () => {
    const places = await windowsPlaces();
    writeFileSync(below(places.home, 'settings.json').linux, '{"version":1,');
    const { code, lines } = await postbagOnWindows(['inventory'], places);
    expect(code).toBe(0);
    const kept = String(told(lines, 'settings-damaged').params['kept']);
    expect(readFileSync(below(places.home, kept).linux, 'utf8')).toBe('{"version":1,');
    expect(codesOf((await postbagOnWindows(['inventory'], places)).lines)).toEqual([]);
  });
});
