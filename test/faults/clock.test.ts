/**
 * Motivation: clocks are set back: by people, by a time server, by an empty battery.
 * Description: in the middle of a run, and for the run that follows, the time of day is a day earlier than it was.
 * Pass criteria: the run ends well, its length is no negative time, a file that is written to then is not missed, and the
 * bag that is made at an earlier time neither replaces nor spoils the one that was made before.
 */
import { appendFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { postbagJson } from '../support/cli';
import { groupCopied } from '../support/journal';
import { lineOf, type CliLine } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { treeHash } from '../support/tree';
import { disturbed, faultsIn, nextRunIsClean, sealedAreWhole } from './aftermath';
import { cannotPreload, compileShim, linesIn } from './shim';

const DAY = 86_400;

/** Environment of a process whose clock can be set back, and how to do it. */
function clock(folder: string) {
  const [file, log] = [path.join(folder, 'clock is back'), path.join(folder, 'clock.log')];
  const env = {
    LD_PRELOAD: compileShim(folder, 'clock'),
    CLOCK_FILE: file,
    CLOCK_BACK: String(DAY),
    CLOCK_LOG: log,
  };
  return {
    env,
    setBack: () => writeFileSync(file, ''),
    setRight: () => rmSync(file),
    noticed: () => linesIn(log),
  };
}

/** The one bag of a run that went well. @throws Error when there is none */
function bagOf(lines: readonly CliLine[]): string {
  const { bag } = lineOf(lines, 'result').record;
  if (bag === null) throw new Error('there is no bag');
  return bag;
}

test('a clock that is set back by a day in the middle of a run', async ({ skip }) => {
  skip(cannotPreload !== null, cannotPreload ?? '');
  const places = await makePlaces();
  const { base, home, vault, postOffice } = places;
  await makePostOffice(postOffice);
  const { env, setBack, setRight, noticed } = clock(base);
  const user = path.join(postOffice, 'USR00001');
  const { code, lines } = await disturbed(
    places,
    groupCopied('users'),
    () => {
      setBack();
      appendFileSync(user, 'written after the clock was set back');
      const yesterday = Date.now() / 1000 - DAY;
      utimesSync(user, yesterday, yesterday);
    },
    { env },
  );
  expect(noticed(), 'the clock was never asked').toBeGreaterThan(0);
  expect([0, 3]).toContain(code);
  expect(faultsIn(lines)).toEqual([]);
  const { record } = lineOf(lines, 'result');
  expect(Date.parse(record.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(record.startedAt));
  const first = bagOf(lines);
  expect(await treeHash(path.join(first, 'data'))).toBe(await treeHash(postOffice));

  // The clock is still a day behind: to this run the bag before it lies in the future.
  const earlier = await postbagJson(['backup', postOffice, '--to', vault], { home, env });
  expect(faultsIn(earlier.lines)).toEqual([]);
  const second = bagOf(earlier.lines);
  expect(path.basename(second) < path.basename(first)).toBe(true);
  setRight();
  expect(await sealedAreWhole(places)).toEqual([first, second].sort());
  expect(await nextRunIsClean(places)).not.toBe(first);
});
