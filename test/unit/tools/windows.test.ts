/**
 * Motivation: on Windows no signal ends a program with everything that it started: `taskkill` does.
 * Description: a real program on this computer, and a `taskkill` that is played.
 * Pass criteria: it is called for the tree of the tool, once; what cannot be ended is told, and not waited for for ever.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ProgramCall, ProgramEnd, RunProgram } from '../../../electron/run/program';
import { runOnHost } from '../../../electron/tools/on-host';
import { ToolOutput } from '../../../electron/tools/output';
import type { ProcessPlan } from '../../../electron/tools/process';
import { Stop } from '../../../electron/tools/stop';
import { toolTrouble } from '../../../shared/words/tools';
import { temporaryFolder } from '../../support/places';

const ended: ProgramEnd = { code: 0, stdout: '', stderr: '', failed: null };

/** A tool that hangs and does not listen when it is asked to end. */
async function world(taskkill: (pid: number) => ProgramEnd) {
  const folder = await temporaryFolder();
  const program = path.join(folder, 'tool');
  const source = `trap '' TERM; echo $$; while :; do sleep 0.05; done`;
  await writeFile(program, `#!/bin/sh\n${source}\n`, { mode: 0o755 });
  let said = '';
  const calls: ProgramCall[] = [];
  const runProgram: RunProgram = async (call) => {
    calls.push(call);
    return await Promise.resolve(taskkill(Number(call.args?.[1])));
  };
  onTestFinished(() => {
    try {
      process.kill(Number(said.trim()), 'SIGKILL');
    } catch {
      // It is gone, as it should be.
    }
  });
  const controller = new AbortController();
  const stop = new Stop({ limitMs: 60_000, signal: controller.signal });
  const output = await ToolOutput.open({
    file: path.join(folder, 'output.txt'),
    encoding: 'utf8',
    password: '',
    mostBytes: 1000,
    onOutput: (text) => (said += text),
    onFlood: () => undefined,
    onLost: () => undefined,
  });
  const plan: ProcessPlan = {
    program,
    args: [],
    cwd: folder,
    env: process.env,
    platform: 'win32',
    runProgram,
  };
  const running = runOnHost({ work: folder, output, stop }, plan, 300);
  await vi.waitUntil(() => said !== '', { timeout: 10_000, interval: 10 });
  return { running, controller, calls, pid: Number(said.trim()), output };
}

test('a tool that is cancelled is ended with its tree', async () => {
  const { running, controller, calls, pid, output } = await world((which) => {
    process.kill(which, 'SIGKILL');
    return ended;
  });
  controller.abort();
  expect(await running).toEqual({ code: null, trouble: { code: 'cancelled', params: {} } });
  await output.close();
  expect(calls.map(({ args }) => args)).toEqual([['/PID', String(pid), '/T', '/F']]);
  expect(calls[0]?.program).toMatch(/taskkill\.exe$/);
});

test('one that cannot be ended is told of, and not waited for', async () => {
  const { running, controller, output } = await world(() => ({
    ...ended,
    code: 1,
    stderr: 'Access is denied.',
  }));
  controller.abort();
  const { trouble } = await running;
  await output.close();
  expect(trouble).toMatchObject({ code: 'still-running' });
  expect(trouble && toolTrouble(trouble)).toContain('Do not use this copy');
});
