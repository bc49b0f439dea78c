import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isPartialBagName } from './naming';
import { readRunIds, RUN_ID_FILE, type PartialBag } from './partial-bag';

/** The unfinished bag of a run that was cut short. */
export interface Adoption {
  /** Absolute folder. */
  readonly folder: string;
  /** The run that made it. */
  readonly madeBy: string;
  /** Files below `data`, with `/`, that are known to be whole. */
  readonly whole: ReadonlySet<string>;
  /** Bytes of these. */
  readonly bytes: number;
}

/**
 * Takes over the unfinished bag of a run that was cut short. Both runs own it from then on, so whichever of them is taken
 * back removes it. Whole files stay in `data`; what was half written goes, and so does everything that described them.
 * @throws system errors; Error when it is not that run's bag
 */
export async function adoptPartialBag(bag: PartialBag, from: Adoption, runId: string): Promise<void> {
  const { folder, madeBy } = from;
  if (!isPartialBagName(path.basename(folder)) || path.dirname(folder) !== path.dirname(bag.folder)) {
    throw new Error(`${folder} is not an unfinished bag of this post office`);
  }
  const known = (await lstat(folder)).isDirectory() ? await readRunIds(folder) : null;
  if (!known?.includes(madeBy)) throw new Error(`${folder} was not made by run ${madeBy}`);
  await appendSynced(path.join(folder, RUN_ID_FILE), `${runId}\n`);
  await rename(folder, bag.folder);
  await prune(bag.folder, '', (file) => file === RUN_ID_FILE || isWhole(file, from.whole));
}

function isWhole(file: string, whole: ReadonlySet<string>): boolean {
  return file.startsWith('data/') && whole.has(file.slice('data/'.length));
}

/** Removes every file of a bag that is not wanted. Folders stay: an empty one is no part of a bag's manifest. */
async function prune(root: string, below: string, wanted: (file: string) => boolean): Promise<void> {
  for (const entry of await readdir(path.join(root, below), { withFileTypes: true })) {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) await prune(root, file, wanted);
    else if (!wanted(file)) await rm(path.join(root, file));
  }
}

async function appendSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
