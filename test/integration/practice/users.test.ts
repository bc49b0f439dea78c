import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { makePractice } from '../../../electron/practice/maker';
import { startPracticeUsers } from '../../../electron/practice/users';
import { forkNode } from '../../../electron/run/child-node';
import { entryPath } from '../../../electron/run/entries';
import type { Fork } from '../../../electron/run/child';
import type { PostbagError } from '../../../electron/run/errors';
import { practice, SHAPES, temporaryFolder, treeHash } from '../../unit/practice/set';

const whole = { dangling: 0, orphans: 0, torn: 0, missing: 0 };
const fast = { seed: 1, rate: 0 };

/** `forkNode`, keeping the exit code of the last child. */
function watched(): { fork: Fork; exit: Promise<number | null> } {
  let told: (code: number | null) => void = () => undefined;
  const exit = new Promise<number | null>((resolve) => (told = resolve));
  return {
    exit,
    fork: (entry, args) => {
      const child = forkNode(entry, args);
      child.onExit(told);
      return child;
    },
  };
}

const pidOf = (users: { child: { pid: number | undefined } }): number => users.child.pid ?? 0;

describe.each(SHAPES)('simulated users in a process of their own, shape %s', (shape) => {
  test('leave a whole post office behind when they are asked to stop', async () => {
    const folder = await practice(shape);
    const { fork: start, exit } = watched();
    const users = await startPracticeUsers(start, folder, fast);
    await users.waitForOps(3000);
    expect(users.ops).toBeGreaterThanOrEqual(3000);
    const counts = await users.stop();
    expect(await exit).toBe(0);
    expect(counts.sent + counts.read + counts.deleted).toBe(counts.ops);
    expect(Math.min(counts.sent, counts.read, counts.deleted)).toBeGreaterThan(0);
    expect(await checkPractice(folder)).toMatchObject(whole);
    // Asked again, it says the same.
    expect(await users.stop()).toEqual(counts);
  });

  test('rest when asked to, so that a quiet post office can be looked at, and go on afterwards', async () => {
    const folder = await practice(shape);
    const users = await startPracticeUsers(forkNode, folder, fast);
    for (let round = 0; round < 5; round++) {
      await users.waitForOps(200);
      await users.pause();
      const { ops } = users;
      const quiet = await treeHash(folder);
      expect(await checkPractice(folder)).toMatchObject(whole);
      expect(await treeHash(folder)).toBe(quiet);
      expect(users.ops).toBe(ops);
      await users.resume();
    }
    await users.pause();
    await users.stop();
    expect(await checkPractice(folder)).toMatchObject(whole);
  });

  test('that are killed at work are a failure, and lose nobody’s mail', async () => {
    for (let round = 0; round < 5; round++) {
      const folder = await practice(shape, { seed: round });
      const users = await startPracticeUsers(forkNode, folder, fast);
      const failure = { stage: 'practice', code: 'practice-users-failed' };
      await users.waitForOps(100 + round * 37);
      const waiting = expect(users.waitForOps(1_000_000)).rejects.toMatchObject(failure);
      const exited = new Promise<PostbagError | null>((resolve) => users.onExit(resolve));
      process.kill(pidOf(users), 'SIGKILL');
      expect(await exited).toMatchObject(failure);
      await waiting;
      await expect(users.stop()).rejects.toMatchObject(failure);
      await expect(users.pause()).rejects.toMatchObject(failure);

      const left = await checkPractice(folder);
      expect(left).toMatchObject({ users: 5, dangling: 0, torn: 0, missing: 0 });
      const next = await startPracticeUsers(forkNode, folder, fast);
      await next.waitForOps(200);
      await next.stop();
      expect(await checkPractice(folder)).toMatchObject({ dangling: 0, torn: 0, orphans: left.orphans });
    }
  });
});

describe('the process of simulated users', () => {
  test.skipIf(process.platform === 'win32')('stops in good order on SIGTERM', async () => {
    const folder = await practice('db8');
    const { fork: start, exit } = watched();
    const users = await startPracticeUsers(start, folder, fast);
    await users.waitForOps(100);
    const exited = new Promise<PostbagError | null>((resolve) => users.onExit(resolve));
    process.kill(pidOf(users), 'SIGTERM');
    expect(await exited).toBeNull();
    expect(await exit).toBe(0);
    expect(await checkPractice(folder)).toMatchObject(whole);
    await expect(users.waitForOps(1)).rejects.toMatchObject({ code: 'practice-users-failed' });
  });

  test('stops in good order when its parent is gone', async () => {
    const folder = await practice('db6');
    const script = path.join(await temporaryFolder(), 'parent.cjs');
    await writeFile(
      script,
      `const { fork } = require('node:child_process');
      const [entry, ...args] = process.argv.slice(2);
      const child = fork(entry, args, { serialization: 'advanced' });
      child.on('message', ({ type, ops }) => {
        if (type === 'progress' && ops > 500) process.send(child.pid);
      });`,
    );
    const parent = fork(script, [entryPath('practice-users'), folder, '1', '0', '0', '0']);
    const [pid] = (await once(parent, 'message')) as [number];
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000 });
    expect(await checkPractice(folder)).toMatchObject(whole);
  });

  test('is started once only for a post office, whatever its path is written like', async () => {
    const folder = await practice('db6');
    const users = await startPracticeUsers(forkNode, folder, { seed: 1 });
    const again = path.join(folder, '..', path.basename(folder));
    await expect(startPracticeUsers(forkNode, `${again}/`, fast)).rejects.toMatchObject({
      code: 'practice-busy',
      params: { path: `${again}/` },
    });
    await users.stop();
    await (await startPracticeUsers(forkNode, folder, fast)).stop();
  });

  test('says why it cannot work, and can be started when that is put right', async () => {
    const folder = await temporaryFolder();
    const refusal = { code: 'not-a-practice-post-office' };
    await expect(startPracticeUsers(forkNode, folder, fast)).rejects.toMatchObject(refusal);
    await expect(startPracticeUsers(forkNode, path.join(folder, 'none'), fast)).rejects.toMatchObject(
      refusal,
    );
    await makePractice(folder, { shape: 'db6', users: 1, messages: 1, seed: 1 });
    await (await startPracticeUsers(forkNode, folder, fast)).stop();
  });
});
