/**
 * Motivation: on Windows a program may keep others from reading a file that it has open.
 * Description: another Windows program opens a file of the post office with `CreateFile`, sharing it or not.
 * Pass criteria: what is shared is copied although it is open; what is not is named, with the system's reason.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { codesOf, lineOf, told } from '../support/lines';
import { treeHash } from '../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';
import { hold } from './windows';
import { below, postbagOnWindows, useWindows, windowsPlaces } from './world';

useWindows();

/** Backs up while another program has a file open. */
async function backUpWhileHeld(file: string, share: 'none' | 'read-write') {
  const places = await windowsPlaces();
  const { postOffice, vault } = places;
  const { letGo } = await hold(below(postOffice, file).windows, share);
  onTestFinished(letGo);
  const ended = await postbagOnWindows(['backup', postOffice.windows, '--to', vault.windows], places);
  return { ...places, ...ended };
}

test('a user file that nobody else may open is named; everything else is in a whole bag', async () => {
  const { code, lines, vault } = await backUpWhileHeld('USR00002', 'none');
  expect(code).toBe(3);
  const found = told(lines, 'file-unreadable');
  expect(found).toMatchObject({ severity: 'error', params: { path: 'USR00002', reason: 'EBUSY' } });
  expect(found.next).toContain('Find out who holds the file');
  const bag = await onlyBag(vault.linux);
  expect((await readdir(path.join(bag, 'data'))).filter((name) => name.includes('USR00002'))).toEqual([]);
  await checkWithCoreutils(bag);
});

test('a message store that nobody else may open: there is no bag', async () => {
  const { code, lines, vault } = await backUpWhileHeld('MLANDATA', 'none');
  expect(code).toBe(1);
  expect(told(lines, 'required-file-missing').params).toMatchObject({ path: 'MLANDATA', reason: 'EBUSY' });
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', pendingUndos: [] });
  expect(await bagsIn(vault.linux)).toEqual({ finished: [], unfinished: [] });
});

test('a message store that is open and shared is copied', async () => {
  const { code, lines, vault, postOffice } = await backUpWhileHeld('MLANDATA', 'read-write');
  expect(code).toBe(3);
  expect(codesOf(lines)).toEqual(['disks-unknown', 'same-disk', 'not-settled']);
  const bag = await onlyBag(vault.linux);
  expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(postOffice.linux));
  await checkWithCoreutils(bag);
});
