/**
 * Motivation: drives are pulled, shares drop, and people delete and rename while a backup runs.
 * Description: the backup is stopped at a moment that its journal tells, something goes away behind its back, and it
 * goes on.
 * Pass criteria: what went away is named for what it is; nothing is written in another place instead; what was copied is
 * kept, and the next backup goes on from it; what is still to be undone stays known until it is done.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { postbagJson, type EndedJson } from '../support/cli';
import { cannotMount, mountMemory, plugIn, pullOut } from '../support/disks';
import { askEngine } from '../support/engine';
import { groupCopied, stepEnded, type Ready } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { treeHash } from '../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';
import { disturbed, faultsIn, nextRunIsClean } from './aftermath';

async function places(): Promise<Places> {
  const made = await makePlaces();
  await makePostOffice(made.postOffice, { messages: MEDIUM });
  return made;
}

const inventoryTaken = stepEnded('check-post-office');

describe('files', () => {
  test('a user file that vanishes before it is copied is named; everything else is in a whole bag', async () => {
    const made = await places();
    const { code, lines } = await disturbed(made, inventoryTaken, () =>
      rmSync(path.join(made.postOffice, 'USR00004')),
    );
    expect(code).toBe(3);
    expect(told(lines, 'file-vanished')).toMatchObject({
      severity: 'warning',
      params: { count: 1, names: 'USR00004' },
    });
    const bag = await onlyBag(made.vault);
    expect(await readdir(path.join(bag, 'data'))).not.toContain('USR00004');
    await checkWithCoreutils(bag);
  });

  test('a file without which there is no backup vanishes: the run fails', async () => {
    const made = await places();
    const { code, lines } = await disturbed(made, inventoryTaken, () =>
      rmSync(path.join(made.postOffice, 'CLANDATA')),
    );
    expect(code).toBe(1);
    expect(told(lines, 'required-file-missing').params).toMatchObject({ path: 'CLANDATA', reason: 'ENOENT' });
    expect(await bagsIn(made.vault)).toEqual({ finished: [], unfinished: [] });
  });

  test('files that appear, and files that take another’s place: the copy follows, and says which', async () => {
    const made = await places();
    const file = (name: string): string => path.join(made.postOffice, name);
    const { code, lines } = await disturbed(made, groupCopied('users'), () => {
      writeFileSync(file('USR00077'), 'new');
      renameSync(file('USR00002'), file('USR00078'));
      renameSync(file('USR00001'), file('USR00002'));
    });
    expect(code).toBe(3);
    expect(told(lines, 'file-vanished').params).toEqual({ count: 1, names: 'USR00001' });
    const moved = { count: 4, names: 'USR00001, USR00002, USR00077, USR00078' };
    expect(told(lines, 'moved-and-settled').params).toMatchObject(moved);
    const bag = await onlyBag(made.vault);
    expect(await treeHash(path.join(bag, 'data'))).toBe(await treeHash(made.postOffice));
    await checkWithCoreutils(bag);
  });
});

describe('the post office goes away: the run fails and says so, and nothing of it is lost', () => {
  async function isLost(made: Places, away: () => void): Promise<void> {
    const { code, lines } = await disturbed(made, groupCopied('users'), away);
    expect(code).toBe(1);
    expect(faultsIn(lines)).toEqual(['post-office-lost']);
    const lost = told(lines, 'post-office-lost');
    expect(lost).toMatchObject({ stage: 'copy', params: { path: made.postOffice } });
    expect(lost.next).toContain('it goes on from what was copied');
    const { finished, unfinished } = await bagsIn(made.vault);
    expect({ finished, unfinished: unfinished.length }).toEqual({ finished: [], unfinished: 1 });
  }

  test('a folder that is renamed', async () => {
    const made = await places();
    const before = await treeHash(made.postOffice);
    const away = `${made.postOffice} away`;
    await isLost(made, () => renameSync(made.postOffice, away));
    expect(existsSync(made.postOffice)).toBe(false);
    expect(await treeHash(away)).toBe(before);
    renameSync(away, made.postOffice);
    await nextRunIsClean(made);
  });

  test('a drive that is pulled out, whose empty mount point stays', async ({ skip }) => {
    skip(cannotMount !== null, cannotMount ?? '');
    const { postOffice: drive, ...rest } = await places();
    const made = { ...rest, postOffice: `${drive} mounted` };
    const before = await treeHash(drive);
    plugIn(drive, made.postOffice);
    await isLost(made, () => pullOut(made.postOffice));
    expect(await readdir(made.postOffice)).toEqual([]);
    expect(await treeHash(drive)).toBe(before);
    plugIn(drive, made.postOffice);
    await nextRunIsClean(made);
  });
});

describe('the vault goes away', () => {
  interface Way {
    way: string;
    prepare: (made: Places) => void;
    away: (made: Places) => void;
    back: (made: Places) => void;
    /** What a look at the vault's place finds while it is away. */
    left: string[] | null;
  }
  const renamed: Way = {
    way: 'a folder that is renamed',
    prepare: () => undefined,
    away: ({ vault }) => renameSync(vault, `${vault} away`),
    back: ({ vault }) => renameSync(`${vault} away`, vault),
    left: null,
  };
  const pulled: Way = {
    way: 'a drive that is pulled out, whose empty mount point stays',
    prepare: ({ base, vault }) => {
      mountMemory(path.join(base, 'drive'), 40_000_000);
      plugIn(path.join(base, 'drive'), vault);
    },
    away: ({ vault }) => pullOut(vault),
    back: ({ base, vault }) => plugIn(path.join(base, 'drive'), vault),
    left: [],
  };
  const between = { when: 'between two file groups', ready: groupCopied('users') };
  const copied = { when: 'when everything was copied', ready: groupCopied('store') };

  /** Something is lost, and nothing is written where it was. */
  async function isLost({ away, left, way }: Way, made: Places, ready: Ready): Promise<EndedJson> {
    const ended = await disturbed(made, ready, () => away(made));
    expect(ended.code).toBe(1);
    expect(faultsIn(ended.lines)).toEqual(['vault-lost']);
    expect(told(ended.lines, 'vault-lost').params).toEqual({ path: made.vault });
    const found = existsSync(made.vault) ? await readdir(made.vault) : null;
    expect(found, `something was written elsewhere: ${way}`).toEqual(left);
    return ended;
  }

  test.for([
    { ...renamed, ...between },
    { ...pulled, ...between },
    { ...pulled, ...copied },
  ])('$way, $when: it is said, and gone on with when it is back', async ({ ready, ...way }, { skip }) => {
    skip(way.way === pulled.way && cannotMount !== null, cannotMount ?? '');
    const made = await places();
    way.prepare(made);
    const { lines } = await isLost(way, made, ready);
    expect(told(lines, 'vault-lost').next).toContain('it goes on from what was copied');
    // While it is away nothing is to be undone: what was copied is kept on purpose.
    const meanwhile = await postbagJson(['inventory'], made);
    expect(codesOf(meanwhile.lines)).toEqual([]);
    const { history, pendingUndos } = await askEngine(made.home);
    expect(pendingUndos).toEqual([]);
    expect(history).toMatchObject([
      { verdict: 'failed', bag: null, resumable: { files: expect.any(Number) as number } },
    ]);

    way.back(made);
    expect((await bagsIn(made.vault)).unfinished).toHaveLength(1);
    const again = await postbagJson(['backup', made.postOffice, '--to', made.vault], made);
    expect(codesOf(again.lines)).toContain('resumed');
    expect(lineOf(again.lines, 'result').record.bag).toBe(await onlyBag(made.vault));
    await checkWithCoreutils(await onlyBag(made.vault));
    expect((await bagsIn(made.vault)).unfinished).toEqual([]);
  });

  test('a drive that is pulled out when nothing was copied: it is undone when it is back', async ({
    skip,
  }) => {
    skip(cannotMount !== null, cannotMount ?? '');
    const made = await places();
    const { home, vault } = made;
    pulled.prepare(made);
    const { lines } = await isLost(pulled, made, stepEnded('open-bag'));
    expect(told(lines, 'undo-failed').params).toMatchObject({ action: 'remove-partial-bag', vault });

    // While it is away, every start says that something is still to be undone.
    const meanwhile = await postbagJson(['inventory'], { home });
    expect(codesOf(meanwhile.lines)).toEqual(['undo-failed']);
    const { pendingUndos } = await askEngine(home);
    expect(pendingUndos).toMatchObject([{ action: 'remove-partial-bag', postOffice: 'Harbour office' }]);

    pulled.back(made);
    const after = await postbagJson(['inventory'], { home });
    expect(codesOf(after.lines)).toEqual(['undo-done']);
    expect(await readdir(vault)).toEqual([]);
    expect((await askEngine(home)).pendingUndos).toEqual([]);
    expect(codesOf((await postbagJson(['inventory'], { home })).lines)).toEqual([]);
    await nextRunIsClean(made);
  });
});
