/**
 * Motivation: Windows and shares refuse to read bytes of an open file that another program has locked.
 * Description: reads that touch some bytes of a file are refused, for some tries or for ever, with each of the codes that
 * systems have for it.
 * Pass criteria: what is let go in time is copied whole and said; what stays locked is named with its bytes and never
 * left out in silence; without a file that is needed there is no bag.
 */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbagJson } from '../support/cli';
import { lineOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { treeHash } from '../support/tree';
import { onlyBag } from '../support/vault';
import { failedWith, faultsIn, nextRunIsClean, remember, sealedAreWhole } from './aftermath';
import { cannotPreload, fault, type LockedRange } from './shim';

/** Backs up while bytes of a file are locked, waiting for them so many seconds. */
async function backUpLocked(file: string, range: Omit<LockedRange, 'call' | 'path'>, seconds: number) {
  const places = await makePlaces();
  const { base, home, vault, postOffice } = places;
  await makePostOffice(postOffice, { messages: MEDIUM });
  const untouched = await remember(postOffice);
  const { env, fired } = fault({ call: 'lock', path: `/Harbour office/${file}`, ...range }, base);
  const call = ['backup', postOffice, '--to', vault, '--locked-wait', String(seconds)];
  const ended = await postbagJson(call, { home, env });
  await untouched();
  return { places, ended, fired };
}

test.for([
  { file: 'USR00002', error: 'EBUSY', from: 100, to: 101 },
  { file: 'CLANDATA', error: 'EACCES', from: 0, to: 1 },
  { file: 'MLANDATA', error: 'EAGAIN', from: 9_000_000, to: 9_000_010 },
] as const)('$file, locked for a moment ($error): it is waited for', async ({ file, ...range }, { skip }) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const { places, ended, fired } = await backUpLocked(file, { ...range, times: 5 }, 30);
  expect(fired()).toBe(5);
  expect([0, 3]).toContain(ended.code);
  expect(faultsIn(ended.lines)).toEqual(['lock-waited']);
  const waited = told(ended.lines, 'lock-waited');
  expect(waited).toMatchObject({ severity: 'info', params: { count: 1, names: file } });
  const bag = await onlyBag(places.vault);
  expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(places.postOffice));
  await sealedAreWhole(places);
  await nextRunIsClean(places);
});

test('a user file of which bytes stay locked is named with them; everything else is in a whole bag', async ({
  skip,
}) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const range = { error: 'EBUSY', from: 100, to: 200, times: 0 } as const;
  const { places, ended, fired } = await backUpLocked('USR00002', range, 1);
  expect(fired()).toBeGreaterThan(1);
  expect(ended.code).toBe(3);
  expect(faultsIn(ended.lines)).toEqual(['file-locked']);
  const locked = told(ended.lines, 'file-locked');
  expect(locked).toMatchObject({ severity: 'error', params: { path: 'USR00002', reason: 'EBUSY' } });
  expect(Number(locked.params['from'])).toBeLessThanOrEqual(range.from);
  expect(Number(locked.params['to'])).toBeGreaterThanOrEqual(range.to);
  expect(locked.why).toContain('waited 1 s');
  expect(lineOf(ended.lines, 'result').record.verdict).toBe('findings');
  const [bag = ''] = await sealedAreWhole(places);
  const left = (await readdir(places.postOffice)).filter((name) => name !== 'USR00002');
  expect((await readdir(path.join(bag, 'data'))).sort()).toEqual(left.sort());
  await nextRunIsClean(places);
});

test('a message store of which one byte stays locked: there is no bag', async ({ skip }) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const range = { error: 'EACCES', from: 9_000_000, to: 9_000_001, times: 0 } as const;
  const { places, ended, fired } = await backUpLocked('MLANDATA', range, 1);
  expect(fired()).toBeGreaterThan(1);
  await failedWith('required-file-missing', ended, places);
  expect(told(ended.lines, 'required-file-missing').params).toMatchObject({
    path: 'MLANDATA',
    reason: 'EACCES',
  });
  await nextRunIsClean(places);
});
