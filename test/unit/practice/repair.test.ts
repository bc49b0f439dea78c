import { readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { centralFiles, userFile } from '../../../electron/practice/files';
import { AT, PAGE_BYTES } from '../../../electron/practice/layout';
import { Mailer } from '../../../electron/practice/mailer';
import { openPage, sealPage, usedPayloadOf } from '../../../electron/practice/page';
import { readPart } from '../../../electron/practice/records';
import { analyse } from '../../../electron/practice/repair/analyse';
import { rebuildIndex } from '../../../electron/practice/repair/rebuild-index';
import { reclaim } from '../../../electron/practice/repair/reclaim';
import { reconcile } from '../../../electron/practice/repair/reconcile';
import { practiceTools } from '../../../electron/practice/repair/tools';
import { PracticeTool } from '../../../shared/practice-tools';
import type { PracticeShape } from '../../../shared/practice';
import { layOut, readFiles, setInHeader, work } from './harm';
import { readMail } from './mail';
import { damage, emptyTables, practice, SHAPES, temporaryFolder, treeHash } from './set';

const silent = (): void => undefined;
const whole = { dangling: 0, orphans: 0, torn: 0, missing: 0 };

/** A post office in which people have worked, so that it has free pages and holes in its tables. */
async function used(shape: PracticeShape): Promise<string> {
  const folder = await practice(shape);
  await work(folder, 1, 150);
  return folder;
}

/** Uses all tools in their order and expects that everything is whole then. */
async function overhaul(folder: string): Promise<{
  rebuilt: Awaited<ReturnType<typeof rebuildIndex>>;
  reconciled: Awaited<ReturnType<typeof reconcile>>;
  reclaimed: Awaited<ReturnType<typeof reclaim>>;
  lines: string[];
}> {
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  const rebuilt = await rebuildIndex(folder, report);
  expect(await analyse(folder, silent)).toMatchObject({ strayEntries: 0, nameless: 0 });
  const reconciled = await reconcile(folder, report);
  expect(await analyse(folder, silent)).toMatchObject({ dangling: 0, inFreePages: 0 });
  const reclaimed = await reclaim(folder, report);
  expect(await checkPractice(folder)).toMatchObject(whole);
  expect(await analyse(folder, silent)).toMatchObject({ clean: true });
  return { rebuilt, reconciled, reclaimed, lines };
}

/** Runs `change` and tells which mail could be read before and cannot be read any more. */
async function lostBy(folder: string, change: () => Promise<unknown>): Promise<string[]> {
  const before = await readMail(folder);
  await change();
  const after = await readMail(folder);
  return [...before].filter(([what, digest]) => after.get(what) !== digest).map(([what]) => what);
}

const tear =
  (...pages: readonly number[]) =>
  (bytes: Buffer): Buffer => {
    for (const page of pages) bytes.fill(0x55, page * PAGE_BYTES + 100, page * PAGE_BYTES + 140);
    return bytes;
  };

/** The page of the store on which the first message in use begins that has several pages. */
async function firstMessage(folder: string, store: string): Promise<{ page: number; id: number }> {
  const bytes = await readFile(path.join(folder, store));
  for (let page = 1; ; page++) {
    const at = bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
    if (openPage(at, page)?.type !== 'M') continue;
    const { id, part, parts } = readPart(at);
    if (part === 0 && parts > 1) return { page, id };
  }
}

describe.each(SHAPES)('the practice tools, shape %s', (shape) => {
  const { index, directory, store } = centralFiles(shape);
  const everyFile = [...new Set([index, directory, store, userFile(shape, 1)])];

  test('find nothing in a post office at rest, and change nothing', async () => {
    const folder = await practice(shape);
    for (let round = 0; round < 3; round++) {
      const before = await treeHash(folder);
      for (const tool of [analyse, rebuildIndex, reconcile]) {
        expect(await tool(folder, silent)).toMatchObject({ clean: true });
        expect(await treeHash(folder)).toBe(before);
      }
      await work(folder, round, 120);
    }
    // At most it loses free pages at the end of its store.
    const lost = await lostBy(folder, async () => {
      expect(await reclaim(folder, silent)).toMatchObject({ clean: true });
    });
    expect(lost).toEqual([]);
    expect(await analyse(folder, silent)).toMatchObject({ clean: true });
  });

  test('analyse says what is wrong file by file, and changes nothing', async () => {
    const folder = await practice(shape, { users: 2, messages: 3 });
    await damage(folder, store, tear(1));
    await damage(folder, userFile(shape, 2), (bytes) => {
      setInHeader(bytes, 1, 99);
      return bytes;
    });
    await rm(path.join(folder, userFile(shape, 1)));
    const before = await treeHash(folder);
    const lines: string[] = [];
    const counts = await analyse(folder, (line) => lines.push(line));
    expect(await treeHash(folder)).toBe(before);
    expect(counts).toMatchObject({ clean: false, missing: 1, torn: 1, wrongHeaders: 2 });
    expect(lines[0]).toBe(`Practice tools: ANALYSE, ${shape}, users 2`);
    expect(lines).toEqual(
      expect.arrayContaining([
        `ERROR: ${userFile(shape, 1)}: missing`,
        expect.stringMatching(`^NOTE: ${userFile(shape, 2)}: pages 2, pointers \\d+$`),
        expect.stringMatching(`^ERROR: ${userFile(shape, 2)}: header says pointers 99, should be \\d+$`),
        `ERROR: ${store}: torn pages 1`,
        'ERROR: in all: files missing 1',
        'ERROR: in all: torn pages 1',
        `ERROR: ${store}: header says messages 3, should be 2`,
        'ERROR: in all: headers wrong 2',
      ]),
    );
  });

  test('begin every line but the first with a mark, and say ASCII only', async () => {
    const folder = await used(shape);
    for (const name of everyFile) await damage(folder, name, tear(0, 1));
    const { lines } = await overhaul(folder);
    const said = lines.filter((line) => !line.startsWith('Practice tools: '));
    expect(lines.length - said.length).toBe(3);
    for (const line of said) expect(line).toMatch(/^(OK|NOTE|LOST|ERROR): [\x20-\x7e]+$/);
  });

  test('lose no mail when the index is torn, emptied or gone', async () => {
    const torn = await used(shape);
    const pages = (await readFile(path.join(torn, index))).length / PAGE_BYTES;
    const harms = [
      async (folder: string) => {
        // All pages but those with names.
        await damage(folder, index, (bytes) => {
          for (let page = 1; page < pages; page++) {
            if (bytes[page * PAGE_BYTES + AT.type] === 'I'.charCodeAt(0)) tear(page)(bytes);
          }
          return bytes;
        });
      },
      async (folder: string) => await damage(folder, index, emptyTables('I')),
      async (folder: string) => await rm(path.join(folder, index)),
    ];
    for (const harm of harms) {
      const folder = await used(shape);
      const before = await readMail(folder);
      await harm(folder);
      expect((await readMail(folder)).size).toBeLessThan(before.size);
      const { rebuilt, reconciled } = await overhaul(folder);
      expect(rebuilt.added).toBeGreaterThan(0);
      expect(reconciled).toMatchObject({ clean: true, lostPointers: 0 });
      expect(await readMail(folder)).toEqual(before);
    }
  });

  test('drop an entry whose pages were used again, and the pointers to it, by user', async () => {
    const folder = await practice(shape);
    const { page, id } = await firstMessage(folder, store);
    await damage(folder, store, (bytes) => {
      const at = bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
      at.writeUInt32LE(id + 5000, AT.payload);
      sealPage(at, { type: 'M', page, write: 1 });
      return bytes;
    });
    const { dangling } = await checkPractice(folder);
    expect(dangling).toBeGreaterThan(0);
    const lost = await lostBy(folder, async () => {
      const { rebuilt, reconciled, reclaimed, lines } = await overhaul(folder);
      expect(rebuilt).toMatchObject({ dropped: 1, added: 0 });
      expect(reconciled).toMatchObject({ lostPointers: dangling, lostMessages: 1 });
      const users = reconciled.lostByUser.map(({ user }) => userFile(shape, user));
      for (const name of users) expect(lines).toContain(`LOST: ${name}: pointers to nothing dropped 1`);
      expect(users).toHaveLength(dangling);
      // What is left of it, and the page of the message that came after it.
      expect(reclaimed.freedMessages).toBe(2);
      expect(lines).toContain(`LOST: in all: pointers ${dangling}, messages 1`);
    });
    expect(lost).toEqual([]);
  });

  test('count the messages that torn pages of the store took along, and make the pages free', async () => {
    const folder = await practice(shape, { users: 1 });
    await damage(folder, store, tear(40, 41));
    const { dangling, messages } = await checkPractice(folder);
    expect(dangling).toBeGreaterThan(0);
    const lost = await lostBy(folder, async () => {
      const { reconciled, reclaimed } = await overhaul(folder);
      expect(reconciled).toMatchObject({ lostPointers: dangling, lostMessages: dangling });
      expect(reconciled.lostByUser).toEqual([{ user: 1, pointers: dangling }]);
      expect(reclaimed).toMatchObject({ torn: 2, messages });
    });
    expect(lost).toEqual([]);
  });

  test('give a message back that was deleted when its pointer was copied already', async () => {
    const folder = await practice(shape, { users: 1 });
    const mail = await readMail(folder);
    const before = await readFiles(folder);
    // So little that no page is used again.
    await work(folder, 4, 12);
    const copy = path.join(folder, 'copy');
    const late = await readFiles(folder);
    const mailbox = userFile(shape, 1);
    await layOut(folder, new Map([...late, [mailbox, before.get(mailbox) ?? Buffer.alloc(0)]]), copy);
    const { dangling } = await checkPractice(copy);
    expect(dangling).toBeGreaterThan(0);
    const { reconciled } = await overhaul(copy);
    expect(reconciled).toMatchObject({ broughtBack: dangling, added: dangling, lostPointers: 0 });
    expect(await readMail(copy)).toEqual(mail);
    // Nobody writes over it when mail comes.
    await work(copy, 9, 300);
    expect(await checkPractice(copy)).toMatchObject(whole);
  });

  test('give a message back that was deleted when its index entry was copied already', async () => {
    const folder = await practice(shape, { users: 1 });
    const mail = await readMail(folder);
    const before = await readFiles(folder);
    await work(folder, 4, 12);
    const copy = path.join(folder, 'copy');
    const late = (await readFiles(folder)).get(store) ?? Buffer.alloc(0);
    await layOut(folder, new Map([...before, [store, late]]), copy);
    expect(await checkPractice(copy)).toMatchObject({ dangling: 0 });
    const { inFreePages } = await analyse(copy, silent);
    expect(inFreePages).toBeGreaterThan(0);
    const { rebuilt, reconciled } = await overhaul(copy);
    expect(rebuilt.dropped).toBe(0);
    expect(reconciled).toMatchObject({ broughtBack: inFreePages, added: 0, lostPointers: 0 });
    expect(await readMail(copy)).toEqual(mail);
  });

  test('say how many pointers a torn page of a mailbox had, and free what nobody points to then', async () => {
    const folder = await practice(shape);
    const name = userFile(shape, 3);
    await damage(folder, name, tear(1));
    const { orphans } = await checkPractice(folder);
    expect(orphans).toBeGreaterThan(0);
    const { reconciled, reclaimed, lines } = await overhaul(folder);
    expect(reconciled).toMatchObject({ torn: 1, lostPointers: 0 });
    expect(reconciled.pointersInTorn).toBeGreaterThanOrEqual(orphans);
    expect(lines).toContain(
      `LOST: ${name}: torn pages 1, pointers in them by its header ${reconciled.pointersInTorn}`,
    );
    expect(reclaimed).toMatchObject({ freedMessages: orphans, droppedEntries: orphans });

    await damage(folder, name, tear(0, 1));
    const again = await overhaul(folder);
    expect(again.lines).toContain(`LOST: ${name}: torn pages 2, pointers in them by its header unknown`);
  });

  test.each(everyFile)('take zeros at the end of %s, as a copy of a growing file has them', async (name) => {
    const folder = await used(shape);
    const mail = await readMail(folder);
    await damage(folder, name, (bytes) => Buffer.concat([bytes, Buffer.alloc(3 * PAGE_BYTES + 77)]));
    const { rebuilt, reconciled, reclaimed } = await overhaul(folder);
    expect(rebuilt.torn + reconciled.torn + reclaimed.torn).toBe(4);
    expect(await readMail(folder)).toEqual(mail);
    await work(folder, 2, 100);
    expect(await checkPractice(folder)).toMatchObject(whole);
  });

  test.each(everyFile)('make the best of %s when it was cut in the middle, or is empty', async (name) => {
    for (const part of [0.5, 0.77, 0]) {
      const folder = await used(shape);
      const file = path.join(folder, name);
      await truncate(file, Math.floor((await readFile(file)).length * part));
      expect(await lostBy(folder, async () => await overhaul(folder))).toEqual([]);
    }
  });

  test('make every wrong number in a header right', async () => {
    const folder = await used(shape);
    const right = await readFiles(folder);
    for (const name of right.keys()) {
      await damage(folder, name, (bytes) => {
        for (const field of [0, 1, ...(name === store ? [3] : [])]) setInHeader(bytes, field, 3);
        return bytes;
      });
    }
    expect(await analyse(folder, silent)).toMatchObject({ wrongHeaders: right.size });
    await overhaul(folder);
    const mended = await readFiles(folder);
    /** Kind of file, pages and records. */
    const numbers = (bytes: Buffer | undefined): string | undefined =>
      bytes?.toString('hex', AT.payload, AT.payload + 12);
    for (const name of [...right.keys()].filter((one) => one !== store)) {
      expect(numbers(mended.get(name)), name).toBe(numbers(right.get(name)));
    }
  });

  test('never give an id again that is used anywhere', async () => {
    const folder = await used(shape);
    await damage(folder, store, (bytes) => {
      setInHeader(bytes, 4, 1);
      return bytes;
    });
    expect(await analyse(folder, silent)).toMatchObject({ wrongHeaders: 1 });
    await overhaul(folder);
    const ids = [...(await readMail(folder)).keys()].map((what) => Number(what.split(' ')[1]));
    const bytes = (await readFiles(folder)).get(store);
    expect(bytes?.readUInt32LE(AT.payload + 20)).toBeGreaterThan(Math.max(...ids));
  });

  test('make files anew that are missing, and say what went with them', async () => {
    const mailbox = await practice(shape);
    await rm(path.join(mailbox, userFile(shape, 2)));
    const one = await overhaul(mailbox);
    expect(one.reconciled.madeAnew).toBe(1);
    expect(one.lines).toContain(`LOST: ${userFile(shape, 2)}: missing, made anew and empty`);

    const names = await practice(shape);
    await rm(path.join(names, directory));
    const two = await overhaul(names);
    expect(two.rebuilt).toMatchObject({ madeAnew: 1, namesLost: 5, users: 5 });
    expect(two.lines).toContain(`LOST: ${directory}: name of user 4, now called User 4`);
    expect(two.reconciled.lostPointers).toBe(0);

    const messages = await practice(shape);
    const { pointers } = await checkPractice(messages);
    await rm(path.join(messages, store));
    const three = await overhaul(messages);
    expect(three.reconciled).toMatchObject({ lostPointers: pointers, lostMessages: 80, pointers: 0 });
    expect(three.lines).toContain(`LOST: ${store}: missing, made anew and empty`);
    for (const folder of [mailbox, names, messages]) {
      await work(folder, 3, 60);
      expect(await checkPractice(folder)).toMatchObject(whole);
    }
  });

  test('notice a mailbox that lies under the name of another', async () => {
    const folder = await practice(shape);
    const [one, two] = [path.join(folder, userFile(shape, 1)), path.join(folder, userFile(shape, 2))];
    await rename(one, `${one}.tmp`);
    await rename(two, one);
    await rename(`${one}.tmp`, two);
    const lines: string[] = [];
    expect(await analyse(folder, (line) => lines.push(line))).toMatchObject({ wrongHeaders: 2 });
    expect(lines).toContain(`ERROR: ${userFile(shape, 1)}: header says user 2, should be 1`);
    await overhaul(folder);
  });

  test('let reclaim free what nobody points to, and nothing else, also when it is used alone', async () => {
    const folder = await practice(shape);
    await damage(folder, index, emptyTables('I'));
    await damage(folder, userFile(shape, 1), emptyTables('P'));
    const { orphans } = await checkPractice(folder);
    expect(orphans).toBeGreaterThan(0);
    const reclaimed = await reclaim(folder, silent);
    expect(reclaimed).toMatchObject({ freedMessages: orphans, messages: 80 - orphans });
    const { reconciled, rebuilt } = await overhaul(folder);
    expect(rebuilt.added).toBe(80 - orphans);
    expect(reconciled.lostPointers).toBe(0);
  });

  test('let reclaim leave alone what reconcile can give back', async () => {
    const folder = await practice(shape, { users: 1 });
    const mailbox = userFile(shape, 1);
    const mailer = await Mailer.open(folder);
    // It lies at the end of the store.
    await mailer.send(Buffer.alloc(3000, 'x'), [1]);
    await mailer.close();
    const mail = await readMail(folder);
    const before = (await readFiles(folder)).get(mailbox) ?? Buffer.alloc(0);
    const again = await Mailer.open(folder);
    await again.delete(1, again.mailCount(1) - 1);
    await again.close();
    await damage(folder, mailbox, () => before);
    expect(await checkPractice(folder)).toMatchObject({ dangling: 1 });
    await reclaim(folder, silent);
    const { reconciled } = await overhaul(folder);
    expect(reconciled).toMatchObject({ broughtBack: 1, lostPointers: 0 });
    expect(await readMail(folder)).toEqual(mail);
  });

  test('count a message as lost whose last page leads on to another', async () => {
    const folder = await practice(shape, { users: 1 });
    await damage(folder, store, (bytes) => {
      for (let page = 1; ; page++) {
        const at = bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
        const { part, parts } = readPart(at);
        if (openPage(at, page)?.type !== 'M' || part + 1 < parts) continue;
        at.writeUInt32LE(page + 1, AT.payload + 8);
        sealPage(at, { type: 'M', page, write: 1 }, usedPayloadOf(at).length);
        return bytes;
      }
    });
    expect(await checkPractice(folder)).toMatchObject({ dangling: 1 });
    expect((await overhaul(folder)).reconciled).toMatchObject({ lostPointers: 1 });
  });

  test('let reclaim cut free pages off at the end', async () => {
    const folder = await practice(shape);
    for (let user = 1; user <= 5; user++) await damage(folder, userFile(shape, user), emptyTables('P'));
    const { length } = await readFile(path.join(folder, store));
    const { reclaimed } = await overhaul(folder);
    expect(reclaimed).toMatchObject({ freedMessages: 80, messages: 0, freePages: 0, pages: 1 });
    expect(reclaimed.cutOff).toBe(length / PAGE_BYTES - 1);
    expect((await readFile(path.join(folder, store))).length).toBe(PAGE_BYTES);
  });

  test('find the files whatever the case of their names', async () => {
    const folder = await practice(shape);
    await damage(folder, store, tear(20));
    for (const name of await readdir(folder)) {
      await rename(path.join(folder, name), path.join(folder, name.toLowerCase()));
    }
    const names = await readdir(folder);
    await overhaul(folder);
    expect(await readdir(folder)).toEqual(names);
  });
});

describe.each(PracticeTool.options)('the practice tool %s', (name) => {
  const tool = practiceTools[name];

  test('refuses what is no practice post office, and leaves it alone', async () => {
    const folder = await practice('db6');
    await rm(path.join(folder, 'PRACTICE.TXT'));
    const before = await treeHash(folder);
    const refusal = { stage: 'practice', code: 'not-a-practice-post-office' };
    await expect(tool(folder, silent)).rejects.toMatchObject(refusal);
    expect(await treeHash(folder)).toBe(before);
    const other = await temporaryFolder();
    await writeFile(path.join(other, 'CLANDATA'), 'mail');
    await writeFile(path.join(other, 'PRACTICE.TXT'), 'notes on my practice');
    await expect(tool(other, silent)).rejects.toMatchObject(refusal);
    await expect(tool(path.join(other, 'none'), silent)).rejects.toMatchObject(refusal);
  });

  test('refuses while somebody writes, and leaves everything to them', async () => {
    const folder = await practice('db8');
    const working = work(folder, 1, 1500);
    await expect(tool(folder, silent)).rejects.toMatchObject({ code: 'practice-busy' });
    await working;
    expect(await checkPractice(folder)).toMatchObject(whole);
    expect(await analyse(folder, silent)).toMatchObject({ clean: true });
  });
});
