/**
 * Motivation: on Windows a program may keep others from reading a file that it has open.
 * Description: another Windows program opens a file of the post office with `CreateFile`, sharing it or not.
 * Pass criteria: what is shared is copied although it is open; what is not is copied when it is let go in time, else it
 * is named, with the system's reason.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { withLines } from '../support/cli';
import { NextRun, stepEnded } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { treeHash } from '../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';
import { hold } from './windows';
import { below, postbagOnWindows, startOnWindows, useWindows, windowsPlaces } from './world';

useWindows();

/** Backs up while another program has a file open, waiting for it so many seconds. */
async function backUpWhileHeld(file: string, share: 'none' | 'read-write', seconds: number) {
  const places = await windowsPlaces();
  const { postOffice, vault } = places;
  const { letGo } = await hold(below(postOffice, file).windows, share);
  onTestFinished(letGo);
  const call = ['backup', postOffice.windows, '--to', vault.windows, '--locked-wait', String(seconds)];
  const ended = await postbagOnWindows(call, places);
  return { ...places, ...ended };
}

test.for(['USR00002', 'MLANDATA'])(
  '%s, which nobody else may open for a while, is waited for',
  async (file) => {
    const places = await windowsPlaces();
    const { home, postOffice, vault } = places;
    const { letGo } = await hold(below(postOffice, file).windows, 'none');
    onTestFinished(letGo);
    const next = new NextRun(home.linux);
    const call = ['backup', postOffice.windows, '--to', vault.windows, '--locked-wait', '60', '--json'];
    const backup = startOnWindows(call, places);
    await next.reaches(backup, stepEnded('open-bag'));
    await passes(3000);
    await letGo();
    const { code, lines } = withLines(await backup.ended);
    expect(code).toBe(3);
    expect(codesOf(lines)).toEqual(['disks-unknown', 'same-disk', 'lock-waited']);
    expect(told(lines, 'lock-waited')).toMatchObject({ severity: 'info', params: { count: 1, names: file } });
    const bag = await onlyBag(vault.linux);
    expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(postOffice.linux));
    await checkWithCoreutils(bag);
  },
);

test('a user file that nobody else may open is named; everything else is in a whole bag', async () => {
  const { code, lines, vault, postOffice } = await backUpWhileHeld('USR00002', 'none', 2);
  expect(code).toBe(3);
  expect(codesOf(lines).filter((found) => found.startsWith('file-'))).toEqual(['file-locked']);
  const found = told(lines, 'file-locked');
  expect(found).toMatchObject({ severity: 'error', params: { path: 'USR00002', reason: 'EBUSY' } });
  expect(found.why).toContain('waited 2 s');
  expect(found.next).toContain('Find out who holds the file');
  expect(lineOf(lines, 'result').record.verdict).toBe('findings');
  const bag = await onlyBag(vault.linux);
  const left = (await readdir(postOffice.linux)).filter((name) => name !== 'USR00002');
  expect((await readdir(path.join(bag, 'data'))).sort()).toEqual(left.sort());
  await checkWithCoreutils(bag);
});

test('a message store that nobody else may open: there is no bag', async () => {
  const { code, lines, vault } = await backUpWhileHeld('MLANDATA', 'none', 1);
  expect(code).toBe(1);
  expect(told(lines, 'required-file-missing').params).toMatchObject({ path: 'MLANDATA', reason: 'EBUSY' });
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null });
  expect((await bagsIn(vault.linux)).finished).toEqual([]);
});

test('a message store that is open and shared is copied', async () => {
  const { code, lines, vault, postOffice } = await backUpWhileHeld('MLANDATA', 'read-write', 1);
  expect(code).toBe(3);
  expect(codesOf(lines)).toEqual(['disks-unknown', 'same-disk']);
  const bag = await onlyBag(vault.linux);
  expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(postOffice.linux));
  await checkWithCoreutils(bag);
});
