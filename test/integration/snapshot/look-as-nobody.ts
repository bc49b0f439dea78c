import { runProgram } from '../../../electron/run/program';
import { btrfs } from '../../../electron/snapshot/btrfs';
import { reflink } from '../../../electron/snapshot/reflink';
import { noMirrorCommands } from '../../../shared/still';

/** What a provider says of a folder, for a test that runs it in an account without rights. */
export async function look(id: 'btrfs' | 'reflink', folder: string): Promise<unknown> {
  const provider = { btrfs, reflink }[id];
  const { platform } = process;
  const place = { folder, name: 'Leeds', bytes: 1, commands: noMirrorCommands, runProgram, platform };
  return await provider.look(place);
}

/** Clones a folder, reads one file of it and removes the clones. */
export async function cloneAndRead(folder: string, runId: string, file: string): Promise<unknown> {
  const { readFile } = await import('node:fs/promises');
  const { platform } = process;
  const place = { folder, name: 'Leeds', bytes: 1, commands: noMirrorCommands, runProgram, platform };
  const still = await reflink.prepare(place, { runId, folder: '/nothing' });
  try {
    await still.make.act(new AbortController().signal);
    return await readFile(`${still.folder()}/${file}`, 'utf8');
  } catch (error) {
    return (error as { params?: unknown }).params ?? String(error);
  } finally {
    await reflink.remove(still.make.undo.params, runId, runProgram);
  }
}
