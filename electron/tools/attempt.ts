import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { ToolEnd, ToolFailure, ToolReason, ToolTrouble } from '../../shared/tools';
import { isoTime, SteadyClock } from '../run/clock';
import { describeError, systemCode } from '../run/errors';
import { ToolOutput, type Encoding } from './output';
import type { ToolCall } from './runner';
import { maskFiles, maskText } from './secrets';
import { Stop } from './stop';

const failures: Readonly<Record<ToolReason, ToolFailure>> = {
  'tool-missing': 'missing',
  'runner-missing': 'missing',
  'not-a-program': 'refused',
  'no-rights': 'refused',
  'needs-dos': 'refused',
  'needs-windows': 'refused',
  'needs-old-windows': 'refused',
  'needs-32-bit': 'refused',
  'too-long': 'refused',
  'shell-only': 'refused',
  characters: 'refused',
  'empty-argument': 'refused',
  'tools-folder-large': 'refused',
  'not-loaded': 'did-not-run',
  'not-started': 'did-not-run',
  'not-prepared': 'did-not-run',
  limit: 'timeout',
  cancelled: 'cancelled',
  flooded: 'flooded',
  'output-not-kept': 'output-lost',
  'disk-full': 'output-lost',
  ended: 'ended',
  'still-running': 'ended',
};

/** What a runner has while a tool runs. */
export interface Workplace {
  /** Absolute, empty: where the tool works. */
  readonly work: string;
  readonly output: ToolOutput;
  readonly stop: Stop;
}

export interface Outcome {
  readonly code: number | null;
  readonly trouble: ToolTrouble | null;
}

/** What came out of a tool could not be kept as it has to be. */
export const notKept = (reason: string): ToolTrouble => ({ code: 'output-not-kept', params: { reason } });

export const refused = (trouble: ToolTrouble): Outcome => ({ code: null, trouble });

/** What all runners have in common: the folder, the output, what may stop it, and leaving no password behind. Never throws. */
export async function attempt(
  call: ToolCall,
  encoding: Encoding,
  run: (at: Workplace) => Promise<Outcome>,
): Promise<ToolEnd> {
  const clock = new SteadyClock();
  const startedAt = isoTime(clock.now());
  const outputFile = path.join(call.scratch, 'output.txt');
  const { code, trouble } = await carryOut(call, encoding, outputFile, run);
  return {
    exitCode: code,
    failed: trouble && failures[trouble.code],
    reason: trouble,
    outputFile,
    startedAt,
    endedAt: isoTime(clock.now()),
  };
}

async function carryOut(
  call: ToolCall,
  encoding: Encoding,
  outputFile: string,
  run: (at: Workplace) => Promise<Outcome>,
): Promise<Outcome> {
  const { password } = call.values;
  const work = path.join(call.scratch, 'work');
  const stop = new Stop(call);
  try {
    await mkdir(work);
    const output = await openOutput(call, encoding, outputFile, stop);
    let outcome: Outcome;
    try {
      outcome = stop.trouble ? refused(stop.trouble) : await run({ work, output, stop });
    } finally {
      await output.close();
      await maskFiles(work, password).catch((error: unknown) => stop.now(notKept(systemCode(error))));
    }
    // What the tool itself came to says more than that we gave up waiting for it.
    return outcome.trouble?.code === 'still-running'
      ? outcome
      : { code: outcome.code, trouble: stop.trouble ?? outcome.trouble };
  } catch (error) {
    const reason = maskText(systemCode(error) || describeError(error), password);
    return refused(stop.trouble ?? { code: 'not-prepared', params: { reason } });
  } finally {
    stop.end();
  }
}

async function openOutput(call: ToolCall, encoding: Encoding, file: string, stop: Stop): Promise<ToolOutput> {
  const { mostBytes, onOutput, values } = call;
  return await ToolOutput.open({
    file,
    encoding,
    password: values.password,
    mostBytes,
    onOutput,
    onFlood: () => stop.now({ code: 'flooded', params: { mostBytes } }),
    onLost: (reason) => stop.now(notKept(reason)),
  });
}
