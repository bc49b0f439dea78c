import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { FolderWatch } from '../../../electron/copy/settling/folder-watch';
import { tempFolder } from './fixtures';

/** Long enough that a change before it cannot have the same time as one behind it. */
const WELL_APART = 80;

let folder: string;
let inner: string;

beforeEach(() => {
  folder = tempFolder();
  inner = path.join(folder, 'inner');
  fs.mkdirSync(inner);
});

/** Watches over two passes, between which something happens. */
async function steadyWhile(act: () => void, now = [folder, inner]): Promise<boolean> {
  await passes(WELL_APART);
  const watch = new FolderWatch();
  await watch.look([folder, inner], 1);
  act();
  await watch.look(now, 2);
  return watch.steady;
}

describe('watching folders', () => {
  it('says that no name came or went', async () => {
    expect(await steadyWhile(() => undefined)).toBe(true);
  });

  it.each<[string, () => void]>([
    [
      'came and went',
      () => {
        fs.writeFileSync(path.join(inner, 'X'), '');
        fs.rmSync(path.join(inner, 'X'));
      },
    ],
    ['came', () => fs.mkdirSync(path.join(folder, 'new'))],
    ['went with its folder', () => fs.rmdirSync(inner)],
  ])('notices a name that %s', async (_, act) => {
    expect(await steadyWhile(act)).toBe(false);
  });

  it('says nothing of a folder that it has seen once', async () => {
    const other = tempFolder();
    expect(await steadyWhile(() => undefined, [folder, inner, other])).toBe(false);
  });
});
