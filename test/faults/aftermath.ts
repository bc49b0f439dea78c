import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { postbagJson, start, withLines, type CallOptions, type EndedJson } from '../support/cli';
import { NextRun, type Ready } from '../support/journal';
import { codesOf, lineOf, type CliLine } from '../support/lines';
import type { Places } from '../support/places';
import { treeHash, treeState } from '../support/tree';
import { bagsIn, checkWithCoreutils } from '../support/vault';

/** What is said of good backups too: where the vault lies, what is no part of a post office, how consistent the copy is. */
const ofGoodOnes = new Set([
  'unrecognised-files',
  'same-disk',
  'disks-unknown',
  'space-tight',
  'not-settled',
  'moved-and-settled',
]);

/** What is said of what a run had begun: taken back, kept to go on with, or still to be taken back. */
const ofWhatWasBegun = new Set(['undo-done', 'undo-failed', 'unfinished-kept', 'resumed', 'process-died']);

/** The codes that tell of a fault: those that good backups do not have, and not what became of the begun bag. */
export function faultsIn(lines: readonly CliLine[]): string[] {
  return codesOf(lines).filter((code) => !ofGoodOnes.has(code) && !ofWhatWasBegun.has(code));
}

/** Who calls the command line, and how, where it is not the tests' own account. */
export type As = Partial<Omit<CallOptions, 'home'>>;

/** A backup under way, with something that happens when its journal is that far. */
export async function disturbed(
  { home, vault, postOffice }: Places,
  when: Ready,
  act: () => unknown,
  as: As = {},
): Promise<EndedJson> {
  const next = new NextRun(home);
  const backup = start(['backup', postOffice, '--to', vault, '--json'], { home, ...as });
  await next.disturb(backup, when, act);
  return withLines(await backup.ended);
}

/** Remembers a folder; what it gives back says whether anything in it was touched since, to the byte and nanosecond. */
export async function remember(folder: string): Promise<() => Promise<void>> {
  const [state, hash] = [await treeState(folder), await treeHash(folder)];
  return async () => {
    expect(await treeState(folder), 'the source was touched').toEqual(state);
    expect(await treeHash(folder), 'the source has other bytes').toBe(hash);
  };
}

/** Whatever has a finished bag's name validates, by Postbag and by coreutils. @returns those bags */
export async function sealedAreWhole({ home, vault }: Places, as: As = {}): Promise<string[]> {
  const { finished } = await bagsIn(vault);
  for (const bag of finished) {
    await checkWithCoreutils(bag);
    const { code, lines } = await postbagJson(['verify', bag], { home, ...as });
    expect({ code, faults: faultsIn(lines) }, bag).toEqual({ code: 0, faults: [] });
  }
  return finished;
}

/** A run that failed says one clear thing of why, claims no bag, and leaves none behind. */
export async function failedWith(code: string, ended: EndedJson, places: Places): Promise<void> {
  expect(faultsIn(ended.lines)).toEqual([code]);
  expect(ended.code).toBe(1);
  expect(lineOf(ended.lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null });
  expect((await bagsIn(places.vault)).finished).toEqual([]);
}

/** With the fault gone a backup works at once, says nothing of faults, and has every byte. @returns its bag */
export async function nextRunIsClean(places: Places, as: As = {}): Promise<string> {
  const { home, vault, postOffice } = places;
  const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home, ...as });
  expect({ code: code === 3 ? 0 : code, faults: faultsIn(lines) }).toEqual({ code: 0, faults: [] });
  expect(codesOf(lines), 'something could still not be taken back').not.toContain('undo-failed');
  const { bag, pendingUndos, findings } = lineOf(lines, 'result').record;
  expect(pendingUndos).toEqual([]);
  expect(findings.map((found) => found.code)).not.toContain('unfinished-kept');
  if (bag === null) throw new Error('a good run without a bag');
  expect((await stat(bag)).isDirectory()).toBe(true);
  expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(postOffice));
  await sealedAreWhole(places, as);
  expect((await bagsIn(vault)).unfinished).toEqual([]);
  return bag;
}
