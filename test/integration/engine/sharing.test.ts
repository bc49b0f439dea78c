/**
 * Motivation: most of a post office is the same from one night to the next; what is stored twice costs room and time.
 * Description: a post office is backed up, a little of it changes, and it is backed up again into the same vault.
 * Pass criteria: what has the same content is not stored again, however its times look; the older bag is never changed,
 * and each bag is complete without the other; a damaged older bag harms no new one, and is told of.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, closeSync, openSync, readFileSync, statSync, utimesSync, writeSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../../electron/engine/engine';
import { readLedger } from '../../../electron/engine/journal-views';
import { usualBackupOptions, type Origin, type RunRecord } from '../../../shared/run';
import { backUp, startEngine } from '../../support/backup';
import { makePlaces, type Places } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { treeHash, treeState } from '../../support/tree';
import { checkWithCoreutils } from '../../support/vault';

let places: Places;
let engine: Engine;

beforeEach(async () => {
  places = await makePlaces();
  await makePostOffice(places.postOffice);
  engine = await startEngine(places.home);
  onTestFinished(async () => await engine.close());
});

/** A backup in another second than the one before: bags are called by their second. */
async function nextBackup(): Promise<RunRecord> {
  return await backUp(engine, places.postOffice, places.vault);
}

const live = (name: string): string => path.join(places.postOffice, name);
const inBag = ({ bag }: RunRecord, name: string): string => path.join(bag ?? 'no bag', 'data', name);

async function originsOf({ id }: RunRecord): Promise<Record<string, Origin>> {
  const page = { offset: 0, limit: 1_000, onlyChanged: false };
  const { entries } = await readLedger(engine.runs.journalOf(id), page);
  return Object.fromEntries(entries.map(({ path: name, origin }) => [name, origin]));
}

function overwrite(file: string, position: number, text: string): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, text, position);
  closeSync(handle);
}

const isOneFile = (a: string, b: string): boolean => statSync(a).ino === statSync(b).ino;

describe('the next backup', () => {
  test('shares what has not changed, and stores what has', async ({ skip }) => {
    const first = await backUp(engine, places.postOffice, places.vault);
    const before = await treeState(first.bag ?? '');
    appendFileSync(live('USR00001'), 'new mail');
    const { mtime } = statSync(live('CLANDATA'));
    overwrite(live('CLANDATA'), 700, 'changed');
    utimesSync(live('CLANDATA'), mtime, mtime); // no size and no time betrays it
    utimesSync(live('USR00002'), 1_000, 1_000); // touched and not changed
    const second = await nextBackup();
    expect(second).toMatchObject({ grade: 'instant', shared: { from: path.basename(first.bag ?? '') } });
    const origins = await originsOf(second);
    expect(origins).toMatchObject({
      USR00001: 'copied',
      CLANDATA: 'copied',
      USR00002: 'shared',
      USR00003: 'shared',
      MLANDATA: 'shared',
    });
    expect(second.shared?.files).toBe(Object.values(origins).filter((origin) => origin === 'shared').length);
    expect(await treeHash(inBag(second, ''))).toBe(await treeHash(places.postOffice));
    await checkWithCoreutils(second.bag ?? '');

    // Only the inode's own time moves with a second name; the bytes of a sealed bag never do.
    const still = (state: readonly string[]): string[] => state.map((line) => line.replace(/ \d+$/, ''));
    expect(still(await treeState(first.bag ?? ''))).toEqual(still(before));
    await checkWithCoreutils(first.bag ?? '');
    skip(
      !isOneFile(inBag(first, 'MLANDATA'), inBag(second, 'MLANDATA')),
      'this disk clones instead of linking',
    );
    expect(statSync(inBag(first, 'MLANDATA')).nlink).toBe(2);
    expect(isOneFile(inBag(first, 'CLANDATA'), inBag(second, 'CLANDATA'))).toBe(false);
  });

  test('is whole without the one before', async () => {
    const first = await backUp(engine, places.postOffice, places.vault);
    const second = await nextBackup();
    await rm(first.bag ?? '', { recursive: true });
    await checkWithCoreutils(second.bag ?? '');
    expect(await treeHash(inBag(second, ''))).toBe(await treeHash(places.postOffice));
  });

  test('says in its plan what is likely to be shared, and needs that much less room', async () => {
    const known = { id: 'tested', name: 'Harbour', path: places.postOffice, format: null, patterns: {} };
    const plan = async () => await engine.planBackup(known, places.vault, 'linear', usualBackupOptions);
    const before = await plan();
    expect(before).toMatchObject({ shares: null, resumes: null });
    const first = await backUp(engine, places.postOffice, places.vault);
    appendFileSync(live('USR00001'), 'new mail');
    const after = await plan();
    const shared = first.bytes + 'new mail'.length - statSync(live('USR00001')).size;
    expect(after.shares).toEqual({
      from: path.basename(first.bag ?? ''),
      files: first.files - 1,
      bytes: shared,
    });
    expect(after.neededBytes).toBe((before.neededBytes ?? 0) + 'new mail'.length - shared);
  });

  test('of files that move while it runs does not write into the older bag', async () => {
    const first = await backUp(engine, places.postOffice, places.vault);
    const hash = await treeHash(first.bag ?? '');
    let moved = false;
    engine.events.on('run-changed', ({ files, settling }) => {
      // When the last group was copied, and before it is read again.
      if (files === first.files && settling === null && !moved)
        overwrite(live('MLANDATA'), 900, 'while it runs');
      moved ||= files === first.files;
    });
    const second = await backUp(engine, places.postOffice, places.vault);
    expect(
      second.findings.map(({ code }) => code),
      'nothing moved',
    ).toContain('moved-and-settled');
    expect((await originsOf(second))['MLANDATA']).toBe('copied');
    expect(await treeHash(first.bag ?? '')).toBe(hash);
    await checkWithCoreutils(second.bag ?? '');
  });
});

