import type { StillReason } from '../../../shared/still';
import type { Params } from '../../../shared/severity';
import { describeError } from '../../run/errors';
import { runScript, ScriptError } from '../../run/windows/powershell';
import { driveOf, plainPath, serverOf } from '../../run/windows/windows-path';
import { unusable, type StillLook, type StillPlace } from '../../volume/still';
import { LookAnswer, shadowScripts } from './shadow-scripts';
import { canBeShadowed, shadowSpace, volumeOf, type ShadowVolume } from './shadow-volume';

const PROGRAM = 'PowerShell';

interface Found {
  readonly look: StillLook;
  /** Null where it cannot be used. */
  readonly volume: ShadowVolume | null;
}

/** Finds the volume of a place, and looks whether shadow copies can be made of it. Changes nothing. Never throws. */
export async function findShadowVolume(place: StillPlace): Promise<Found> {
  const no = (code: StillReason, params: Params = {}): Found => ({
    look: unusable(code, params),
    volume: null,
  });
  if (place.platform !== 'win32') return no('other-system');
  const folder = plainPath(place.folder);
  const elsewhere = serverOf(folder);
  if (elsewhere !== null) return no('on-another-computer', { server: elsewhere });
  try {
    const values = { drive: driveOf(folder) };
    const call = { script: shadowScripts.look, values, answer: LookAnswer };
    const seen = await runScript(place.runProgram, call);
    const [server] = seen.mapped.flatMap((target) => serverOf(target) ?? []);
    if (server !== undefined) return no('on-another-computer', { server });
    if (!seen.elevated) return no('no-rights', { program: PROGRAM });
    const volume = volumeOf(folder, seen);
    if (!volume) return no('other-volume', { type: 'a volume unknown to Windows', point: folder });
    if (!canBeShadowed(volume))
      return no('other-volume', { type: volume.fileSystem || 'an unknown file system', point: volume.name });
    return { look: usable(volume.name, shadowSpace(volume, seen)), volume };
  } catch (error) {
    return { look: { ...unusable('failed'), reason: reasonFor(error) }, volume: null };
  }
}

const usable = (volume: string, spaceBytes: number | null): StillLook => ({
  usable: true,
  reason: null,
  volume,
  covers: 'one-instant',
  spaceBytes,
  resync: null,
  mounts: false,
});

/** Why a script gave no answer. */
export function reasonFor(error: unknown): { readonly code: StillReason; readonly params: Params } {
  const program = PROGRAM;
  if (!(error instanceof ScriptError))
    return { code: 'failed', params: { program, reason: describeError(error) } };
  if (error.kind === 'missing') return { code: 'program-missing', params: { program } };
  if (error.kind === 'failed') return { code: 'failed', params: { program, reason: error.message } };
  return { code: error.kind, params: { program } };
}
