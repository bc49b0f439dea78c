import { openRegularFile } from './open-file';

/** Larger tag files are refused: a manifest of a million long names stays well below. Bytes. */
const largestTagFile = 256 * 1024 * 1024;

/** A decoded tag file. */
export interface TagText {
  readonly text: string;
  /** Some bytes are not of the encoding; they became U+FFFD. */
  readonly lossy: boolean;
  /** Began with a byte-order mark, which is not part of `text`. */
  readonly bom: boolean;
}

/**
 * Reads one tag file whole. A link is not followed.
 * @throws the system's error; `EFBIG` when it is larger than `limit` bytes, `EINVAL` when it is no regular file.
 */
export async function readTagFile(file: string, limit = largestTagFile): Promise<Buffer> {
  const { handle, bytes } = await openRegularFile(file);
  try {
    if (bytes > limit) throw Object.assign(new Error('too large for a tag file'), { code: 'EFBIG' });
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Whether text of this encoding (a name of the WHATWG or IANA register) can be read here. */
export function isKnownEncoding(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== '';
  } catch {
    return false;
  }
}

/**
 * Decodes a tag file in the encoding that bagit.txt names (RFC 8493 2.2.4).
 * ISO-8859-1 is read as windows-1252, as browsers do: they differ only in control characters.
 */
export function decodeTagText(bytes: Uint8Array, encoding: string): TagText {
  const name = /^utf-?16$/i.test(encoding.trim()) ? utf16Of(bytes) : encoding;
  const { text, lossy } = decode(bytes, name);
  return text.startsWith('\ufeff') ? { text: text.slice(1), lossy, bom: true } : { text, lossy, bom: false };
}

function decode(bytes: Uint8Array, encoding: string): { text: string; lossy: boolean } {
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes), lossy: false };
  } catch {
    return { text: new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes), lossy: true };
  }
}

/** The byte order: from the mark, else from where the zero byte of the first character lies (always ASCII here). */
function utf16Of(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0 ? 'utf-16be' : 'utf-16le';
}

/** Splits at LF, CR and CRLF, also mixed (RFC 8493 2.2.4). */
export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/);
}