describe('an older bag that was damaged since', () => {
  test('is told of; the new one is copied from the source and valid', async () => {
    const first = await backUp(engine, places.postOffice, places.vault);
    // A damage that shows in no size and no time, as a disk makes it.
    const { mtime } = statSync(inBag(first, 'MLANDATA'));
    overwrite(inBag(first, 'MLANDATA'), 1_000, 'damage');
    utimesSync(inBag(first, 'MLANDATA'), mtime, mtime);
    const second = await nextBackup();
    expect(second.verdict).toBe('findings');
    const told = second.findings.find(({ code }) => code === 'older-bag-damaged');
    expect(told?.params).toEqual({ count: 1, names: 'MLANDATA', bag: path.basename(first.bag ?? '') });
    expect(second.findings.map(({ code }) => code)).not.toContain('bag-problem');
    expect(await treeHash(inBag(second, ''))).toBe(await treeHash(places.postOffice));
    await checkWithCoreutils(second.bag ?? '');
    const damaged = readFileSync(inBag(first, 'MLANDATA'));
    expect(damaged.includes('damage'), 'the older bag was changed').toBe(true);
  });

  test('and whose source has moved on: there is no bag rather than a wrong one', async () => {
    const first = await backUp(engine, places.postOffice, places.vault);
    const { mtime } = statSync(inBag(first, 'MLANDATA'));
    overwrite(inBag(first, 'MLANDATA'), 1_000, 'damage');
    utimesSync(inBag(first, 'MLANDATA'), mtime, mtime);
    let moved = false;
    engine.events.on('run-changed', ({ grade, verdict }) => {
      // The grade is known just before the bag is read again.
      if (grade !== null && verdict === null && !moved) overwrite(live('MLANDATA'), 5_000, 'moved on');
      moved ||= grade !== null;
    });
    const second = await backUp(engine, places.postOffice, places.vault);
    expect(moved).toBe(true);
    expect(second).toMatchObject({ verdict: 'failed', bag: null });
    expect(second.findings.map(({ code }) => code)).toContain('bag-invalid');
    expect(await readdir(path.join(places.vault, 'Harbour'))).toEqual([path.basename(first.bag ?? '')]);
  });

  test('of another post office has no part in it', async () => {
    await backUp(engine, places.postOffice, places.vault);
    const known = { id: 'other', name: 'Quay', path: places.postOffice, format: null, patterns: {} };
    const plan = await engine.planBackup(known, places.vault, 'linear', usualBackupOptions);
    expect(plan.shares).toBeNull();
  });
});

test('a bag with shared files is as plain as any other: copied elsewhere, it validates', async () => {
  await backUp(engine, places.postOffice, places.vault);
  const second = await nextBackup();
  const elsewhere = path.join(places.base, 'elsewhere');
  execFileSync('cp', ['-r', second.bag ?? '', elsewhere]);
  await checkWithCoreutils(elsewhere);
});
