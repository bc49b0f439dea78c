import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adoptPartialBag } from '../../../electron/vault/adopt';
import { partialBagName } from '../../../electron/vault/naming';
import {
  makePartialBag,
  readRunIds,
  removePartialBag,
  type PartialBag,
} from '../../../electron/vault/partial-bag';
import { listTree } from '../../support/tree';

const OLDER = '20260102T030405Z-0000abcd';
const NEWER = '20260103T030405Z-0000abcd';

let base: string;
let vault: string;

beforeEach(() => {
  base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-adopt-')));
  vault = path.join(base, 'vault');
  fs.mkdirSync(vault);
});
afterEach(() => fs.rmSync(base, { recursive: true, force: true }));

function bagOf(name: string, postOffice = 'Leeds'): PartialBag {
  const folder = path.join(vault, postOffice, partialBagName(name));
  return { folder, data: path.join(folder, 'data'), final: path.join(vault, postOffice, name) };
}

/** What a run left that was cut short in the middle of copying. */
async function leftBy(runId = OLDER): Promise<PartialBag> {
  const bag = bagOf('older');
  await makePartialBag(bag, runId);
  fs.mkdirSync(path.join(bag.data, 'a'));
  for (const file of [
    'data/WHOLE',
    'data/a/WHOLE',
    'data/UNKNOWN',
    'data/.HALF.partial',
    'bagit.txt',
    'postbag/ledger.jsonl',
  ]) {
    fs.writeFileSync(path.join(bag.folder, file), file);
  }
  return bag;
}

const whole = new Set(['WHOLE', 'a/WHOLE', 'GONE']);
const adopt = async (folder: string, madeBy = OLDER): Promise<void> =>
  await adoptPartialBag(bagOf('newer'), { folder, madeBy, whole, bytes: 0 }, NEWER);
const undo = async (bag: PartialBag, runId: string): Promise<boolean> =>
  await removePartialBag({ folder: bag.folder, vault }, runId);

describe('taking over an unfinished bag', () => {
  it('keeps whole files and nothing else, under the new name', async () => {
    const older = await leftBy();
    await adopt(older.folder);
    expect(fs.existsSync(older.folder)).toBe(false);
    expect((await listTree(bagOf('newer').folder)).filter((name) => !name.endsWith('/'))).toEqual([
      'data/WHOLE',
      'data/a/WHOLE',
      'postbag/run-id.txt',
    ]);
  });

  it('makes it the bag of both runs: whichever is taken back removes it, and the other has nothing to do', async () => {
    await adopt((await leftBy()).folder);
    expect(await readRunIds(bagOf('newer').folder)).toEqual([OLDER, NEWER]);
    expect(await undo(bagOf('older'), OLDER)).toBe(false);
    expect(fs.existsSync(bagOf('newer').folder), 'the older run removed what the newer goes on with').toBe(
      true,
    );
    expect(await undo(bagOf('newer'), NEWER)).toBe(true);
    expect(fs.readdirSync(vault)).toEqual([]);
  });

  it('can be taken over again and again', async () => {
    await adopt((await leftBy()).folder);
    const third = bagOf('third');
    const from = { folder: bagOf('newer').folder, madeBy: NEWER, whole: new Set(['WHOLE']), bytes: 0 };
    await adoptPartialBag(third, from, '20260104T030405Z-0000abcd');
    expect((await readRunIds(third.folder))?.[0]).toBe(OLDER);
    expect(fs.readdirSync(third.data)).toEqual(['WHOLE', 'a']);
  });

  it('of a link leaves what it points to alone', async () => {
    const older = await leftBy();
    const precious = path.join(base, 'precious');
    fs.mkdirSync(precious);
    fs.writeFileSync(path.join(precious, 'x'), '');
    fs.symlinkSync(precious, path.join(older.data, 'link'));
    await adopt(older.folder);
    expect(fs.readdirSync(precious)).toEqual(['x']);
    expect(fs.readdirSync(bagOf('newer').data)).not.toContain('link');
  });
});

describe('what is not that run’s unfinished bag is not touched, whatever a journal says', () => {
  it('a bag of another run', async () => {
    const older = await leftBy('20260101T000000Z-ffffffff');
    const before = await listTree(older.folder);
    await expect(adopt(older.folder)).rejects.toThrow('was not made by run');
    expect(await listTree(older.folder)).toEqual(before);
  });

  it('a bag that does not say whose it is', async () => {
    const older = await leftBy();
    fs.rmSync(path.join(older.folder, 'postbag/run-id.txt'));
    await expect(adopt(older.folder)).rejects.toThrow('was not made by run');
    expect(fs.existsSync(path.join(older.data, 'UNKNOWN'))).toBe(true);
  });

  it.each<[string, () => string]>([
    ['a sealed bag', () => bagOf('older').final],
    ['a bag of another post office', () => bagOf('older', 'York').folder],
    ['a folder somewhere else', () => path.join(base, '.x.partial')],
    ['the vault', () => vault],
  ])('%s', async (_, place) => {
    const folder = place();
    fs.mkdirSync(path.join(folder, 'postbag'), { recursive: true });
    fs.mkdirSync(path.join(folder, 'data'));
    fs.writeFileSync(path.join(folder, 'data', 'precious'), 'x');
    fs.writeFileSync(path.join(folder, 'postbag/run-id.txt'), `${OLDER}\n`);
    await expect(adopt(folder)).rejects.toThrow('is not an unfinished bag of this post office');
    expect(fs.readFileSync(path.join(folder, 'data', 'precious'), 'utf8')).toBe('x');
  });

  it('a link to such a bag', async () => {
    const older = await leftBy();
    const away = path.join(base, 'away');
    fs.renameSync(older.folder, away);
    fs.symlinkSync(away, older.folder);
    await expect(adopt(older.folder)).rejects.toThrow('was not made by run');
    expect(fs.existsSync(path.join(away, 'data', 'UNKNOWN'))).toBe(true);
  });

  it('and nothing is written over what has the new name already', async () => {
    const older = await leftBy();
    const newer = bagOf('newer');
    fs.mkdirSync(newer.data, { recursive: true });
    fs.writeFileSync(path.join(newer.data, 'precious'), 'x');
    await expect(adopt(older.folder)).rejects.toMatchObject({ code: 'ENOTEMPTY' });
    expect(fs.readFileSync(path.join(newer.data, 'precious'), 'utf8')).toBe('x');
    expect(fs.existsSync(path.join(older.data, 'WHOLE'))).toBe(true);
  });
});
