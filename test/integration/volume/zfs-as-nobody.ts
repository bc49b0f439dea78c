import { zfsMirror } from '../../../electron/mirror/zfs';
import { runProgram } from '../../../electron/run/program';
import { zfs } from '../../../electron/snapshot/zfs';
import { noMirrorCommands } from '../../../shared/still';

/** What both providers say of a folder, for a test that runs it in an account without rights. */
export async function look(folder: string): Promise<unknown> {
  const { platform } = process;
  const place = { folder, name: 'Leeds', bytes: 1, commands: noMirrorCommands, runProgram, platform };
  return [await zfs.look(place), await zfsMirror.look(place)];
}
