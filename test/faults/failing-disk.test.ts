/**
 * Motivation: a dying disk fails below the file system, which then answers in its own way: late, at the next sync, or by
 * turning read-only.
 * Description: post office or vault lies on a block device that answers EIO to everything from some moment on.
 * Pass criteria: requests are seen to fail; the run ends with one finding with the system's reason, and claims nothing;
 * with the disk at work again a backup works.
 */
import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { FailingDisk, cannotFail } from '../support/failing-disk';
import { mountImage } from '../support/images';
import { groupCopied } from '../support/journal';
import { lineOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { disturbed, failedWith, faultsIn, nextRunIsClean, remember } from './aftermath';

const SIZE = 200_000_000;

/** Mounts it anew, so that nothing of its files is in memory. */
function mountAnew(device: string, place: string): void {
  execFileSync('umount', [place]);
  mountImage(device, place);
}

test('the post office’s disk fails while the message store is read', async ({ skip }) => {
  skip(cannotFail !== null, cannotFail ?? '');
  const made = await makePlaces();
  const place = path.join(made.base, 'mounted');
  const places = { ...made, postOffice: path.join(place, 'Harbour office') };
  await makePostOffice(made.postOffice, { messages: MEDIUM });
  const disk = await FailingDisk.start(made.base, SIZE);
  mountImage(disk.device, place);
  cpSync(made.postOffice, places.postOffice, { recursive: true });
  const untouched = await remember(places.postOffice);
  mountAnew(disk.device, place);
  const ended = await disturbed(places, groupCopied('users'), () => disk.fail());
  expect(disk.failed('Read')).toBeGreaterThan(0);
  await failedWith('required-file-missing', ended, places);
  expect(told(ended.lines, 'required-file-missing').params).toMatchObject({ reason: 'EIO' });
  disk.recover();
  mountAnew(disk.device, place);
  await untouched();
  await nextRunIsClean(places);
});

test('the vault’s disk fails while files are written', async ({ skip }) => {
  skip(cannotFail !== null, cannotFail ?? '');
  const made = await makePlaces();
  const place = path.join(made.base, 'mounted');
  const places = { ...made, vault: path.join(place, 'vault') };
  await makePostOffice(places.postOffice, { messages: MEDIUM });
  const untouched = await remember(places.postOffice);
  const disk = await FailingDisk.start(made.base, SIZE);
  mountImage(disk.device, place);
  cpSync(made.vault, places.vault, { recursive: true });
  execFileSync('sync', ['--file-system', place]);
  const ended = await disturbed(places, groupCopied('users'), () => disk.fail());
  expect(disk.failed('Write')).toBeGreaterThan(0);
  expect(ended.code).toBe(1);
  expect(lineOf(ended.lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null });
  expect(faultsIn(ended.lines)).toEqual(['write-failed']);
  expect(told(ended.lines, 'write-failed').params['reason']).toBeOneOf(['EIO', 'EROFS']);
  await untouched();
  disk.recover();
  execFileSync('umount', [place]);
  mountImage(disk.device, place);
  await nextRunIsClean(places);
});
