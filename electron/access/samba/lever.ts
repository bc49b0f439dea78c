import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { describeError, systemCode } from '../../run/errors';
import { changeConfig, readConfig, spotOf } from './config-file';
import { hasBlock, withBlock, withoutBlock } from './config-text';
import {
  availableInRegistry,
  closeInRegistry,
  isInRegistry,
  isMarkedInRegistry,
  openInRegistry,
} from './registry';
import type { Share } from './shares';
import { SambaTrouble, type Samba } from './tools';

/** What has to be changed to close a share, and to open it again. */
export const Lever = z.discriminatedUnion('kind', [
  /** Its section stands in this file; absolute, links followed. */
  z.object({ kind: z.literal('file'), share: z.string(), file: z.string() }),
  /** It stands in Samba's registry; `before` is what it said of being available, mostly nothing. */
  z.object({ kind: z.literal('registry'), share: z.string(), before: z.string() }),
]);
export type Lever = z.infer<typeof Lever>;

/**
 * Finds what closes a share, and whether it may be changed. Changes nothing.
 * @param config the configuration file that Samba reads
 * @throws SambaTrouble `config-not-writable`
 */
export async function findLever(samba: Samba, config: string, share: Share): Promise<Lever> {
  const { name } = share;
  const no = (file: string, reason: string): SambaTrouble =>
    new SambaTrouble('config-not-writable', { file, reason }, reason);
  if (share.byUser) throw no(config, `net usershare: ${name}`);
  let file: string | null;
  try {
    file = (await spotOf(config, name))?.file ?? null;
  } catch (error) {
    throw no(config, systemCode(error) || describeError(error));
  }
  if (file === null) {
    if (!(await isInRegistry(samba, name))) throw no(config, `[${name}] was not found in it`);
    return { kind: 'registry', share: name, before: await availableInRegistry(samba, name) };
  }
  try {
    // The file is replaced by a new one, so its folder must be writable, too.
    for (const one of [file, path.dirname(file)]) await access(one, constants.W_OK);
  } catch (error) {
    throw no(file, systemCode(error) || describeError(error));
  }
  return { kind: 'file', share: name, file };
}

/** Closes a share; Samba must be told to look. @throws SambaTrouble, system errors */
export async function pull(samba: Samba, config: string, lever: Lever, runId: string): Promise<void> {
  const { share } = lever;
  if (lever.kind === 'registry') {
    await closeInRegistry(samba, share, runId);
    return;
  }
  await changeConfig(lever.file, async (text) => {
    // Looked for again: somebody may have written to the file since.
    const spot = await spotOf(config, share);
    if (spot?.file !== lever.file) throw new Error(`${lever.file}: [${share}] is no more there`);
    return withBlock(text, spot.before, runId);
  });
}

/** Takes back what `pull` did in this run. @returns whether there was something. @throws SambaTrouble, system errors */
export async function release(samba: Samba, lever: Lever, runId: string): Promise<boolean> {
  if (lever.kind === 'registry') return await openInRegistry(samba, lever.share, lever.before, runId);
  try {
    return await changeConfig(lever.file, (text) => withoutBlock(text, runId));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false; // a file that is not there closes nothing
    throw error;
  }
}

/** Whether a run of Postbag pulled it, whichever. */
export async function isPulled(samba: Samba, lever: Lever): Promise<boolean> {
  return lever.kind === 'registry'
    ? await isMarkedInRegistry(samba, lever.share)
    : hasBlock(await readConfig(lever.file));
}
