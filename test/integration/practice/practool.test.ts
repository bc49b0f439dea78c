/**
 * The DOS program of the practice tools, apart from what it repairs: it is what its source makes, it can be called in one
 * way only, and it says so when it cannot do what it is asked for.
 */
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { PAGE_BYTES } from '../../../electron/practice/layout';
import { buildForDos, builtProgram } from '../../../tools/practice-dos/build.mjs';
import { temporaryFolder } from '../../support/places';
import { compilePractool, has, practoolInDos } from '../../support/practool';
import { practice, treeHash } from '../../unit/practice/set';

const MOST_PAGES = 61_440;
const FAILED = 2;

test('is in the repository as its source makes it', async ({ skip }) => {
  skip(!has('bcc'), 'needs bcc (apt install bcc elks-libc)');
  const made = path.join(await temporaryFolder(), 'PRACTOOL.COM');
  buildForDos(made);
  expect((await readFile(made)).equals(await readFile(builtProgram))).toBe(true);
});

test('runs in DOSBox with folders and files that are not there', async ({ skip }) => {
  skip(!has('dosbox'), 'needs DOSBox (apt install dosbox)');
  const empty = await temporaryFolder();
  expect(() => practoolInDos(['analyse'], empty, 60_000)).toThrow(
    'PRACTOOL ended with 2:\nERROR: not a practice post office',
  );
});

const program = has('cc') ? compilePractool() : null;

function call(...args: string[]): { code: number | null; text: string } {
  const { status, stdout } = spawnSync(program ?? '', args, { encoding: 'utf8' });
  return { code: status, text: stdout };
}

describe('compiled for this machine', () => {
  beforeEach(({ skip }) => skip(program === null, 'needs a C compiler (apt install gcc libc6-dev)'));

  test('shows how it is called when the call is wrong, and neither name nor password', async () => {
    const folder = await practice('db6');
    for (const args of [
      [],
      ['ANALYSE'],
      [folder],
      ['HARBOUR', 'SECRET', folder, 'DIAGNOSTICS/X'],
      ['A', 'B', 'C', 'RECLAIM', 'E'],
    ]) {
      const { code, text } = call(...args);
      expect(code).toBe(FAILED);
      expect(text).toMatch(/^ERROR: wrong call\..*\n {2}PRACTOOL ANALYSE folder\n/);
      expect(text).not.toMatch(/HARBOUR|SECRET/);
    }
    const { code, text } = call('HARBOUR', 'SECRET', folder, 'reclaim');
    expect(text).not.toMatch(/HARBOUR|SECRET/);
    expect(code).toBe(0);
  });

  test('refuses what is no practice post office', async () => {
    const folder = await practice('db8');
    const before = await treeHash(folder);
    const marker = path.join(folder, 'PRACTICE.TXT');
    const text = await readFile(marker, 'latin1');
    for (const other of [
      text.replace('layout: 1', 'layout: 2'),
      text.replace('shape: db8', 'shape: db7'),
      text.replace('users: 5', 'users: 2001'),
      text.replace('users: 5', 'users: five'),
      'notes on my practice',
      '',
    ]) {
      await writeFile(marker, other);
      for (const args of [
        ['ANALYSE', folder],
        ['A', 'B', folder, 'RECLAIM'],
      ]) {
        expect(call(...args)).toEqual({ code: FAILED, text: 'ERROR: not a practice post office\n' });
      }
    }
    await writeFile(marker, text);
    expect(await treeHash(folder)).toBe(before);
  });

  test('says what is too large for it, and changes nothing', async () => {
    const folder = await practice('db6');
    await truncate(path.join(folder, 'MLANDATA'), MOST_PAGES * PAGE_BYTES);
    expect(call('ANALYSE', folder).code).toBe(1);
    await truncate(path.join(folder, 'MLANDATA'), MOST_PAGES * PAGE_BYTES + 1);
    for (const args of [
      ['ANALYSE', folder],
      ['A', 'B', folder, 'DIAGNOSTICS/M'],
      ['A', 'B', folder, 'RECLAIM'],
    ]) {
      const { code, text } = call(...args);
      expect(code).toBe(FAILED);
      expect(text).toBe('ERROR: TOO LARGE for this program: MLANDATA\n');
    }
  });

  test('says which file it cannot open', async () => {
    const folder = await practice('db6');
    await rm(path.join(folder, 'CLANDATA'));
    await mkdir(path.join(folder, 'CLANDATA'));
    const { code, text } = call('A', 'B', folder, 'DIAGNOSTICS/M');
    expect({ code, text }).toEqual({ code: FAILED, text: 'ERROR: cannot open CLANDATA\n' });
  });
});
