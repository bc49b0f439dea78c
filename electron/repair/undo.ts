import { access, rm } from 'node:fs/promises';
import path from 'node:path';
import { PostbagError } from '../run/errors';
import { isRunId } from '../run/folders';
import type { UndoHandler } from '../run/step';
import { exists } from '../vault/bag-place';
import { attemptOf, repairFolder } from './folder';
import { readRepair } from './record';
import { CopyStates } from './states';

/**
 * Brings a private copy back to the state before a step whose tool did not run to its end. A step that was done before the
 * process died only has its state put away. What it is given comes from a journal, and is checked: only a folder that holds
 * the record of that very repair is touched.
 */
export const restoreCopy: UndoHandler = async (params, runId) => {
  const folder = String(params['folder']);
  const attempt = String(params['attempt']);
  const at = attemptOf(attempt);
  if (!path.isAbsolute(folder) || at === null) throw new Error(`${folder} is not the folder of a repair`);
  const repair = await readRepair(folder).catch((error: unknown) => {
    if (error instanceof PostbagError) return null;
    throw error;
  });
  if (repair === null) return await isGone(folder);
  if (repair.id !== path.basename(folder) || !isRunId(repair.id))
    throw new Error(`${folder} is not the folder of this repair`);
  const { copy, before, steps } = repairFolder(folder);
  const states = new CopyStates(copy, before);
  const outcome = repair.steps[at.step]?.outcome ?? null;
  if (outcome?.runId === runId && outcome.failed === null) {
    await states.settle(at.step, outcome.changes);
    return false;
  }
  const acted = await states.restoreWhole(at.step);
  // What a tool printed before it died may hold the password; what was kept whole has it taken out.
  if (outcome?.attempt !== attempt) await rm(path.join(steps, attempt), { recursive: true, force: true });
  return acted;
};

/** A person may have removed a repair: then there is nothing left to bring back. */
async function isGone(folder: string): Promise<boolean> {
  await access(path.dirname(folder)); // while the disk is away, nobody can say
  if (await exists(folder)) throw new Error(`the record of the repair in ${folder} cannot be read`);
  return false;
}
