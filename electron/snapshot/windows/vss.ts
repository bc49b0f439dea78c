import path from 'node:path';
import { stillReason } from '../../../shared/words/still';
import { shadowCopyReason } from '../../../shared/words/still-windows';
import { describeError, PostbagError } from '../../run/errors';
import type { ProgramEnd, RunProgram } from '../../run/program';
import { runScript, ScriptError } from '../../run/windows/powershell';
import type { Held, StillAct } from '../../volume/still';
import { beginNote, checkNothingLeft, dropNote, noteEnded, noteOf, readNote } from '../note';
import type { SnapshotProvider } from '../provider';
import { findShadowVolume, reasonFor } from './shadow-look';
import { ListAnswer, MakeAnswer, RemoveAnswer, shadowScripts } from './shadow-scripts';
import { sameVolume, type ShadowVolume } from './shadow-volume';

const PROVIDER = 'vss';

/** Programs that write are asked to pause, and may take their time, ms. */
const MAKE_MS = 120_000;

const LIST_COMMAND = 'vssadmin list shadows';

const notMade = (reason: string): PostbagError =>
  new PostbagError('copy', 'still-not-made', { provider: PROVIDER, reason });

/** @returns where it can be read, and its id @throws PostbagError `still-not-made` */
async function make(volume: ShadowVolume, note: string, runProgram: RunProgram): Promise<Shadow> {
  let ended: ProgramEnd['failed'] | undefined;
  const run: RunProgram = async (call) => {
    const end = await runProgram(call);
    ended = end.failed;
    return end;
  };
  try {
    await beginNote(note);
    const call = { script: shadowScripts.make, values: { volume: volume.id, note }, answer: MakeAnswer };
    const { code, id, device } = await runScript(run, { ...call, limitMs: MAKE_MS });
    if (code === 0 && isDevice(device)) return { id, folder: `${device}\\${volume.inside}` };
    if (code === 0) throw notMade('Windows does not say where the shadow copy can be read.');
    await dropNote(note); // nothing was made
    throw notMade(shadowCopyReason(code));
  } catch (error) {
    if (error instanceof PostbagError) throw error;
    const never = ended === undefined || ended === 'missing' || ended === 'refused';
    // Whatever PowerShell did not write down it has done or not, but is not doing any more.
    await (never ? dropNote(note) : ended === null ? noteEnded(note) : Promise.resolve()).catch(
      () => undefined,
    );
    if (!(error instanceof ScriptError)) throw notMade(describeError(error));
    throw notMade(stillReason(reasonFor(error)));
  }
}

interface Shadow {
  readonly id: string;
  /** Absolute, as only programs of Windows itself write it: to be read as it is, never resolved. */
  readonly folder: string;
}

const isDevice = (device: string): boolean => /^\\\\\?\\GLOBALROOT\\Device\\[^\\]+$/i.test(device);

/** The shadow copies of a volume. @throws ScriptError */
async function shadowsOf(volume: string, runProgram: RunProgram): Promise<ListAnswer['shadows']> {
  const { shadows } = await runScript(runProgram, { script: shadowScripts.list, answer: ListAnswer });
  return shadows.filter((shadow) => sameVolume(shadow.volume, volume));
}

/**
 * Shadow copies of Windows. They have no name of ours, and their id is known only when they are there: the script that
 * makes one writes its id into a note. One is read by the path of its device, without being mounted.
 */
export const vss: SnapshotProvider = {
  id: PROVIDER,
  look: async (place) => (await findShadowVolume(place)).look,

  async prepare(place, { runId, folder }) {
    const { look, volume } = await findShadowVolume(place);
    if (!volume) throw notMade(look.reason ? stillReason(look.reason) : '');
    const { runProgram } = place;
    const note = path.join(folder, 'shadow-copy.txt');
    let shadow: Shadow | null = null;
    const act: StillAct = {
      undo: {
        action: 'remove-snapshot',
        params: { provider: PROVIDER, run: runId, volume: volume.id, shown: volume.name, note },
      },
      act: async (signal) => {
        signal.throwIfAborted();
        shadow = await make(volume, note, runProgram);
      },
    };
    return {
      make: act,
      mount: null,
      folder: () => {
        if (!shadow) throw new Error('there is no shadow copy yet');
        return shadow.folder;
      },
      held: async () => await isHeld(shadow, volume, runProgram),
    };
  },

  async remove(params, runId, runProgram) {
    if (params['run'] !== runId) return false;
    const file = noteOf(params, runId);
    const shown = String(params['shown']);
    const note = await readNote(file);
    let removed = false;
    if (note?.made) {
      const call = { script: shadowScripts.remove, values: { id: note.made }, answer: RemoveAnswer };
      const { found, left } = await runScript(runProgram, { ...call, limitMs: MAKE_MS });
      if (left > 0) throw new Error(`Windows did not remove the shadow copy ${note.made} of ${shown}.`);
      removed = found > 0;
    } else if (note) {
      const shadows = await shadowsOf(String(params['volume']), runProgram);
      const times = shadows.map(({ at }) => Date.parse(at));
      checkNothingLeft(note, times, { shown, command: LIST_COMMAND });
    }
    await dropNote(file);
    return removed;
  },
};

/** Windows removes shadow copies when their storage is full: what was read of one that is gone is worth nothing. */
async function isHeld(shadow: Shadow | null, volume: ShadowVolume, runProgram: RunProgram): Promise<Held> {
  if (!shadow) return { held: false, reason: 'There is no shadow copy.' };
  try {
    const { id } = shadow;
    const shadows = await shadowsOf(volume.id, runProgram);
    return shadows.some((one) => one.id.toLowerCase() === id.toLowerCase())
      ? { held: true }
      : { held: false, reason: `Windows has removed the shadow copy of ${volume.name} meanwhile.` };
  } catch (error) {
    return { held: false, reason: stillReason(reasonFor(error)) };
  }
}
