/**
 * Motivation: a tool may run for hours. When Postbag ends meanwhile, nobody waits for it any more, and it would go on
 * changing a copy that the next run takes for its own.
 * Description: a process that runs a tool ends by itself, or is killed (SIGKILL).
 * Pass criteria: the tool ends with it; one that was left by a killed process is found by its mark and ended, and nothing
 * else is.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Owner, thisOwner } from '../../../electron/run/owner';
import { programsLeftBy } from '../../../electron/run/programs-left';
import { endToolsLeftBy } from '../../../electron/tools/marked';
import { temporaryFolder } from '../../support/places';
import { makeNativeTool } from '../../support/tools/tools';
import { makeBench, processesIn, type Bench } from '../../support/tools/world';
import { bundledSource } from '../../unit/run/bundled-source';

const why = process.platform === 'linux' ? null : 'needs Linux';

/** Another process that runs a tool which hangs; once it does. */
async function another(bench: Bench, then: string): Promise<{ child: ChildProcess; owner: Owner }> {
  const folder = await temporaryFolder();
  const tool = await makeNativeTool(folder);
  const scratch = path.join(bench.base, 'call');
  const said = path.join(folder, 'owner.json');
  await mkdir(scratch);
  const call = { tool, args: ['H'], values: { name: '', password: '' }, copy: bench.copy, scratch };
  const script = await bundledSource(
    `
    import { writeFileSync } from 'node:fs';
    import { thisOwner } from './electron/run/owner';
    import { runProgram } from './electron/run/program';
    import { nativeRunner } from './electron/tools/native';
    void runProgram({ program: 'sleep', args: ['30'] });
    void nativeRunner({ codePage: '437' }).run({
      ...${JSON.stringify(call)},
      limitMs: 600000,
      mostBytes: 1000,
      signal: new AbortController().signal,
      onOutput: () => {
        writeFileSync(${JSON.stringify(said)}, JSON.stringify(thisOwner()));
        ${then}
      },
    });
  `,
    folder,
  );
  const child = spawn(process.execPath, [script], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await vi.waitUntil(() => existsSync(said) && readFileSync(said, 'utf8') !== '', {
    timeout: 30_000,
    interval: 20,
  });
  return { child, owner: Owner.parse(JSON.parse(readFileSync(said, 'utf8'))) };
}

const gone = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((resolve) => child.once('exit', resolve));
};

test.skipIf(why)('a tool ends with a process that ends', async () => {
  const bench = await makeBench();
  const { child, owner } = await another(bench, 'setTimeout(() => process.exit(3), 500);');
  expect(processesIn(bench.base)).toHaveLength(1);
  await gone(child);
  expect(child.exitCode).toBe(3);
  await vi.waitUntil(() => processesIn(bench.base).length === 0, { timeout: 5000 });
  for (const pid of await programsLeftBy(owner)) process.kill(pid);
});

test.skipIf(why)('one that a killed process left is ended, and what is no tool is left', async () => {
  const bench = await makeBench();
  const { child, owner } = await another(bench, '');
  child.kill('SIGKILL');
  await gone(child);
  expect(processesIn(bench.base)).toHaveLength(1);
  expect(await programsLeftBy(owner)).toHaveLength(2);
  expect(await endToolsLeftBy(thisOwner())).toBe(0);
  expect(await endToolsLeftBy(owner)).toBe(1);
  await vi.waitUntil(() => processesIn(bench.base).length === 0, { timeout: 5000 });
  const others = await programsLeftBy(owner);
  expect(others).toHaveLength(1);
  for (const pid of others) process.kill(pid);
  expect(await endToolsLeftBy(owner)).toBe(0);
});
