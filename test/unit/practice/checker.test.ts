import fc from 'fast-check';
import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { centralFiles, userFile } from '../../../electron/practice/files';
import { AT, PAGE_BYTES } from '../../../electron/practice/layout';
import { sealPage } from '../../../electron/practice/page';
import { readPart } from '../../../electron/practice/records';
import { damage, emptyTables, practice, SHAPES, temporaryFolder, treeHash } from './set';

const flip =
  (at: number) =>
  (bytes: Buffer): Buffer => {
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    return bytes;
  };

describe.each(SHAPES)('the checker, shape %s', (shape) => {
  const { index, directory, store } = centralFiles(shape);

  test('changes nothing', async () => {
    const folder = await practice(shape);
    const before = await treeHash(folder);
    await checkPractice(folder);
    expect(await treeHash(folder)).toBe(before);
  });

  test.each([...new Set([index, directory, store, userFile(shape, 1)])])(
    'counts a byte that was flipped in %s as a torn page',
    async (name) => {
      const folder = await practice(shape);
      await damage(folder, name, flip(PAGE_BYTES + 100));
      expect((await checkPractice(folder)).torn).toBe(1);
    },
  );

  test('counts those who point to a message with a torn page as dangling', async () => {
    const folder = await practice(shape, { users: 1 });
    await damage(folder, store, flip(PAGE_BYTES * 40 + 200));
    expect(await checkPractice(folder)).toMatchObject({ messages: 79, dangling: 1, torn: 1, orphans: 0 });
  });

  test('counts every pointer as dangling when the index has no entries', async () => {
    const folder = await practice(shape);
    const { pointers } = await checkPractice(folder);
    await damage(folder, index, emptyTables('I'));
    expect(await checkPractice(folder)).toMatchObject({ messages: 0, pointers, dangling: pointers, torn: 0 });
  });

  test('counts a message without an index entry as dangling, once for each who points to it', async () => {
    const folder = await practice(shape);
    const before = await checkPractice(folder);
    let messages = 0;
    await damage(folder, index, (bytes) => {
      const page = bytes.subarray(-PAGE_BYTES);
      for (let at = AT.payload; page.readUInt32LE(at) !== 0; at += 16) messages++;
      page.fill(0, AT.payload, AT.checksum);
      sealPage(page, { type: 'I', page: bytes.length / PAGE_BYTES - 1, write: 1 });
      return bytes;
    });
    const after = await checkPractice(folder);
    expect(messages).toBeGreaterThan(0);
    expect(after).toMatchObject({ messages: 80 - messages, pointers: before.pointers, orphans: 0, torn: 0 });
    expect(after.dangling).toBeGreaterThanOrEqual(messages);
    expect(after.dangling).toBeLessThan(before.pointers);
  });

  test('counts messages that nobody points to as orphans', async () => {
    const folder = await practice(shape);
    for (let user = 1; user <= 5; user++) await damage(folder, userFile(shape, user), emptyTables('P'));
    expect(await checkPractice(folder)).toMatchObject({ pointers: 0, orphans: 80, dangling: 0, torn: 0 });
    // Each is one orphan, in the store or in the index or in both.
    await rm(path.join(folder, store));
    expect(await checkPractice(folder)).toMatchObject({ messages: 0, orphans: 80, missing: 1 });
  });

  test('notices a page that was used again for another message', async () => {
    const folder = await practice(shape, { users: 1 });
    await damage(folder, store, (bytes) => {
      const page = bytes.subarray(PAGE_BYTES * 40, PAGE_BYTES * 41);
      page.writeUInt32LE(readPart(page).id + 1000, AT.payload);
      sealPage(page, { type: 'M', page: 40, write: 1 });
      return bytes;
    });
    expect(await checkPractice(folder)).toMatchObject({ messages: 79, dangling: 1, orphans: 1, torn: 0 });
  });

  test('counts the pages of a file that was cut short, also between two pages', async () => {
    const folder = await practice(shape);
    const file = path.join(folder, store);
    const { length } = await readFile(file);
    await truncate(file, length - 10 * PAGE_BYTES);
    const between = await checkPractice(folder);
    expect(between.torn).toBe(10);
    expect(between.dangling).toBeGreaterThan(0);
    await truncate(file, length - 10 * PAGE_BYTES - 1);
    expect((await checkPractice(folder)).torn).toBe(11);
    await truncate(file, 0);
    const { pointers, ...empty } = await checkPractice(folder);
    expect(empty).toMatchObject({ messages: 0, dangling: pointers, torn: 1 });
  });

  test('counts each file that is missing', async () => {
    const folder = await practice(shape);
    const { pointers } = await checkPractice(folder);
    await rm(path.join(folder, userFile(shape, 5)));
    const less = await checkPractice(folder);
    expect(less).toMatchObject({ users: 4, messages: 80, dangling: 0, torn: 0, missing: 1 });
    expect(less.pointers).toBeLessThan(pointers);
    await rm(path.join(folder, store));
    expect(await checkPractice(folder)).toMatchObject({ messages: 0, dangling: less.pointers, missing: 2 });
  });

  test('finds the files whatever the case of their names', async () => {
    const folder = await practice(shape);
    const before = await checkPractice(folder);
    for (const name of await readdir(folder)) {
      await rename(path.join(folder, name), path.join(folder, name.toLowerCase()));
    }
    expect(await checkPractice(folder)).toEqual(before);
  });

  test('never throws, whatever the damage, and always sees it', async () => {
    const folder = await practice(shape, { messages: 30 });
    const good = await checkPractice(folder);
    const names = (await readdir(folder)).filter((name) => name !== 'PRACTICE.TXT');
    const kept = new Map<string, Buffer>();
    for (const name of names) kept.set(name, await readFile(path.join(folder, name)));
    const harm = fc.record({
      name: fc.constantFrom(...names),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 2000 }),
      cut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(harm, { minLength: 1, maxLength: 4 }), async (harms) => {
        const harmed = new Map([...kept].map(([name, bytes]) => [name, Buffer.from(bytes)]));
        for (const { name, at, bytes, cut } of harms) {
          const file = harmed.get(name) ?? Buffer.alloc(0);
          const start = Math.floor(at * file.length);
          if (cut) harmed.set(name, file.subarray(0, start));
          else file.set(bytes.subarray(0, file.length - start), start);
        }
        const changed = names.some((name) => !harmed.get(name)?.equals(kept.get(name) ?? Buffer.alloc(0)));
        for (const [name, bytes] of harmed) await writeFile(path.join(folder, name), bytes);
        const check = await checkPractice(folder);
        if (changed) expect(check.torn).toBeGreaterThan(0);
        else expect(check).toEqual(good);
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is no practice post office', () => {
  const refusal = { stage: 'practice', code: 'not-a-practice-post-office' };

  test('is refused: no marker, a marker of another layout, a marker that says nothing, no folder', async () => {
    const folder = await practice('db6');
    const marker = path.join(folder, 'PRACTICE.TXT');
    const text = await readFile(marker, 'latin1');
    await writeFile(marker, text.replace('layout: 1', 'layout: 2'));
    await expect(checkPractice(folder)).rejects.toMatchObject(refusal);
    await writeFile(marker, 'notes on my practice');
    await expect(checkPractice(folder)).rejects.toMatchObject(refusal);
    await rm(marker);
    await expect(checkPractice(folder)).rejects.toMatchObject(refusal);
    await expect(checkPractice(path.join(await temporaryFolder(), 'none'))).rejects.toMatchObject(refusal);
  });
});
