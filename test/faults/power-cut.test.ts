/**
 * Motivation: what Postbag called sealed must be there after a power cut, whole.
 * Description: in a User-Mode Linux guest the built command line makes one backup after the other onto an ext4 disk, with
 * its settings and journals on the same disk. At a moment that chance picks all processes of the guest are killed, so
 * that whatever was not synced is lost with its memory. Another guest has a disk that lies: it answers every write and
 * every sync as done, and drops them (dm-flakey).
 * Pass criteria: the cut is seen to lose what was not synced; every bag that was told of as sealed validates, and so does
 * whatever else has a bag's name; the next start cleans up and a backup works. With a disk that lies: nothing that was
 * lost passes for a good bag.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Chances } from '../support/chances';
import { postbagJson } from '../support/cli';
import { cannotHaveGuest, Guest } from '../support/guest';
import { format, makeImage, mountImage } from '../support/images';
import { codesOf, lineOf, parseLines } from '../support/lines';
import { builtCli, makePlaces } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { askedRuns } from '../support/runs';
import { bagsIn, checkWithCoreutils } from '../support/vault';
import { faultsIn, nextRunIsClean, sealedAreWhole } from './aftermath';

/** A guest that makes backups, and the places on its disk, which has the same folder there and here. */
async function startGuest(lying: boolean) {
  const { base, postOffice } = await makePlaces();
  await makePostOffice(postOffice, { users: 40 });
  const [image, disk] = [path.join(base, 'disk.img'), path.join(base, 'disk')];
  mkdirSync(disk);
  makeImage(image, 400_000_000);
  format(image, 'ext4');
  const guest = Guest.start({
    script: path.join(import.meta.dirname, 'guest.sh'),
    settings: {
      NODE: process.execPath,
      CLI: builtCli,
      NAME: os.hostname(),
      DISK: disk,
      POST_OFFICE: postOffice,
      LYING: lying ? '1' : '0',
    },
    disk: image,
    folder: path.join(base, 'guest'),
  });
  const on = (name: string): string => path.join(disk, name);
  const places = { base, home: on('home'), vault: on('vault'), postOffice: on('office') };
  return { guest, image, disk, places };
}

/** Bags that the command line called sealed. */
function claimed(guest: Guest): string[] {
  return guest.said
    .filter((line) => line.startsWith('{"type":"result"'))
    .flatMap((line) => lineOf(parseLines(line), 'result').record.bag ?? []);
}

const saidIt = (what: string) => (lines: readonly string[]) => lines.includes(`guest: ${what}`);

/** Whether the file system on an image was not unmounted, so that its journal has to be played back. */
const wasCut = (image: string): boolean =>
  execFileSync('dumpe2fs', ['-h', image], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).includes(
    'needs_recovery',
  );

/** What was written last without being synced. */
function unsynced({ said }: Guest, disk: string): string {
  const last = said.findLast((line) => line.startsWith('guest: unsynced '));
  return path.join(disk, `unsynced-${last?.split(' ').at(-1) ?? ''}`);
}

const { runs, seed } = askedRuns(3);
const cuts = Array.from({ length: runs }, (_, index) => index + 1);

test.for(cuts)(`cut at a random moment (seed ${seed}), cut %i`, async (cut, { skip }) => {
  skip(cannotHaveGuest !== null, cannotHaveGuest ?? '');
  const chances = new Chances(seed + cut);
  const { guest, image, disk, places } = await startGuest(false);
  // In the middle of the run that comes after so many sealed bags.
  const bags = 1 + Math.floor(chances.next() * 2);
  await guest.says(saidIt(`round ${bags} ended`));
  await guest.says(saidIt(`unsynced ${bags + 1}`));
  await passes(chances.next() * 4000);
  await guest.cutPower();
  expect(wasCut(image)).toBe(true);
  const sealed = claimed(guest);
  expect(sealed.length, guest.said.slice(-5).join('\n')).toBeGreaterThanOrEqual(bags);

  mountImage(image, disk);
  const lost = unsynced(guest, disk);
  expect(existsSync(lost) ? statSync(lost).size : 0, 'the cut lost nothing').toBe(0);
  for (const bag of sealed) expect(existsSync(bag), `${bag} was sealed and is gone`).toBe(true);
  expect(await sealedAreWhole(places)).toEqual(expect.arrayContaining(sealed));

  const start = await postbagJson(['inventory'], places);
  expect({ code: start.code, faults: faultsIn(start.lines) }).toEqual({ code: 0, faults: [] });
  expect(codesOf(start.lines)).not.toContain('undo-failed');
  await nextRunIsClean(places);
});

/** Whether a bag is whole, as coreutils see it. */
async function isWhole(bag: string): Promise<boolean> {
  try {
    await checkWithCoreutils(bag);
    return true;
  } catch {
    return false;
  }
}

test('a disk that answers “done” and loses everything: what it lost never passes for a bag', async ({
  skip,
}) => {
  skip(cannotHaveGuest !== null, cannotHaveGuest ?? '');
  const { guest, image, disk, places } = await startGuest(true);
  await guest.says(saidIt('lies'));
  await guest.says(saidIt('round 2 ended'));
  const told = claimed(guest);
  const [before] = told;
  await guest.cutPower();
  mountImage(image, disk);
  expect(existsSync(path.join(disk, 'unsynced-2')), 'the disk kept what it was given').toBe(false);

  // What was sealed before the disk began to lie is whole; whatever it was given then is gone, with its name.
  if (before === undefined) throw new Error('there was no bag before the disk lied');
  expect((await bagsIn(places.vault)).finished).toEqual([before]);
  await sealedAreWhole(places);
  for (const bag of told.slice(1)) {
    expect(await isWhole(bag)).toBe(false);
    const { code, lines } = await postbagJson(['verify', bag], places);
    expect({ code, faults: faultsIn(lines) }).toEqual({ code: 1, faults: ['bag-not-found'] });
  }
  await nextRunIsClean(places);
});
