import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { BLOCK, SEGMENT } from '../../../electron/copy/blocks';
import { rehashFile } from '../../../electron/copy/thread/rehash-file';
import { makeThread, sha256, tableOf, tempFolder, troubleOf, writeAt } from './fixtures';

let file: string;
beforeEach(() => (file = path.join(tempFolder(), 'MLANDATA')));

/** Writes random bytes; what is given back reads them again. */
async function written(size: number) {
  const data = randomBytes(size);
  fs.writeFileSync(file, data);
  const thread = await makeThread();
  const table = await tableOf(data);
  const again = async (known: BigUint64Array | null = table): Promise<string> =>
    (await rehashFile({ kind: 'rehash', file, bytes: size, table: known }, thread)).sha256;
  return { data, again };
}

describe('reading a patched copy again', () => {
  it.each([0, 1, BLOCK, SEGMENT, SEGMENT + 1, 3 * SEGMENT - 1])(
    'gives its checksum (%d bytes)',
    async (size) => {
      const { data, again } = await written(size);
      expect(await again()).toBe(sha256(data));
      expect(await again(null)).toBe(sha256(data));
    },
  );

  it.each([
    ['the first byte', 0],
    ['a byte at a border', SEGMENT],
    ['the last byte', 2 * SEGMENT + 9],
  ])('finds that %s is not what was read from the source', async (_, position) => {
    const { data, again } = await written(2 * SEGMENT + 10);
    const flipped = Buffer.from([(data[position] ?? 0) ^ 0x10]);
    writeAt(file, position, flipped);
    expect((await troubleOf(again())).side).toBe('differs');
    writeAt(file, position, data.subarray(position, position + 1));
    expect(await again(), 'the next checksum does not begin anew').toBe(sha256(data));
  });

  it.each<[string, () => void]>([
    ['longer', () => fs.appendFileSync(file, 'x')],
    ['shorter', () => fs.truncateSync(file, 5)],
  ])('finds that it is %s than what was read', async (_, act) => {
    const { again } = await written(100_000);
    act();
    expect((await troubleOf(again())).side).toBe('differs');
    expect((await troubleOf(again(null))).side).toBe('differs');
  });

  it('is trouble with the vault when it is gone', async () => {
    const { again } = await written(10);
    fs.rmSync(file);
    expect(await troubleOf(again())).toMatchObject({ side: 'target', code: 'ENOENT' });
  });
});
