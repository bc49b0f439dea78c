/**
 * Motivation: Windows does not say when a process was started, so whether a lock's owner lives must be told otherwise.
 * Description: a backup on Windows is killed in the middle, onto a drive whose root is the vault; the lock that it
 * leaves is left as it is, or given the number of a process that lives.
 * Pass criteria: a dead process never blocks for longer than a minute without heartbeat; a living one is respected.
 */
import { mkdirSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Owner } from '../../electron/run/owner';
import { groupCopied, journalOf, NextRun } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { MEDIUM } from '../support/post-office';
import { treeHash } from '../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';
import { plugInDrive } from './windows';
import { postbagOnWindows, startOnWindows, useWindows, windowsPlaces, type WindowsPlaces } from './world';

useWindows();

const Lock = z.looseObject({ owner: Owner });

interface Killed extends WindowsPlaces {
  backUp: () => ReturnType<typeof postbagOnWindows>;
  /** Lock files that the killed run left, as the host calls them. */
  locks: string[];
}

/** Kills a backup onto drive V in the middle. */
async function killed(): Promise<Killed> {
  const places = await windowsPlaces(MEDIUM);
  const { home, vault, postOffice } = places;
  onTestFinished(plugInDrive('V', vault.linux));
  const before = await treeHash(postOffice.linux);
  const next = new NextRun(home.linux);
  const backup = startOnWindows(['backup', postOffice.windows, '--to', 'V:\\'], places);
  await next.reaches(backup, groupCopied('users'));
  backup.kill('SIGKILL');
  expect((await backup.ended).signal).toBe('SIGKILL');
  expect((await bagsIn(vault.linux)).finished).toEqual([]);
  expect((await bagsIn(vault.linux)).unfinished).toHaveLength(1);
  expect(await treeHash(postOffice.linux)).toBe(before);
  const folder = path.join(home.linux, 'locks');
  const [lock, ...more] = await readdir(folder);
  if (lock === undefined || more.length > 0) throw new Error('the killed run did not leave one lock');
  const runLock = path.join(path.dirname(journalOf(home.linux, next.id ?? '')), 'run.lock');
  return {
    ...places,
    locks: [path.join(folder, lock), runLock],
    backUp: async () => await postbagOnWindows(['backup', postOffice.windows, '--to', 'V:\\'], places),
  };
}

/** Gives the locks to another process. @param seconds since their last heartbeat */
async function pass(locks: readonly string[], pid: number, seconds: number): Promise<void> {
  for (const file of locks) {
    const lock = Lock.parse(JSON.parse(await readFile(file, 'utf8')));
    expect(lock.owner.started).toBeNull();
    await writeFile(file, JSON.stringify({ ...lock, owner: { ...lock.owner, pid } }));
    const beat = new Date(Date.now() - seconds * 1000);
    await utimes(file, beat, beat);
  }
}

/** A process on Windows that lives until the test has finished. @returns its number there */
async function somebody(places: WindowsPlaces): Promise<number> {
  mkdirSync(path.join(places.base.linux, 'other home'));
  const home = { linux: `${places.base.linux}/other home`, windows: `${places.base.windows}\\other home` };
  const next = new NextRun(home.linux);
  const running = startOnWindows(['backup', places.postOffice.windows, '--to', places.home.windows], {
    home,
  });
  await next.reaches(running, (records) => records.length > 0);
  running.kill('SIGSTOP');
  onTestFinished(async () => {
    running.kill('SIGKILL');
    await running.ended;
  });
  const [plan] = next.records;
  if (plan?.type !== 'plan') throw new Error('a journal that does not begin with its plan');
  return plan.owner.pid;
}

test('a killed backup is told of at the next start, blocks nothing, and is gone on with', async () => {
  const { vault, home, backUp } = await killed();
  const { code, lines } = await postbagOnWindows(['inventory'], { home });
  expect(code).toBe(0);
  expect(codesOf(lines)).toEqual(['process-died', 'unfinished-kept']);
  expect((await bagsIn(vault.linux)).unfinished).toHaveLength(1);

  const again = await backUp();
  expect(codesOf(again.lines)).toContain('resumed');
  expect(lineOf(again.lines, 'result').record.verdict).toBe('verified');
  expect((await bagsIn(vault.linux)).unfinished).toEqual([]);
  await checkWithCoreutils(await onlyBag(vault.linux));
});

test('a lock whose number another process has now blocks while its heartbeat is fresh, and not after a minute', async () => {
  const made = await killed();
  const { vault, locks, backUp } = made;
  const pid = await somebody(made);
  await pass(locks, pid, 0);
  const blocked = await backUp();
  expect(blocked.code).toBe(1);
  expect(codesOf(blocked.lines)).toEqual(['already-running']);
  expect(told(blocked.lines, 'already-running').params['pid']).toBe(String(pid));
  expect((await bagsIn(vault.linux)).unfinished).toHaveLength(1);

  await pass(locks, pid, 61);
  const { code, lines } = await backUp();
  expect(code).toBe(0);
  expect(codesOf(lines).slice(0, 2)).toEqual(['process-died', 'unfinished-kept']);
  await checkWithCoreutils(await onlyBag(vault.linux));
});
