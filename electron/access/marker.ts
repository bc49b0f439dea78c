import { constants } from 'node:fs';
import { access, readdir, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../bag/folder-sync';
import { SHUTDOWN_MARKER } from '../postoffice/formats';
import { foldCase } from '../postoffice/names';
import { describeError, PostbagError, systemCode } from '../run/errors';
import type { UndoHandler } from '../run/step';
import { unavailable, type AccessAdapter, type Place } from './adapter';
import { asDrafted, holdsRun, isUnfinished, makeMarkerFile, textOf } from './marker-file';

/** The name of the file that is written first; only the run of that id ever touches it. */
function draftName(runId: string): string {
  if (!/^[\w-]+$/.test(runId)) throw new Error(`${runId} is not the id of a run`);
  return `.postbag-${runId}.tmp`;
}

/** The markers in a folder, however they are spelled: DOS knew no case. @throws system errors */
async function markersIn(root: string): Promise<string[]> {
  return (await readdir(root)).filter((name) => foldCase(name) === SHUTDOWN_MARKER);
}

/** @throws PostbagError `closed-by-somebody-else` */
async function refuseWhereOneIs(root: string): Promise<void> {
  const [file] = await markersIn(root);
  if (file !== undefined) throw new PostbagError('close', 'closed-by-somebody-else', { file });
}

async function look({ root }: Place): ReturnType<AccessAdapter['look']> {
  try {
    const [file] = await markersIn(root);
    const target = SHUTDOWN_MARKER;
    if (file !== undefined) return { ...unavailable('closed-by-somebody-else', { file }), target };
    await access(root, constants.W_OK);
    return { lists: false, closes: true, reason: null, target };
  } catch (error) {
    return unavailable('not-writable', { reason: systemCode(error) || describeError(error) });
  }
}

/** Anything that goes wrong with the marker, as what a person can act on. */
async function orCloseFailed(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof PostbagError) throw cause;
    const params = { adapter: 'marker', reason: describeError(cause) };
    throw new PostbagError('close', 'close-failed', params, { cause });
  }
}

/**
 * Asks everybody to stay away with the file CCPODOWN in the post office's folder. It is a request and not a proof: some
 * programs are known to heed it, of clients and the Router nothing is known, and nobody who is in has to leave
 * (domain.md 4.1).
 * @param message what people read who look into the file; may have several lines
 */
export function makeMarker(message: string): AccessAdapter {
  return {
    id: 'marker',
    look,
    async closing({ root }, runId) {
      const draft = path.join(root, draftName(runId));
      await orCloseFailed(async () => await refuseWhereOneIs(root));
      return {
        undo: { action: 'remove-marker', params: { folder: root, root } },
        act: async () =>
          await orCloseFailed(async () => {
            await refuseWhereOneIs(root); // where names have case, another spelling would not be in the way
            const file = path.join(root, SHUTDOWN_MARKER);
            const made = await makeMarkerFile({ file, draft, message, runId });
            if (!made) throw new PostbagError('close', 'closed-by-somebody-else', { file: SHUTDOWN_MARKER });
          }),
      };
    },
  };
}

export const marker = makeMarker('');

/**
 * Removes the marker of this run, and its draft. `params`: `root`, the folder of the post office.
 * @throws while the folder cannot be read, or is empty as the place of a disk that is not connected: nobody can say then
 *   that nothing is left. And where a crash left a marker without content, which may be anybody's.
 */
export const removeMarker: UndoHandler = async (params, runId) => {
  const root = String(params['root']);
  if (!path.isAbsolute(root)) throw new Error(`${root} is not the folder of a post office`);
  if ((await readdir(root)).length === 0) throw new Error(`${root} is empty: its disk may be away`);
  const draft = path.join(root, draftName(runId));
  const drafted = await textOf(draft);
  let done = drafted !== null;
  for (const name of await markersIn(root)) {
    const file = path.join(root, name);
    const text = await textOf(file);
    if (text === null) continue;
    if (holdsRun(text, runId)) {
      await unlink(file);
      done = true;
    } else if (isUnfinished(text, asDrafted(drafted, runId))) {
      throw new Error(`${file} has no end: it cannot be told whether this run or somebody else made it`);
    }
  }
  await rm(draft, { force: true }); // last: it says whose an unfinished marker may be
  if (done) await syncFolder(root);
  return done;
};
