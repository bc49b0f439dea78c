import { cp, rm, stat, truncate } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { centralFiles, userFile } from '../../../electron/practice/files';
import { Handles } from '../../../electron/practice/handles';
import { PAGE_BYTES } from '../../../electron/practice/layout';
import { Mailer } from '../../../electron/practice/mailer';
import { Traffic } from '../../../electron/practice/traffic';
import { practice, SHAPES, temporaryFolder, treeHash } from './set';

const whole = { dangling: 0, orphans: 0, torn: 0, missing: 0 };

async function work(folder: string, seed: number, ops: number): Promise<void> {
  const mailer = await Mailer.open(folder);
  const traffic = new Traffic(mailer, seed);
  for (let op = 0; op < ops; op++) await traffic.step();
  await mailer.close();
}

/** Notes which files are written, one behind the other. */
class Noting extends Handles {
  readonly files: string[] = [];

  override async write(file: string, firstPage: number, pages: Buffer): Promise<void> {
    const name = path.basename(file);
    if (this.files.at(-1) !== name) this.files.push(name);
    await super.write(file, firstPage, pages);
  }
}

/** Writes so many pages, one at a time, and then no more: a process that was killed. */
class CutOff extends Handles {
  cut = false;
  #left: number;

  constructor(pages: number) {
    super();
    this.#left = pages;
  }

  override async write(file: string, firstPage: number, pages: Buffer): Promise<void> {
    for (let at = 0; at < pages.length; at += PAGE_BYTES) {
      if (this.#left-- <= 0) {
        this.cut = true;
        throw new Error('cut off');
      }
      await super.write(file, firstPage + at / PAGE_BYTES, pages.subarray(at, at + PAGE_BYTES));
    }
  }
}

