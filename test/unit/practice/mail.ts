import { createHash } from 'node:crypto';
import { centralFiles, userFile, userOfFile } from '../../../electron/practice/files';
import { findNames } from '../../../electron/practice/folder';
import { PART_HEAD_BYTES, type FileKind, type PageType } from '../../../electron/practice/layout';
import { readMarker } from '../../../electron/practice/marker';
import { usedPayloadOf } from '../../../electron/practice/page';
import {
  readIndexRecord,
  readPart,
  readPointerRecord,
  type IndexEntry,
  type Part,
} from '../../../electron/practice/records';
import { checkFile } from '../../../electron/practice/check-file';
import { eachRecord } from '../../../electron/practice/scan';

/**
 * All mail that can be read in a post office, however damaged, as a mail client finds it: pointer, index entry, pages.
 * By `<user> <message>`, with a digest of the text.
 */
export async function readMail(folder: string): Promise<Map<string, string>> {
  const { shape } = await readMarker(folder);
  const names = await findNames(folder);
  const read = async (
    name: string,
    kind: FileKind,
    onPage: (type: PageType, page: number, bytes: Buffer) => void,
  ): Promise<void> => {
    await checkFile(names.pathOf(name), kind, onPage);
  };

  const { index, directory, store } = centralFiles(shape);
  const entries = new Map<number, IndexEntry>();
  await read(index, index === directory ? 'BOTH' : 'INDX', (type, page, bytes) => {
    if (type !== 'I') return;
    eachRecord('I', page, bytes, (record) => {
      const entry = readIndexRecord(record);
      entries.set(entry.id, entry);
    });
  });
  const parts = new Map<number, Part & { text: Buffer }>();
  await read(store, 'STOR', (_, page, bytes) => {
    parts.set(page, {
      ...readPart(bytes),
      text: Buffer.from(usedPayloadOf(bytes).subarray(PART_HEAD_BYTES)),
    });
  });

  const mail = new Map<string, string>();
  for (const user of names.names.map((name) => userOfFile(shape, name))) {
    if (user === null) continue;
    await read(userFile(shape, user), 'USER', (_, page, bytes) =>
      eachRecord('P', page, bytes, (record) => {
        const { id, read: wasRead, folder: where } = readPointerRecord(record);
        const digest = digestOf(entries.get(id), parts);
        if (digest !== null) mail.set(`${user} ${id}`, `${digest} ${wasRead} ${where}`);
      }),
    );
  }
  return mail;
}

/** Null when the message is not there completely. */
function digestOf(
  entry: IndexEntry | undefined,
  parts: ReadonlyMap<number, Part & { text: Buffer }>,
): string | null {
  if (entry === undefined || entry.parts < 1) return null;
  const hash = createHash('sha256');
  let page = entry.first;
  for (let part = 0; part < entry.parts; part++) {
    const found = parts.get(page);
    if (found?.id !== entry.id || found.part !== part || found.parts !== entry.parts) return null;
    hash.update(found.text);
    page = found.next;
  }
  return page === 0 ? hash.digest('base64') : null;
}
