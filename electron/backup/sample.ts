import { inside } from '../copy/folders';
import { eachInLanes } from '../copy/lanes';
import { stateOf, type FileSample, type SetSample } from '../access/quiet';
import { Cancelled } from '../run/errors';
import type { RunContext } from '../run/step';
import { possibleFiles } from './possible';
import type { BackupWork } from './work';

/** Reads every file of the post office where it lies. @throws PostbagError when it is not there; Cancelled */
export async function sampleSet(work: BackupWork, context: RunContext): Promise<SetSample> {
  const { inventory } = possibleFiles(await work.takeInventory(context.signal));
  const sample = new Map<string, FileSample>();
  const { pool, set } = work;
  await set.cancellable(context, async () => {
    const one = async ({ path }: { readonly path: string }): Promise<void> => {
      sample.set(path, await sampleFile(work, path));
    };
    await eachInLanes(inventory.files, pool.threads, one, () => pool.cancel());
  });
  return sample;
}

async function sampleFile({ pool, source }: BackupWork, path: string): Promise<FileSample> {
  const file = inside(source, path);
  try {
    const state = await stateOf(file);
    const outcome = await pool.do({ kind: 'rehash', file, bytes: state.bytes, table: null });
    if ('answer' in outcome) return { ...state, sha256: outcome.answer.sha256 };
    if (outcome.trouble.side === 'cancelled') throw new Cancelled('cancelled');
    return { ...state, sha256: null };
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return { bytes: 0, modified: 0n, inode: 0n, sha256: null }; // gone, or not to be read: no proof of anything
  }
}
