/**
 * Motivation: a program that writes to a frozen file system hangs and cannot be killed. If Postbag left one frozen, the
 * whole post office would stand still until somebody found out why.
 * Description: freezes a real file system while another program writes; lets what is done meanwhile fail and take too long;
 * kills Postbag (SIGKILL) while it is frozen; freezes it before Postbag does.
 * Pass criteria: nothing is written meanwhile, and everything is written afterwards, within seconds, whatever happened; a
 * thaw that came too early is told; what another froze stays frozen.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PostbagError } from '../../electron/run/errors';
import { runProgram } from '../../electron/run/program';
import { thaw, whileFrozen } from '../../electron/volume/freeze';
import { killedWhileFrozen } from './killed';
import {
  disks,
  formatDevice,
  mountOn,
  notAGuest,
  startWriter,
  system,
  unmountAll,
  writtenIn,
} from './volumes';

const point = '/run/volume-frozen';
const how = { point, provider: 'md', runProgram };

/** Tries to write; `done` is true once it was. */
function tryToWrite(): { readonly done: () => boolean } {
  const child = spawn('dd', ['if=/dev/zero', `of=${point}/tried`, 'bs=512', 'count=1'], { stdio: 'ignore' });
  return { done: () => child.exitCode !== null };
}

async function waitFor(is: () => boolean, seconds: number): Promise<boolean> {
  const until = Date.now() + seconds * 1000;
  while (!is() && Date.now() < until) await sleep(50);
  return is();
}

/** Whether somebody guards this file system now. */
const isGuarded = (): boolean =>
  system('ps', '-eo', 'args')
    .split('\n')
    .some((line) => line.startsWith('find /') && line.includes(point));

describe.skipIf(notAGuest !== null)('a file system that is frozen', () => {
  beforeAll(() => {
    formatDevice(disks[3], 'ext4');
    mountOn(disks[3], point);
  });
  afterAll(() => unmountAll(point));

  test('nothing is written meanwhile, and people go on when it is done', async () => {
    startWriter(point);
    await sleep(300);
    const numbers = await whileFrozen(how, async () => {
      expect(isGuarded()).toBe(true);
      const before = writtenIn(point);
      await sleep(500);
      return [before, writtenIn(point)];
    });
    expect(numbers[1]).toEqual(numbers[0]);
    expect(await waitFor(() => writtenIn(point).second > Number(numbers[0]?.second), 5)).toBe(true);
    expect(isGuarded()).toBe(false);
  });

  test('when what is done meanwhile fails, people go on, and the error is told', async () => {
    await expect(whileFrozen(how, async () => await Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await waitFor(tryToWrite().done, 5)).toBe(true);
    expect(await thaw(point, runProgram)).toBe(false);
    expect(isGuarded()).toBe(false);
  });

  test('when Postbag is killed, people go on after the time that it was given', async () => {
    await killedWhileFrozen(point, 4);
    const { done } = tryToWrite();
    await sleep(1000);
    expect(done(), 'it is still frozen').toBe(false);
    expect(await waitFor(done, 10)).toBe(true);
    expect(await waitFor(() => !isGuarded(), 5)).toBe(true);
  });

  test('when it takes too long, people go on meanwhile, and it is not taken for what it should have been', async () => {
    let done = (): boolean => false;
    const slow = whileFrozen({ ...how, seconds: 1 }, async () => {
      ({ done } = tryToWrite());
      return await waitFor(done, 10);
    });
    await expect(slow).rejects.toMatchObject({
      code: 'still-not-made',
      params: { provider: 'md', reason: `${point} could be written again before it was done` },
    });
    expect(done()).toBe(true);
  });

  test('what another froze stays frozen', async () => {
    system('fsfreeze', '--freeze', point);
    const act = whileFrozen(how, async () => await Promise.reject(new Error('never called')));
    await expect(act).rejects.toMatchObject({ code: 'still-not-made' });
    expect(await thaw(point, runProgram)).toBe(true);
    expect(isGuarded()).toBe(false);
  });

  test('where it cannot be frozen, that is said', async () => {
    const act = whileFrozen({ ...how, point: '/run/volume-none' }, async () => await Promise.resolve());
    await expect(act).rejects.toBeInstanceOf(PostbagError);
    writeFileSync(`${point}/x`, 'x');
    expect(readFileSync(`${point}/x`, 'utf8')).toBe('x');
  });
});
