import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { takeLock, type Lock } from '../../../electron/run/lock';
import { thisOwner } from '../../../electron/run/owner';
import { tempFolder } from './fixtures';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** The number of a process that lives until the test ends. */
async function livingProcess(): Promise<ChildProcess & { pid: number }> {
  const child = fork('-', {
    execArgv: ['-e', 'process.send(1); setInterval(() => {}, 1e6)'],
    stdio: 'ignore',
  });
  children.push(child);
  await once(child, 'message');
  return child as ChildProcess & { pid: number };
}

const content = (owner: object): string =>
  JSON.stringify({ owner, token: 'theirs', since: '2026-01-01T00:00:00.000Z' });

describe('a lock', () => {
  it('is held by one, says by whom, and is free again after release', async () => {
    const file = path.join(await tempFolder(), 'locks', 'a.lock');
    const mine = (await takeLock(file)) as Lock;
    expect(await takeLock(file)).toMatchObject({ held: { pid: process.pid } });
    await mine.release();
    const again = await takeLock(file);
    expect(again).toHaveProperty('release');
    await (again as Lock).release();
    expect(await readdir(path.dirname(file))).toEqual([]);
  });

  it('of a process that died is taken over at once', async () => {
    const file = path.join(await tempFolder(), 'a.lock');
    const child = await livingProcess();
    await writeFile(file, content({ ...thisOwner(), pid: child.pid, started: null }));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await takeLock(file)).toHaveProperty('release');
  });

  it('of a living process stands', async () => {
    const file = path.join(await tempFolder(), 'a.lock');
    const { pid } = await livingProcess();
    await writeFile(file, content({ ...thisOwner(), pid, started: null }));
    expect(await takeLock(file)).toEqual({ held: { pid, since: '2026-01-01T00:00:00.000Z' } });
  });

  it.runIf(process.platform === 'linux')(
    'does not stand when its process number belongs to another process now',
    async () => {
      const file = path.join(await tempFolder(), 'a.lock');
      const { pid } = await livingProcess();
      await writeFile(file, content({ ...thisOwner(), pid, started: 'an-earlier-boot:1' }));
      expect(await takeLock(file)).toHaveProperty('release');
    },
  );

  it('of another computer stands while it shows signs of life, and no longer', async () => {
    const file = path.join(await tempFolder(), 'a.lock');
    await writeFile(file, content({ pid: 1, host: 'elsewhere', started: null }));
    expect(await takeLock(file)).toHaveProperty('held');
    const before = new Date(Date.now() - 120_000);
    await utimes(file, before, before);
    expect(await takeLock(file)).toHaveProperty('release');
  });

  it('that a dead process left is won by exactly one of many', async () => {
    const folder = await tempFolder();
    for (let turn = 0; turn < 20; turn++) {
      const file = path.join(folder, `${String(turn)}.lock`);
      await writeFile(file, content({ ...thisOwner(), started: 'an-earlier-boot:1' }));
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => takeLock(file)));
      expect(outcomes.filter((outcome) => 'release' in outcome)).toHaveLength(1);
    }
    expect(await readdir(folder), 'nothing else is left').toHaveLength(20);
  });

  it('is not taken from its new owner by a late release', async () => {
    const file = path.join(await tempFolder(), 'a.lock');
    const mine = (await takeLock(file)) as Lock;
    await writeFile(file, content(thisOwner()));
    await mine.release();
    expect(await readFile(file, 'utf8')).toContain('theirs');
  });
});
