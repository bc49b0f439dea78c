import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RunnerState } from '../../shared/tools';
import { toolTrouble } from '../../shared/words/tools';
import { describeError } from '../run/errors';
import type { ToolCall, ToolRunner } from './runner';

/** What every test program prints, and what it ends with. */
const SAYS = 'postbag';
const ENDS_WITH = 42;
const LIMIT_MS = 120_000;
const MOST_BYTES = 100_000;

export interface TestCall extends Pick<ToolCall, 'tool' | 'args' | 'scratch' | 'signal'> {
  readonly run: ToolRunner['run'];
}

/** Runs a test program as a tool is run. @returns the state of a runner that passed, or why it did not */
export async function testState(
  runner: Pick<RunnerState, 'id' | 'version' | 'program'>,
  test: TestCall,
): Promise<RunnerState> {
  const reason = await whyNot(test);
  if (reason === null) return { ...runner, usable: true, reason: null };
  const params = { program: runner.program ?? runner.id, reason };
  return { ...runner, usable: false, reason: { code: 'self-test-failed', params } };
}

async function whyNot({ tool, args, scratch, signal, run }: TestCall): Promise<string | null> {
  try {
    const [copy, call] = [path.join(scratch, 'copy'), path.join(scratch, 'call')];
    await mkdir(copy, { recursive: true });
    await mkdir(call);
    const end = await run({
      tool,
      args,
      values: { name: '', password: '' },
      copy,
      scratch: call,
      limitMs: LIMIT_MS,
      mostBytes: MOST_BYTES,
      signal,
      onOutput: () => undefined,
    });
    if (end.reason) return toolTrouble(end.reason);
    const output = (await readFile(end.outputFile, 'utf8')).trim();
    if (end.exitCode === ENDS_WITH && output === SAYS) return null;
    return `it ended with ${String(end.exitCode)} and printed “${output.slice(0, 200)}”`;
  } catch (error) {
    return describeError(error);
  }
}