describe.each(SHAPES)('simulated users, shape %s', (shape) => {
  test('leave a whole post office, also between two operations and after they come back', async () => {
    const folder = await practice(shape);
    const mailer = await Mailer.open(folder);
    const traffic = new Traffic(mailer, 7);
    const done = { sent: 0, read: 0, deleted: 0 };
    for (let op = 1; op <= 1200; op++) {
      done[await traffic.step()]++;
      if (op % 100 === 0) expect(await checkPractice(folder)).toMatchObject(whole);
    }
    await mailer.close();
    expect(Math.min(done.sent, done.read, done.deleted)).toBeGreaterThan(100);

    await work(folder, 8, 800);
    const check = await checkPractice(folder);
    expect(check).toMatchObject(whole);
    expect(check.messages).toBeGreaterThan(80);
  });

  test('do the same with the same seed', async () => {
    const folder = await practice(shape);
    const copy = await temporaryFolder();
    await cp(folder, copy, { recursive: true });
    await work(folder, 3, 300);
    await work(copy, 3, 300);
    expect(await treeHash(copy)).toBe(await treeHash(folder));
  });

  test('write in the order a mail client does', async () => {
    const folder = await practice(shape, { users: 2, messages: 0 });
    const { index, store } = centralFiles(shape);
    const [one, two] = [userFile(shape, 1), userFile(shape, 2)];
    const noting = new Noting();
    const mailer = await Mailer.open(folder, noting);
    await mailer.send(Buffer.alloc(9000, 'x'), [2, 1]);
    expect(noting.files.splice(0)).toEqual([store, index, two, one]);
    await mailer.read(1, 0);
    expect(noting.files.splice(0)).toEqual([one]);
    await mailer.delete(1, 0);
    expect(noting.files.splice(0)).toEqual([one]);
    await mailer.delete(2, 0);
    expect(noting.files.splice(0)).toEqual([two, index, store]);
    await mailer.close();
  });

  test('use the pages of deleted messages again', async () => {
    const folder = await practice(shape, { users: 2, messages: 0 });
    const store = path.join(folder, centralFiles(shape).store);
    const mailer = await Mailer.open(folder);
    const text = Buffer.alloc(5000, 'x');
    await mailer.send(text, [1, 2]);
    const { size } = await stat(store);
    for (let round = 0; round < 20; round++) {
      await mailer.delete(1, 0);
      await mailer.delete(2, 0);
      await mailer.send(text, [1, 2]);
    }
    await mailer.close();
    expect((await stat(store)).size).toBeLessThan(3 * size);
    expect(await checkPractice(folder)).toMatchObject({ messages: 1, pointers: 2, ...whole });
  });

  test('delete more than they send once mailboxes are full, so that no disk is filled', async () => {
    const folder = await practice(shape, { users: 2, messages: 0 });
    await work(folder, 1, 1500);
    const { pointers } = await checkPractice(folder);
    expect(pointers).toBeGreaterThan(20);
    expect(pointers).toBeLessThan(60);
  });

  test('keep a message until the last one who has it deletes it', async () => {
    const folder = await practice(shape, { users: 3, messages: 0 });
    const mailer = await Mailer.open(folder);
    await mailer.send(Buffer.from('to all'), [1, 2, 3]);
    await mailer.delete(2, 0);
    await mailer.delete(1, 0);
    expect(await checkPractice(folder)).toMatchObject({ messages: 1, pointers: 1, ...whole });
    await mailer.delete(3, 0);
    await mailer.close();
    expect(await checkPractice(folder)).toMatchObject({ messages: 0, pointers: 0, ...whole });
  });

  test.each(['send', 'delete'] as const)(
    'lose no mail when a %s is cut off after any page',
    async (operation) => {
      const folder = await practice(shape, { users: 3, messages: 0 });
      const prepared = await Mailer.open(folder);
      for (const size of [9000, 200, 9000]) await prepared.send(Buffer.alloc(size, 'm'), [1]);
      // Leaves free pages before those in use, so that the next message goes into two places.
      await prepared.delete(1, 0);
      await prepared.close();

      let orphans = 0;
      let cuts = 0;
      for (let cut = true; cut; cuts++) {
        const copy = await temporaryFolder();
        await cp(folder, copy, { recursive: true });
        const handles = new CutOff(cuts);
        const mailer = await Mailer.open(copy, handles);
        const doing =
          operation === 'send' ? mailer.send(Buffer.alloc(9000, 'n'), [1, 2, 3]) : mailer.delete(1, 1);
        await doing.catch((error: unknown) => {
          if (!handles.cut) throw error;
        });
        ({ cut } = handles);
        await mailer.close();
        const check = await checkPractice(copy);
        expect(check).toMatchObject({ dangling: 0, torn: 0, missing: 0 });
        if (!cut) expect(check.orphans).toBe(0);

        // Whoever comes next does not take what was half written for their own.
        const next = await Mailer.open(copy);
        await next.send(Buffer.alloc(1000, 'o'), [2]);
        await next.close();
        const { messages, orphans: left } = await checkPractice(copy);
        expect({ messages, left }).toEqual({ messages: check.messages + 1, left: check.orphans });
        orphans += check.orphans;
      }
      expect(cuts).toBeGreaterThan(20);
      expect(orphans).toBeGreaterThan(0);
    },
  );

  test('can go on after they were cut off', async () => {
    const folder = await practice(shape);
    const handles = new CutOff(400);
    const mailer = await Mailer.open(folder, handles);
    const traffic = new Traffic(mailer, 5);
    while (!handles.cut) await traffic.step().catch(() => undefined);
    await mailer.close();
    const { orphans } = await checkPractice(folder);
    await work(folder, 6, 500);
    expect(await checkPractice(folder)).toMatchObject({ dangling: 0, orphans, torn: 0 });
  });

  test('say which file they cannot work with', async () => {
    const folder = await practice(shape);
    const { store } = centralFiles(shape);
    await truncate(path.join(folder, store), 100);
    const failure = { code: 'practice-users-failed', params: { path: folder } };
    await expect(Mailer.open(folder)).rejects.toMatchObject(failure);
    await rm(path.join(folder, store));
    await expect(Mailer.open(folder)).rejects.toMatchObject(failure);
    await expect(Mailer.open(await temporaryFolder())).rejects.toMatchObject({
      code: 'not-a-practice-post-office',
    });
  });
});

test('more users can work than files are kept open', async () => {
  const folder = await practice('db6', { users: 450, messages: 100 });
  await work(folder, 1, 1200);
  expect(await checkPractice(folder)).toMatchObject({ users: 450, ...whole });
});
