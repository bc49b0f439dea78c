import { keepsTimes } from '../../copy/settling/kept-times';
import { rootOf } from '../../postoffice/source';
import type { RunContext } from '../../run/step';
import { sampleSet } from '../sample';
import type { BackupWork } from '../work';

/** File times, where the system keeps them for files that are open; else the bytes. */
export type SeenBy = 'times' | 'content';

/** What a set looked like, to compare. */
export interface SetLook {
  /** Each file as text. */
  readonly files: ReadonlyMap<string, string>;
  /** The newest time of all files, ms since 1970 UTC; null where the bytes were looked at. */
  readonly newest: number | null;
}

/** What writes to a set can be seen by. */
export async function seenBy({ source }: BackupWork): Promise<SeenBy> {
  return (await keepsTimes(rootOf(source))) ? 'times' : 'content';
}

/** Looks at all files of a set where they are read. @throws PostbagError when they cannot be listed; Cancelled */
export async function lookAtSet(work: BackupWork, by: SeenBy, context: RunContext): Promise<SetLook> {
  if (by === 'content') {
    const sample = await sampleSet(work, context);
    return { files: new Map([...sample].map(([path, { sha256 }]) => [path, String(sha256)])), newest: null };
  }
  const { files } = await work.takeInventory(context.signal);
  return {
    files: new Map(
      files.map(({ path, bytes, mtimeMs, identity }) => [
        path,
        `${String(bytes)}/${String(mtimeMs)}/${identity}`,
      ]),
    ),
    newest: files.reduce((newest, { mtimeMs }) => Math.max(newest, mtimeMs), 0),
  };
}

/** Files that look different, appeared, or are gone. */
export function writtenBetween({ files: before }: SetLook, { files: after }: SetLook): string[] {
  const changed = [...after].filter(([path, state]) => before.get(path) !== state).map(([path]) => path);
  const gone = [...before.keys()].filter((path) => !after.has(path));
  return [...changed, ...gone];
}
