/**
 * Kills its own process at one point: before or after one call that changes a disk. To be imported before anything else, so that
 * whoever imports these functions later gets the counted ones.
 *
 * `DIE_AT`: number of the point; without it every point is only written to the file `DIE_LOG`, a line each.
 */
import fs from 'node:fs';
import fsp, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const { DIE_AT: at, DIE_LOG: log } = process.env;
const real = { appendFileSync: fs.appendFileSync };
let points = 0;

async function point(name: string): Promise<void> {
  const mine = points++;
  if (log !== undefined) real.appendFileSync(log, `${name}\n`);
  if (at === undefined || mine !== Number(at)) return;
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => undefined);
}

type Call = (...args: readonly unknown[]) => unknown;

function count(owner: object, name: string): void {
  const calls = owner as Record<string, Call>;
  const call = calls[name];
  if (call === undefined) return;
  calls[name] = async function (this: unknown, ...args: readonly unknown[]) {
    await point(`before ${name}`);
    const result = await call.apply(this, [...args]);
    await point(`after ${name}`);
    return result;
  };
}

/** The same of functions that call back. */
function countCallback(name: 'rename' | 'fsync'): void {
  const calls = fs as unknown as Record<string, Call>;
  const call = calls[name];
  calls[name] = (...args: readonly unknown[]) => {
    const back = args.at(-1) as Call;
    void point(`before ${name}`).then(() =>
      call?.(...args.slice(0, -1), (...results: readonly unknown[]) => {
        void point(`after ${name}`).then(() => back(...results));
      }),
    );
  };
}

const handle: FileHandle = await fsp.open(process.execPath, 'r');
for (const name of ['sync', 'appendFile', 'writeFile']) count(Object.getPrototypeOf(handle) as object, name);
await handle.close();
for (const name of ['rename', 'rmdir', 'rm', 'mkdir', 'utimes']) count(fsp, name);
for (const name of ['rename', 'fsync'] as const) countCallback(name);
syncBuiltinESMExports();

/** What an importer can ask for, so that this is loaded first. */
export const counting = true;
