/**
 * Motivation: a program that Postbag started, such as one that makes a snapshot, goes on when Postbag is killed. What it
 * makes then must be found too.
 * Description: a process runs a program that takes a while, and is killed in the middle (SIGKILL).
 * Pass criteria: the program is found by the dead process's mark, is waited for, and one that does not end is told of.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Owner } from '../../../electron/run/owner';
import { programsEnd, programsLeftBy } from '../../../electron/run/programs-left';
import { temporaryFolder } from '../../support/places';
import { bundledSource } from './bundled-source';

const linux = process.platform === 'linux';

/** A process that runs `sleep` for so long, and is dead now. */
async function killedWhile(seconds: number): Promise<Owner> {
  const folder = await temporaryFolder();
  const said = path.join(folder, 'owner.json');
  const script = await bundledSource(
    `
    import { writeFileSync } from 'node:fs';
    import { thisOwner } from './electron/run/owner';
    import { runProgram } from './electron/run/program';
    void runProgram({ program: 'sleep', args: ['${String(seconds)}'] });
    setTimeout(() => writeFileSync(${JSON.stringify(said)}, JSON.stringify(thisOwner())), 200);
    setTimeout(() => undefined, 60000);
  `,
    folder,
  );
  const child = spawn(process.execPath, [script], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    try {
      const owner = Owner.parse(JSON.parse(readFileSync(said, 'utf8')));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      return owner;
    } catch {
      // It has not said anything yet.
    }
  }
}

test('what a killed process had started is found, and waited for', async ({ skip }) => {
  skip(!linux, 'needs Linux');
  const owner = await killedWhile(2);
  expect(await programsLeftBy(owner)).toHaveLength(1);
  const began = Date.now();
  expect(await programsEnd(owner)).toBe(true);
  expect(Date.now() - began).toBeGreaterThan(500);
  expect(await programsLeftBy(owner)).toEqual([]);
});

test('one that does not end is not waited for without end', async ({ skip }) => {
  skip(!linux, 'needs Linux');
  const owner = await killedWhile(30);
  expect(await programsEnd(owner, 300)).toBe(false);
  for (const pid of await programsLeftBy(owner)) process.kill(pid, 'SIGKILL');
});

test('what others started is not taken for ours', async () => {
  const nobody: Owner = { pid: 1, host: 'somewhere', started: 'never:1' };
  expect(await programsLeftBy(nobody)).toEqual([]);
  expect(await programsEnd(nobody)).toBe(true);
});
