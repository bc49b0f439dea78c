/**
 * Motivation: virus scanners and indexers look into new files at once, and while they do, Windows refuses to rename the
 * folder; a share may refuse it for other reasons.
 * Description: as soon as the bag is begun, renaming is refused by taking away the right to write to its parent folder.
 * Pass criteria: what is refused for a moment is tried again; what stays refused is a failure without a half bag that
 * looks finished, and what is left over is removed as soon as that is allowed.
 */
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { postbagJson, start, withLines } from '../support/cli';
import { NextRun, stepEnded } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';
import { placesForAnybody, withoutRights } from './nobody';

/** Begins a backup whose bag cannot be renamed from the start. */
async function backUpRefused() {
  const places = await placesForAnybody();
  const { home, vault, postOffice } = places;
  const parent = path.join(vault, path.basename(postOffice));
  const allow = async (): Promise<void> => await chmod(parent, 0o755);
  onTestFinished(async () => await allow().catch(() => undefined));
  const next = new NextRun(home);
  const backup = start(['backup', postOffice, '--to', vault, '--json'], { home, ...withoutRights });
  await next.disturb(backup, stepEnded('open-bag'), async () => await chmod(parent, 0o555));
  return { ...places, backup, next, allow };
}

test('a rename that is refused for a moment is tried again', async () => {
  const { vault, backup, next, allow } = await backUpRefused();
  await next.reaches(backup, stepEnded('verify'));
  await passes(300);
  await allow();
  const { code, lines } = withLines(await backup.ended);
  expect(codesOf(lines)).toEqual(['same-disk']);
  expect(code).toBe(3);
  await checkWithCoreutils(await onlyBag(vault));
  const [verified, sealed] = ['verify', 'seal'].map(
    (step) => next.records.find((record) => record.type === 'step-end' && record.step === step)?.ms ?? NaN,
  );
  expect((sealed ?? NaN) - (verified ?? NaN), 'it was never refused').toBeGreaterThan(200);
});

test('a rename that stays refused: no bag, and the rest is removed when that is allowed', async () => {
  const { home, vault, backup, allow } = await backUpRefused();
  const { code, lines } = withLines(await backup.ended);
  expect(code).toBe(1);
  expect(told(lines, 'write-failed')).toMatchObject({ stage: 'seal', params: { reason: 'EACCES' } });
  expect(codesOf(lines)).toContain('undo-failed');
  expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null });
  const { finished, unfinished } = await bagsIn(vault);
  expect({ finished, unfinished: unfinished.length }).toEqual({ finished: [], unfinished: 1 });
  await allow();
  const after = await postbagJson(['inventory'], { home, ...withoutRights });
  expect(codesOf(after.lines)).toEqual(['undo-done']);
  expect((await bagsIn(vault)).unfinished).toEqual([]);
});
