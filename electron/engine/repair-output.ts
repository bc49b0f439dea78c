import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { OutputLine } from '../../shared/repair';
import { attemptOf, repairFolder } from '../repair/folder';
import { linesOf, type OutputReader } from '../repair/read-output';

/**
 * What a step's tool printed, while it runs and afterwards. Of the output that was asked for last the text is kept, so that
 * following one that grows does not read it from the beginning each time.
 */
export class RepairOutput {
  #file = '';
  #text = '';
  #bytes = 0;

  /**
   * @param folder of the repair, absolute
   * @param step its number
   * @param attempt name of the folder of the time that is meant; null: the newest
   */
  async read(
    folder: string,
    step: number,
    attempt: string | null,
    reader: OutputReader,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<{ total: number; lines: OutputLine[] }> {
    const { steps } = repairFolder(folder);
    const name = attempt ?? (await newestAttempt(steps, step));
    if (name === null) return { total: 0, lines: [] };
    const lines = linesOf(await this.#read(path.join(steps, name, 'output.txt')));
    const page = lines.slice(offset, offset + limit);
    return { total: lines.length, lines: page.map((text) => ({ text, mark: reader.markOf(text) })) };
  }

  async #read(file: string): Promise<string> {
    const handle = await open(file, 'r').catch(() => null);
    if (handle === null) return '';
    try {
      const { size } = await handle.stat();
      if (file !== this.#file || size < this.#bytes) [this.#file, this.#text, this.#bytes] = [file, '', 0];
      const more = Buffer.alloc(size - this.#bytes);
      const { bytesRead } = await handle.read(more, 0, more.length, this.#bytes);
      // It is written in whole letters, line by line or less; a letter that is still to come is waited for.
      const whole = wholeLetters(more.subarray(0, bytesRead));
      this.#text += more.toString('utf8', 0, whole);
      this.#bytes += whole;
      return this.#text;
    } finally {
      await handle.close();
    }
  }
}

/** How many bytes of UTF-8 are whole letters. */
function wholeLetters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

async function newestAttempt(steps: string, step: number): Promise<string | null> {
  const names = await readdir(steps).catch(() => []);
  const own = names.filter((name) => attemptOf(name)?.step === step);
  own.sort((a, b) => (attemptOf(b)?.turn ?? 0) - (attemptOf(a)?.turn ?? 0));
  return own[0] ?? null;
}
