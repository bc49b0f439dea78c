import type { FileKind, PageType } from './layout';
import { readHeader } from './records';
import { scanPages } from './scan';

/** Kinds of pages that belong into each kind of file, behind its header. */
const TYPES_IN: Record<FileKind, readonly PageType[]> = {
  STOR: ['M', 'F'],
  INDX: ['I'],
  DIRY: ['D'],
  BOTH: ['I', 'D'],
  USER: ['P'],
};

/**
 * Reads one file and tells of every good page that belongs into it, the header excepted.
 * @returns the number of torn pages: those whose checksum does not fit, that are in the wrong place, or that the header
 *   counts and the file has no more. Null when the file is not there or cannot be read
 */
export async function checkFile(
  file: string,
  kind: FileKind,
  onPage: (type: PageType, page: number, bytes: Buffer) => void,
): Promise<number | null> {
  let torn = 0;
  let expected = 1;
  try {
    const found = await scanPages(file, (page, bytes, head) => {
      if (page === 0) {
        const header = head?.type === 'H' ? readHeader(bytes) : null;
        if (header?.kind === kind) expected = header.pages;
        else torn++;
      } else if (head !== null && TYPES_IN[kind].includes(head.type)) onPage(head.type, page, bytes);
      else torn++;
    });
    return torn + Math.max(0, expected - found);
  } catch {
    return null;
  }
}
