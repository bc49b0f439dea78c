import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { saidBy, type ProgramEnd } from '../run/program';

/** The folder in which the half of a mirror is read. */
export interface Half {
  /** Absolute, as it was printed. */
  readonly folder: string;
  readonly device: bigint;
}

/**
 * The half's folder, by what the administrator's command printed: one line, the absolute path of a folder that is there.
 * @param live absolute folder of the post office that people work in
 * @throws Error with a reason for a person
 */
export async function findHalf(end: ProgramEnd, live: string): Promise<Half> {
  if (end.code !== 0) throw new Error(saidBy(end));
  const lines = end.stdout.split(/\r?\n/).filter((line) => line.trim() !== '');
  const folder = lines[0]?.trim();
  if (folder === undefined || lines.length > 1)
    throw new Error(
      `The command that says where the half is has printed ${String(lines.length)} lines, not one path.`,
    );
  if (!path.isAbsolute(folder)) throw new Error(`${folder} is no absolute path.`);
  const [half, other] = await Promise.all([
    stat(folder, { bigint: true }).catch(() => null),
    stat(live, { bigint: true }),
  ]);
  if (!half?.isDirectory()) throw new Error(`${folder} is no folder that can be read here.`);
  // A number of 0 stands for none: some servers of files give none.
  if (half.dev === other.dev && half.ino === other.ino && half.ino !== 0n)
    throw new Error(`${folder} is the post office that people work in, not a half that stands still.`);
  await mustHoldSomething(folder);
  return { folder, device: half.dev };
}

async function mustHoldSomething(folder: string): Promise<void> {
  if ((await readdir(folder)).length === 0) throw new Error(`${folder} is empty.`);
}

/** Whether a half is still there: a volume that was taken away leaves an empty folder, or another volume's. */
export async function sameHalf({ folder, device }: Half): Promise<boolean> {
  const now = await stat(folder, { bigint: true });
  await mustHoldSomething(folder);
  return now.dev === device;
}
