/**
 * Motivation: a new bag shares unchanged files with the newest one, so damage there must not spread.
 * Description: after a backup some bytes of its message store rot on the disk, at the same size and with the same date.
 * Pass criteria: the next bag is whole, and a person is told which file of which older bag is damaged; verifying the
 * older bag finds it too.
 */
import { closeSync, openSync, statSync, utimesSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbagJson } from '../support/cli';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { treeHash } from '../support/tree';
import { checkWithCoreutils, onlyBag } from '../support/vault';
import { faultsIn, remember } from './aftermath';

/** Changes some bytes in the middle of a file, and nothing else of it. */
function rot(file: string): void {
  const { size, atime, mtime } = statSync(file);
  const fd = openSync(file, 'r+');
  writeSync(fd, 'rotten', Math.floor(size / 2));
  closeSync(fd);
  utimesSync(file, atime, mtime);
}

test('a file of the newest bag that rotted is not handed on', async () => {
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice, { messages: MEDIUM });
  const untouched = await remember(postOffice);
  await postbagJson(['backup', postOffice, '--to', vault], { home });
  const older = await onlyBag(vault);
  rot(path.join(older, 'data/MLANDATA'));

  const { lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect(faultsIn(lines)).toEqual(['older-bag-damaged']);
  expect(told(lines, 'older-bag-damaged').params).toMatchObject({ count: 1, names: 'MLANDATA' });
  const { bag } = lineOf(lines, 'result').record;
  expect(bag).not.toBeNull();
  expect(await treeHash(path.join(bag ?? '', 'data'))).toBe(await treeHash(postOffice));
  await checkWithCoreutils(bag ?? '');
  await untouched();

  const verify = await postbagJson(['verify', older], { home });
  expect(verify.code).toBe(1);
  expect(codesOf(verify.lines)).toContain('bag-problem');
  expect(told(verify.lines, 'bag-problem').params).toMatchObject({
    kind: 'checksum-differs',
    path: 'data/MLANDATA',
  });
});
