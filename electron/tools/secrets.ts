import { open, rm, type FileHandle } from 'node:fs/promises';
import { regularFilesBelow } from './files';
import { decodePage, encodePage } from './code-page';

/** What stands in the place of a password, however long it is. */
export const MASK = '******';

/** Case says nothing: DOS tools put what they are given in upper case. Letters that would become two stay as they are. */
function fold(text: string): string {
  const upper = text.toUpperCase();
  if (upper.length === text.length) return upper;
  return Array.from(text, (char) =>
    char.toUpperCase().length === char.length ? char.toUpperCase() : char,
  ).join('');
}

/** Bytes in which a program may print a text. */
function spellings(text: string): Buffer[] {
  const pages = [encodePage(text, '437'), encodePage(text, '850')].filter((bytes) => bytes !== null);
  return [Buffer.from(text, 'utf8'), Buffer.from(text, 'latin1'), ...pages];
}

/**
 * How a password may look in text that was decoded: a program may print it in other characters than it is read in.
 * Longest first; none for an empty password.
 */
function looksOf(password: string): string[] {
  const decoded = spellings(password).flatMap((bytes) => [
    bytes.toString('utf8'),
    bytes.toString('latin1'),
    decodePage(bytes, '437'),
    decodePage(bytes, '850'),
  ]);
  const looks = new Set([password, ...decoded].map(fold));
  return [...looks].filter((look) => look !== '').sort((a, b) => b.length - a.length);
}

/** Takes a password out of text that comes in pieces, also where it is split between them. */
export class Masker {
  readonly #looks: readonly string[];
  #held = '';

  constructor(password: string) {
    this.#looks = looksOf(password);
  }

  /** @returns what can be shown by now; what may be the beginning of the password is kept until more comes */
  take(text: string): string {
    return this.#pass(this.#held + text, false);
  }

  /** @returns what was kept */
  end(): string {
    return this.#pass(this.#held, true);
  }

  #pass(text: string, last: boolean): string {
    const folded = fold(text);
    let shown = '';
    let at = 0;
    for (;;) {
      const begun = last ? text.length : this.#begins(folded, at);
      const found = this.#find(folded, at);
      if (found === null || found.at >= begun) {
        this.#held = text.slice(begun);
        return shown + text.slice(at, begun);
      }
      shown += text.slice(at, found.at) + MASK;
      at = found.at + found.length;
    }
  }

  /** The first place from there on where the password stands; of several spellings of it the longest. */
  #find(folded: string, from: number): { readonly at: number; readonly length: number } | null {
    const found = this.#looks
      .map((look) => ({ at: folded.indexOf(look, from), length: look.length }))
      .filter(({ at }) => at >= 0);
    return found.reduce<(typeof found)[number] | null>(
      (first, next) => (first === null || next.at < first.at ? next : first),
      null,
    );
  }

  /** Where, at the end, something begins that may become the password; the length of the text where nothing does. */
  #begins(folded: string, from: number): number {
    const longest = this.#looks[0]?.length ?? 1;
    for (let at = Math.max(from, folded.length - longest + 1); at < folded.length; at++) {
      const rest = folded.slice(at);
      if (this.#looks.some((look) => look.length > rest.length && look.startsWith(rest))) return at;
    }
    return folded.length;
  }
}

/** Takes a password out of a text. */
export function maskText(text: string, password: string): string {
  const masker = new Masker(password);
  return masker.take(text) + masker.end();
}

const BLOCK = 1024 * 1024;

/**
 * Overwrites a password in all files of a folder, with as many asterisks: a tool may have written it into a file of its
 * own. Nothing else of a file changes; one that cannot be changed is removed.
 * @throws system errors
 */
export async function maskFiles(folder: string, password: string): Promise<void> {
  if (password === '') return;
  const looks = spellings(password).map(upperBytes);
  for (const file of await regularFilesBelow(folder)) {
    // What cannot be looked into must not stay: nobody would know what is in it.
    await maskFile(file, looks).catch(async () => await rm(file, { force: true }));
  }
}

/** Latin letters in upper case, whatever else stands between them. */
const upperBytes = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte)));

async function maskFile(file: string, looks: readonly Buffer[]): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await maskIn(handle, looks);
  } finally {
    await handle.close();
  }
}

async function maskIn(handle: FileHandle, looks: readonly Buffer[]): Promise<void> {
  const longest = Math.max(...looks.map((look) => look.length));
  const block = Buffer.alloc(BLOCK + longest);
  for (let from = 0; ; from += BLOCK) {
    const { bytesRead } = await handle.read(block, 0, block.length, from);
    const folded = upperBytes(block.subarray(0, bytesRead));
    for (const look of looks) {
      for (let at = folded.indexOf(look); at >= 0; at = folded.indexOf(look, at + look.length)) {
        await handle.write(Buffer.alloc(look.length, '*'), 0, look.length, from + at);
      }
    }
    if (bytesRead <= BLOCK) return;
  }
}
