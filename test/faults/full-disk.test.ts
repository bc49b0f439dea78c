import { existsSync, rmSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { postbagJson, start, withLines } from '../support/cli';
import { cannotMount, freeBytes, mountMemory, takeUp } from '../support/disks';
import { NextRun, stepEnded } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { listTree, treeHash } from '../support/tree';
import { bagsIn, onlyBag } from '../support/vault';

const MB = 1_000_000;
const PAGE = 4096;

/** Bytes that files of these sizes take on a disk in memory. */
const inPages = (sizes: readonly number[]): number =>
  sizes.reduce((sum, bytes) => sum + Math.ceil(bytes / PAGE) * PAGE, 0);

/** Bytes on disk of all files below a folder. */
async function taken(folder: string): Promise<number> {
  const sizes = (await listTree(folder)).map((name) => statSync(path.join(folder, name)));
  return sizes.reduce((sum, file) => sum + (file.isFile() ? file.blocks * 512 : 0), 0);
}

test('too little room is known before anything is written', async ({ skip }) => {
  skip(cannotMount !== null, cannotMount ?? '');
  const { home, vault, postOffice } = await makePlaces();
  await makePostOffice(postOffice, { messages: MEDIUM });
  mountMemory(vault, 8 * MB);
  const { code, lines } = await postbagJson(['backup', postOffice, '--to', vault], { home });
  expect(code).toBe(1);
  const { params, what, next } = told(lines, 'not-enough-space');
  expect(Number(params['needed'])).toBeGreaterThan(Number(params['free']));
  expect(what).toMatch(/8 MB free; 2\d(\.\d)? MB are needed/);
  expect(next).toContain('Make room');
  expect(await readdir(vault)).toEqual([]);
  expect(await readdir(home)).not.toContain('runs');
});

describe('a vault that runs full in the middle', () => {
  test.for([
    {
      when: 'while files are copied',
      stage: 'copy',
      leave: () => 0,
    },
    {
      when: 'when all files are copied and the bag’s own files are written',
      stage: 'verify',
      leave: async ({ sizes, partial }: { sizes: number[]; partial: string }) =>
        inPages(sizes) - (await taken(path.join(partial, 'data'))),
    },
  ])('$when', async ({ stage, leave }, { skip }) => {
    skip(cannotMount !== null, cannotMount ?? '');
    const { home, vault, postOffice } = await makePlaces();
    await makePostOffice(postOffice, { messages: MEDIUM });
    const before = await treeHash(postOffice);
    const sizes = (await readdir(postOffice)).map((name) => statSync(path.join(postOffice, name)).size);
    mountMemory(vault, 40 * MB);
    const filler = path.join(vault, 'holiday photos');

    const next = new NextRun(home);
    const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
    await next.disturb(backup, stepEnded('open-bag'), async () => {
      const partial = (await bagsIn(vault)).unfinished[0] ?? '';
      expect(existsSync(partial)).toBe(true);
      takeUp(filler, freeBytes(vault) - (await leave({ sizes, partial })));
    });

    const { code, lines } = withLines(await backup.ended);
    expect(code).toBe(1);
    const full = told(lines, 'no-space');
    expect(full).toMatchObject({ stage, severity: 'error', params: { reason: 'ENOSPC' } });
    expect(full.next).toContain('The unfinished bag was removed');
    expect(codesOf(lines)).not.toContain('undo-failed');
    expect(lineOf(lines, 'result').record).toMatchObject({ verdict: 'failed', bag: null, pendingUndos: [] });
    expect(await readdir(vault), 'the unfinished bag is still there').toEqual(['holiday photos']);
    expect(await treeHash(postOffice)).toBe(before);

    // With room again, a backup works at once.
    rmSync(filler);
    expect((await postbagJson(['backup', postOffice, '--to', vault], { home })).code).toBe(0);
    expect(await treeHash(path.join(await onlyBag(vault), 'data'))).toBe(before);
  });
});
