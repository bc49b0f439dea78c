/**
 * Motivation: whoever can write to a vault can put anything into a bag, and a restore is run by somebody with every right on the
 * server.
 * Description: bags whose manifest leads out of the bag, that hold links, a device, more or fewer files than are listed, are
 * restored; and records of a restore that were tampered with are opened.
 * Pass criteria: none gets as far as a private copy, nothing outside is written or read into one, and the finding says why.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { carryOut, makeWorld, type World } from '../../support/repairs';

/** How a restore of a bag ends, and what was found on the way. */
async function restoreOf({ engine, bag }: World): Promise<string[]> {
  const { bag: listed, vault } = await engine.bags.at(bag);
  try {
    const plan = await engine.restores.plan(listed, vault, { purpose: 'restore', procedure: null });
    const { verdict, findings } = await carryOut(engine, plan.id);
    expect(verdict).toBe('failed');
    return findings.map(({ code }) => code);
  } catch (error) {
    return [(error as { code: string }).code];
  }
}

const zeros = '0'.repeat(64);
const root = process.getuid?.() === 0;

const harms: Readonly<Record<string, (bag: string, outside: string) => Promise<unknown>>> = {
  'a path that leads out of it': async (bag) =>
    await appendFile(path.join(bag, 'manifest-sha256.txt'), `${zeros}  data/../../../outside/mail\n`),
  'an absolute path': async (bag) =>
    await appendFile(path.join(bag, 'manifest-sha256.txt'), `${zeros}  /etc/passwd\n`),
  'a path of Windows': async (bag) =>
    await appendFile(path.join(bag, 'manifest-sha256.txt'), `${zeros}  data/..\\..\\outside\n`),
  'a link in the place of a file': async (bag, outside) => {
    await rm(path.join(bag, 'data/CLANDATA'));
    await symlink(outside, path.join(bag, 'data/CLANDATA'));
  },
  'a link in the place of its data': async (bag, outside) => {
    await rm(path.join(bag, 'data'), { recursive: true });
    await symlink(path.dirname(outside), path.join(bag, 'data'));
  },
  'a file that is not listed': async (bag) => await writeFile(path.join(bag, 'data/USR99999'), 'more'),
  'a file less than is listed': async (bag) => await rm(path.join(bag, 'data/CLANDATA')),
};

test.each(Object.keys(harms))('a bag with %s is not restored', async (harm) => {
  const world = await makeWorld();
  const outside = path.join(world.places.base, 'outside', 'mail');
  await mkdir(path.dirname(outside));
  await writeFile(outside, 'of somebody else');
  await harms[harm]?.(world.bag, outside);
  expect((await restoreOf(world)).join()).toMatch(/bag-(invalid|not-found)/);
  expect(await world.engine.restores.list()).toEqual([]);
  const made = await readdir(path.join(world.places.home, 'repairs')).catch(() => []);
  expect(made).toEqual([]);
  expect(await readFile(outside, 'utf8')).toBe('of somebody else');
});

test.skipIf(!root)('a bag with a device in the place of a file is not restored', async () => {
  const world = await makeWorld();
  const file = path.join(world.bag, 'data/CLANDATA');
  await rm(file);
  execFileSync('mknod', [file, 'c', '1', '5']); // /dev/zero: it would never end
  expect((await restoreOf(world)).join()).toMatch(/bag-invalid/);
});

test('a record that was tampered with leads nowhere', async () => {
  const world = await makeWorld();
  const { engine, bag, places } = world;
  const { bag: listed, vault } = await engine.bags.at(bag);
  const plan = await engine.restores.plan(listed, vault, { purpose: 'restore', procedure: null });
  const { id } = await carryOut(engine, plan.id);
  for (const wrong of ['../../outside', '..', 'x/../y', '']) {
    await expect(engine.restores.view(wrong)).rejects.toMatchObject({ code: 'repair-unknown' });
  }
  const record = path.join(places.home, 'repairs', id, 'restore.json');
  await writeFile(record, '{"version":1,"id":"../../outside"}');
  await expect(engine.restores.view(id)).rejects.toMatchObject({ code: 'repair-unknown' });
  expect(await engine.restores.list()).toEqual([]);
  expect(existsSync(record)).toBe(true);
});
