import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as passes } from 'node:timers/promises';
import type { ToolTrouble } from '../../shared/tools';
import { refused, type Outcome, type Workplace } from './attempt';
import type { Channel } from './output';
import { ToolProcess, type NotStarted, type ProcessPlan } from './process';

/** How long nothing may come any more from what somebody else still holds open, before it is left, ms. */
const QUIET_MS = 500;
const LOOK_EVERY = 50;

/** Runs a program whose own output is that of the tool. Never throws. */
export async function runOnHost(
  { output, stop }: Workplace,
  plan: ProcessPlan,
  goneWithin?: number,
): Promise<Outcome> {
  const tool = await ToolProcess.start(plan);
  if (!(tool instanceof ToolProcess)) return refused(whyNotStarted(tool, plan.program));
  stop.then(() => void tool.kill());
  const streams = [tool.stdout, tool.stderr].map((stream) => new Reading(stream, output.channel()));
  const exit = await stop.waitFor(tool.exit, goneWithin);
  await tool.kill(); // whatever it left behind must not go on writing to the copy
  await Promise.all(streams.map(async (stream) => await stream.finish()));
  if (exit === null)
    return refused({ code: 'still-running', params: { program: path.basename(plan.program) } });
  if (stop.trouble !== null) return refused(stop.trouble);
  if (exit.code === null) return refused({ code: 'ended', params: { how: exit.signal ?? 'unknown' } });
  return { code: exit.code, trouble: null };
}

/** Why a program could not be started, by the system's error. */
export function whyNotStarted({ error }: NotStarted, program: string): ToolTrouble {
  if (error === 'EACCES' || error === 'EPERM') return { code: 'no-rights', params: { tool: program } };
  return { code: 'not-started', params: { program: path.basename(program), reason: error } };
}

/** Reads a stream no faster than it is kept. */
class Reading {
  readonly #done: Promise<void>;
  #kept = false;
  #last = Date.now();

  constructor(
    private readonly stream: Readable,
    channel: Channel,
  ) {
    this.#done = this.#read(channel);
  }

  async #read(channel: Channel): Promise<void> {
    try {
      for await (const bytes of this.stream) {
        this.#kept = true;
        await channel.take(bytes as Buffer);
        this.#kept = false;
        this.#last = Date.now();
      }
    } catch {
      // It was left, or broke: what came until then is what there is.
    }
    await channel.end();
  }

  /** To its end; or until nothing comes any more, where somebody else holds it open (Wine's server does). */
  async finish(): Promise<void> {
    const done = this.#done.then(() => true);
    this.#last = Date.now();
    while (!(await Promise.race([done, passes(LOOK_EVERY, false)]))) {
      if (!this.#kept && Date.now() - this.#last > QUIET_MS) this.stream.destroy();
    }
  }
}
