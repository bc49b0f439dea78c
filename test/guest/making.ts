import { writeSync } from 'node:fs';
import { lvmMirror } from '../../electron/mirror/lvm';
import { md } from '../../electron/mirror/md';
import { runProgram, type RunProgram } from '../../electron/run/program';
import { lvm } from '../../electron/snapshot/lvm';
import { whileFrozen } from '../../electron/volume/freeze';
import { noMirrorCommands } from '../../shared/still';

const providers = { lvm, 'lvm-mirror': lvmMirror, md };
export type Made = keyof typeof providers;

const say = (what: unknown): void => void writeSync(1, `${JSON.stringify(what)}\n`);
const forever = async (): Promise<never> => await new Promise(() => setInterval(() => undefined, 60_000));

/**
 * Makes a still as a run does, in a process that a test can kill. Prints the undos, as they would stand in the journal; then
 * `there` when the first program was run whose line begins with `stop`, and does nothing more.
 */
export async function makeUntil(
  id: Made,
  folder: string,
  runId: string,
  own: string,
  stop: string,
): Promise<void> {
  const stopping: RunProgram = async (call) => {
    const end = await runProgram(call);
    if (![call.program, ...(call.args ?? [])].join(' ').startsWith(stop)) return end;
    say('there');
    return await forever();
  };
  const { platform } = process;
  const place = {
    folder,
    name: 'Harbour',
    bytes: 1,
    commands: noMirrorCommands,
    runProgram: stopping,
    platform,
  };
  const still = await providers[id].prepare(place, { runId, folder: own });
  const acts = [still.make, ...(still.mount ? [still.mount] : [])];
  say(acts.map(({ undo }) => undo));
  for (const act of acts) await act.act(new AbortController().signal);
}

/** Freezes a file system, prints `there`, and does nothing more. */
export async function freezeUntil(point: string, seconds: number): Promise<void> {
  await whileFrozen({ point, provider: 'md', runProgram, seconds }, async () => {
    say('there');
    await forever();
  });
}
