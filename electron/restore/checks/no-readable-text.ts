import path from 'node:path';
import { openRegularFile } from '../../bag/open-file';
import { systemCode } from '../../run/errors';
import { found, type Check } from './checked-copy';
import { ReadableText } from './readable-text';
import { someNames } from './some-names';

const CHUNK = 1 << 18;

/** From here on it is no chance any more: a program has written over the file. */
const MANY = { runs: 10, characters: 1000 } as const;

/**
 * Directory and store hold no readable text: those of healthy post offices have none, and text in them is what is left when
 * console output was written over them (domain.md 5.3 row 3, 6; Microsoft Q179072). Practice post offices hold text by design.
 */
export const noReadableTextCheck: Check = async ({ checked, inventory, signal }) => {
  if (checked.practice) return found('not-applicable', { reason: 'practice' });
  const files = inventory.files.filter(({ role }) => role === 'directory' || role === 'store');
  let [runs, characters, bytes] = [0, 0, 0];
  const withText: string[] = [];
  let first: { name1: string; at: number } | null = null;
  for (const file of files) {
    const text = new ReadableText();
    try {
      bytes += await readThrough(path.join(checked.copy, ...file.path.split('/')), text, signal);
    } catch (error) {
      signal.throwIfAborted();
      const reason = systemCode(error);
      if (reason === '') throw error;
      return found('failed', { reason: 'unreadable', system: reason, ...someNames([file.path]) });
    }
    if (text.firstAt === null) continue;
    first ??= { name1: file.path, at: text.firstAt };
    withText.push(file.path);
    runs += text.runs;
    characters += text.characters;
  }
  if (first === null) return found('ok', { files: files.length, bytes });
  const many = runs >= MANY.runs || characters >= MANY.characters;
  const params = { reason: 'text', runs, characters, files: withText.length, ...first };
  return found(many ? 'failed' : 'warning', params);
};

/** @returns the bytes of the file @throws system errors, the signal's reason */
async function readThrough(file: string, text: ReadableText, signal: AbortSignal): Promise<number> {
  const { handle } = await openRegularFile(file);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let bytes = 0; ;) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) {
        text.end();
        return bytes;
      }
      text.feed(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
