/**
 * Motivation: drives are pulled, shares drop, and people delete and rename while a backup runs.
 * Description: the backup is stopped at a moment that its journal tells, something goes away behind its back, and it
 * goes on.
 * Pass criteria: what went away is named for what it is; nothing is written in another place instead; what is still to
 * be undone stays known until it is done.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { postbagJson, start, withLines, type EndedJson } from '../support/cli';
import { cannotMount, mountMemory, plugIn, pullOut } from '../support/disks';
import { askEngine } from '../support/engine';
import { groupCopied, NextRun, stepEnded, type Ready } from '../support/journal';
import { codesOf, lineOf, told } from '../support/lines';
import { makePlaces, type Places } from '../support/places';
import { makePostOffice, MEDIUM } from '../support/post-office';
import { treeHash } from '../support/tree';
import { bagsIn, checkWithCoreutils, onlyBag } from '../support/vault';

async function places(): Promise<Places> {
  const made = await makePlaces();
  await makePostOffice(made.postOffice, { messages: MEDIUM });
  return made;
}

/** Backs up, and lets something happen when the journal is that far. */
async function disturbed(
  { home, vault, postOffice }: Places,
  when: Ready,
  act: () => unknown,
): Promise<EndedJson> {
  const next = new NextRun(home);
  const backup = start(['backup', postOffice, '--to', vault, '--json'], { home });
  await next.disturb(backup, when, act);
  return withLines(await backup.ended);
}

const inventoryTaken = stepEnded('check-post-office');

describe('files', () => {
  test('a user file that vanishes before it is copied is named; everything else is in a whole bag', async () => {
    const made = await places();
    const { code, lines } = await disturbed(made, inventoryTaken, () =>
      rmSync(path.join(made.postOffice, 'USR00004')),
    );
    expect(code).toBe(3);
    expect(told(lines, 'file-vanished')).toMatchObject({ severity: 'warning', params: { path: 'USR00004' } });
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

  test('files that appear, and files that take another’s place, are named', async () => {
    const made = await places();
    const file = (name: string): string => path.join(made.postOffice, name);
    const { code, lines } = await disturbed(made, groupCopied('users'), () => {
      writeFileSync(file('USR00077'), 'new');
      renameSync(file('USR00002'), file('USR00078'));
      renameSync(file('USR00001'), file('USR00002'));
    });
    expect(code).toBe(3);
    expect(told(lines, 'file-appeared').params).toEqual({ count: 2, names: 'USR00077, USR00078' });
    expect(told(lines, 'file-replaced').params).toEqual({ count: 2, names: 'USR00001, USR00002' });
    await checkWithCoreutils(await onlyBag(made.vault));
  });
});

describe('the post office goes away: the run fails and says so, and nothing of it is lost', () => {
  async function isLost(made: Places, away: () => void): Promise<void> {
    const { code, lines } = await disturbed(made, groupCopied('users'), away);
    expect(code).toBe(1);
    const lost = told(lines, 'post-office-lost');
    expect(lost).toMatchObject({ stage: 'copy', params: { path: made.postOffice } });
    expect(lost.next).toContain('The unfinished bag was removed');
    expect(await bagsIn(made.vault)).toEqual({ finished: [], unfinished: [] });
  }

  test('a folder that is renamed', async () => {
    const made = await places();
    const before = await treeHash(made.postOffice);
    const away = `${made.postOffice} away`;
    await isLost(made, () => renameSync(made.postOffice, away));
    expect(existsSync(made.postOffice)).toBe(false);
    expect(await treeHash(away)).toBe(before);
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
  const begun = { when: 'when the bag was begun', ready: stepEnded('open-bag') };
  const between = { when: 'between two file groups', ready: groupCopied('users') };
  const copied = { when: 'when everything was copied', ready: groupCopied('store') };

  test.for([
    { ...renamed, ...between },
    ...[begun, between, copied].map((moment) => ({ ...pulled, ...moment })),
  ])(
    '$way, $when: it is said, and undone when it is back',
    async ({ prepare, away, back, left, ready, way }, { skip }) => {
      skip(way === pulled.way && cannotMount !== null, cannotMount ?? '');
      const made = await places();
      const { home, vault, postOffice } = made;
      prepare(made);
      const { code, lines } = await disturbed(made, ready, () => away(made));
      expect(code).toBe(1);
      const lost = told(lines, 'vault-lost');
      expect(lost.params).toEqual({ path: vault });
      expect(lost.next).toContain('Postbag removes the unfinished bag as soon as it can');
      expect(told(lines, 'undo-failed').params).toMatchObject({ action: 'remove-partial-bag', vault });
      expect(existsSync(vault) ? await readdir(vault) : null, 'something was written elsewhere').toEqual(
        left,
      );

      // While it is away, every start says that something is still to be undone.
      const meanwhile = await postbagJson(['inventory'], { home });
      expect(codesOf(meanwhile.lines)).toEqual(['undo-failed']);
      const { history, pendingUndos } = await askEngine(home);
      expect(pendingUndos).toMatchObject([{ action: 'remove-partial-bag', postOffice: 'Harbour office' }]);
      expect(history).toMatchObject([{ verdict: 'failed', bag: null }]);

      back(made);
      expect((await bagsIn(vault)).unfinished).toHaveLength(1);
      const after = await postbagJson(['inventory'], { home });
      expect(codesOf(after.lines)).toEqual(['undo-done']);
      expect(await readdir(vault)).toEqual([]);
      expect((await askEngine(home)).pendingUndos).toEqual([]);
      expect(codesOf((await postbagJson(['inventory'], { home })).lines)).toEqual([]);

      const again = await postbagJson(['backup', postOffice, '--to', vault], { home });
      expect(lineOf(again.lines, 'result').record.bag).toBe(await onlyBag(vault));
    },
  );
});
