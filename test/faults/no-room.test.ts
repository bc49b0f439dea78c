/**
 * Motivation: a disk can be full in more ways than in bytes.
 * Description: the vault lies on a real file system that has no room for one more file, or on which a quota is set; both
 * only show when they are met, since the free bytes that the system tells of are enough.
 * Pass criteria: the run fails with `no-space` and the system's own reason, there is no bag, and with room again the next
 * backup works.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cannotMount, freeBytes, mountMemory } from '../support/disks';
import { format, makeImage, mountImage } from '../support/images';
import { stepEnded } from '../support/journal';
import { told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { disturbed, failedWith, nextRunIsClean, remember } from './aftermath';

const MB = 1_000_000;

async function places(messages: number): Promise<Places> {
  const made = await makePlaces();
  await makePostOffice(made.postOffice, { messages });
  return made;
}

test('a disk that can hold no more files', async ({ skip }) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const made = await places(40);
  const untouched = await remember(made.postOffice);
  mountMemory(made.vault, 40 * MB, 200);
  const crumbs = path.join(made.vault, 'Somebody else');
  mkdirSync(crumbs);
  const ended = await disturbed(made, stepEnded('open-bag'), () => {
    let reason: unknown;
    for (let crumb = 0; reason === undefined; crumb++) {
      try {
        writeFileSync(path.join(crumbs, String(crumb)), '');
      } catch (error) {
        reason = error;
      }
    }
    expect(reason).toMatchObject({ code: 'ENOSPC' });
  });
  expect(freeBytes(made.vault)).toBeGreaterThan(30 * MB);
  expect(told(ended.lines, 'no-space')).toMatchObject({ stage: 'copy', params: { reason: 'ENOSPC' } });
  rmSync(crumbs, { recursive: true });
  await failedWith('no-space', ended, made);
  await untouched();
  await nextRunIsClean(made);
});

test('a quota that is reached', async ({ skip }) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const { base, ...rest } = await places(MEDIUM);
  const untouched = await remember(rest.postOffice);
  const [image, disk] = [path.join(base, 'disk.img'), path.join(base, 'disk')];
  makeImage(image, 300 * MB);
  format(image, 'btrfs');
  mountImage(image, disk);
  const vault = path.join(disk, 'vault');
  const btrfs = (...words: string[]): void => void execFileSync('btrfs', words, { stdio: 'pipe' });
  btrfs('subvolume', 'create', vault);
  btrfs('quota', 'enable', disk);
  btrfs('qgroup', 'limit', '8M', vault);
  const made = { base, ...rest, vault };
  const ended = await disturbed(made, stepEnded('open-bag'), () => undefined);
  expect(freeBytes(vault)).toBeGreaterThan(100 * MB);
  expect(told(ended.lines, 'no-space')).toMatchObject({ stage: 'copy', params: { reason: 'EDQUOT' } });
  await failedWith('no-space', ended, made);
  await untouched();
  btrfs('qgroup', 'limit', 'none', vault);
  await nextRunIsClean(made);
});
