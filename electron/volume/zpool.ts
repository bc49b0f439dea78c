import { type ProgramEnd, type RunProgram } from '../run/program';
import { Refusal } from './refusal';
import { runUnlessGone } from './zfs';
import { parsePoolStatus, type PoolPart, type PoolStatus } from './zpool-status';

/** An end because of an option that a program does not know: zfs-fuse is from 2010. */
export const unknownOption = ({ code, stderr }: ProgramEnd): boolean =>
  code === 2 && stderr.startsWith('invalid option');

/**
 * What a pool looks like now; null where it is not imported.
 * @throws Refusal `program-missing`, `no-rights`, `failed`, `not-understood`
 */
export async function readPool(pool: string, runProgram: RunProgram): Promise<PoolStatus | null> {
  const printed = await runUnlessGone(
    { program: 'zpool', args: ['status', '-P', pool] },
    // zfs-fuse has no -P: it prints whole paths of files, and of devices what OpenZFS prints without it.
    async (call) => {
      const end = await runProgram(call);
      return unknownOption(end) ? await runProgram({ ...call, args: ['status', pool] }) : end;
    },
  );
  if (printed === null) return null;
  const status = parsePoolStatus(printed);
  if (status?.name !== pool) throw new Refusal('not-understood', { program: 'zpool' });
  return status;
}

/** The same of one that has to be there. @throws Refusal; Error where it is not imported */
export async function readOwnPool(pool: string, runProgram: RunProgram): Promise<PoolStatus> {
  const status = await readPool(pool, runProgram);
  if (status === null) throw new Error(`The pool ${pool} is not imported here now.`);
  return status;
}

/** Whether a part of a pool is a mirror. */
export const isMirror = ({ name, devices }: PoolPart): boolean =>
  /^mirror(-\d+)?$/.test(name) && devices.length > 1;
