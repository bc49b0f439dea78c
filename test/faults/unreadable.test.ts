/**
 * Motivation: a file that cannot be read is named, and one without which there is no backup ends it.
 * Description: permissions are taken away for real (where the tests run as root, the command line runs as nobody), and
 * single system calls are made to fail by a preloaded library.
 * Pass criteria: each fault is seen to happen; the finding names file and reason; what is sealed is whole without it.
 */
import { chmod, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { postbag, postbagJson } from '../support/cli';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { treeState } from '../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';
import { placesForAnybody, withoutRights } from './nobody';
import { cannotPreload, fault, type Fault } from './shim';

describe('no permission', () => {
  test('for a user file: it is named, everything else is in a whole bag', async () => {
    const { home, vault, postOffice } = await placesForAnybody();
    await chmod(path.join(postOffice, 'USR00003'), 0);
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], {
      home,
      ...withoutRights,
    });
    expect(code).toBe(3);
    const found = told(lines, 'file-unreadable');
    expect(found).toMatchObject({ severity: 'error', params: { path: 'USR00003', reason: 'EACCES' } });
    expect(found.what).toContain('USR00003 could not be read and is not in the bag');
    expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'findings', files: 8 });
    const bag = await onlyBag(vault);
    expect(await readdir(path.join(bag, 'data'))).not.toContain('USR00003');
    await checkWithCoreutils(bag);
  });

  test('for a file without which there is no backup: no run is begun', async () => {
    const { home, vault, postOffice } = await placesForAnybody();
    await chmod(path.join(postOffice, 'MLANDATA'), 0);
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], {
      home,
      ...withoutRights,
    });
    expect(code).toBe(1);
    expect(told(lines, 'required-file-missing').params).toEqual({ path: 'MLANDATA', reason: 'EACCES' });
    expect(await readdir(vault)).toEqual([]);
    expect(await readdir(home)).not.toContain('runs');
  });

  test('to read the post office’s folder', async () => {
    const { home, vault, postOffice } = await placesForAnybody();
    await chmod(postOffice, 0o111);
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], {
      home,
      ...withoutRights,
    });
    expect(code).toBe(1);
    expect(told(lines, 'post-office-unreadable').params).toEqual({ path: postOffice, reason: 'EACCES' });
  });

  test('to write to the vault', async () => {
    const { home, vault, postOffice } = await placesForAnybody();
    await chmod(vault, 0o555);
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], {
      home,
      ...withoutRights,
    });
    expect(code).toBe(1);
    expect(told(lines, 'vault-not-writable').params).toEqual({ path: vault, reason: 'EACCES' });
  });

  test('to write settings and journals', async () => {
    const { home, vault, postOffice } = await placesForAnybody();
    await chmod(home, 0o555);
    const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], {
      home,
      ...withoutRights,
    });
    expect(code).toBe(1);
    expect(told(lines, 'settings-not-saved').next).toContain('your account may write');
    expect(await readdir(vault)).toEqual([]);
  });
});

describe('a disk that fails', () => {
  async function backUpWith(wanted: Fault, messages?: number) {
    const places = await makePlaces();
    const { base, home, vault, postOffice } = places;
    await makePostOffice(postOffice, messages === undefined ? {} : { messages });
    const before = await treeState(postOffice);
    const { env, fired } = fault(wanted, base);
    const ended = await postbagJson(['backup', postOffice, '--to', vault], { home, env });
    expect(fired(), 'the fault never happened').toBeGreaterThan(0);
    expect(await treeState(postOffice)).toEqual(before);
    return { ...places, ...ended };
  }

  test('while a user file is read: it is named, everything else is in a whole bag', async ({ skip }) => {
    skip(cannotPreload !== null, cannotPreload ?? '');
    const { code, lines, vault } = await backUpWith({ call: 'read', path: '/Harbour office/USR00002' });
    expect(code).toBe(3);
    expect(told(lines, 'file-unreadable').params).toEqual({ path: 'USR00002', reason: 'EIO' });
    const bag = await onlyBag(vault);
    expect((await readdir(path.join(bag, 'data'))).filter((name) => name.includes('USR00002'))).toEqual([]);
    await checkWithCoreutils(bag);
  });

  test.for<{ what: string; wanted: Fault; code: string; params: object }>([
    {
      what: 'in the middle of the message store',
      wanted: { call: 'read', path: '/Harbour office/MLANDATA', after: 5_000_000 },
      code: 'required-file-missing',
      params: { path: 'MLANDATA', reason: 'EIO' },
    },
    {
      what: 'while the copy is written',
      wanted: { call: 'write', path: '.MLANDATA.partial', after: 5_000_000 },
      code: 'write-failed',
      params: { path: 'MLANDATA', reason: 'EIO' },
    },
    {
      what: 'when the copy is to be made durable',
      wanted: { call: 'fsync', path: '.CLANDATA.partial' },
      code: 'write-failed',
      params: { path: 'CLANDATA', reason: 'EIO' },
    },
    {
      what: 'by giving back other bytes when the whole bag is read again',
      wanted: { call: 'flip', path: '/data/USR00004' },
      code: 'bag-invalid',
      params: {},
    },
    {
      what: 'when the bag’s own files are made durable',
      wanted: { call: 'fsync', path: 'manifest-sha256.txt' },
      code: 'write-failed',
      params: { reason: 'EIO' },
    },
  ])('$what: there is no bag', async ({ wanted, code: expected, params }, { skip }) => {
    skip(cannotPreload !== null, cannotPreload ?? '');
    const { code, lines, vault, home } = await backUpWith(wanted, MEDIUM);
    expect(code).toBe(1);
    expect(told(lines, expected).params).toMatchObject(params);
    expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null, pendingUndos: [] });
    expect(await bagsIn(vault)).toEqual({ finished: [], unfinished: [] });
    expect(codesOf((await postbagJson(['inventory'], { home })).lines)).toEqual([]);
  });

  test('while a bag is verified: what cannot be read is not called right', async ({ skip }) => {
    skip(cannotPreload !== null, cannotPreload ?? '');
    const { base, home, vault, postOffice } = await makePlaces();
    await makePostOffice(postOffice);
    await postbag(['backup', postOffice, '--to', vault], { home });
    const { env, fired } = fault({ call: 'read', path: 'data/MLANDATA' }, base);
    const { code, lines } = await postbagJson(['verify', await onlyBag(vault)], { home, env });
    expect(fired()).toBeGreaterThan(0);
    expect(code).toBe(1);
    expect(told(lines, 'bag-problem').params).toMatchObject({
      kind: 'file-unreadable',
      path: 'data/MLANDATA',
    });
  });
});
