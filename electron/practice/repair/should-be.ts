import { newHeader, readDirectoryRecord, readIndexRecord, type FileHeader } from '../records';
import { pointedIn, type Mailbox, type Office } from './office';

/** How the header of a user's file should be. */
export function mailboxHeader({ user, table }: Mailbox): FileHeader {
  return { ...newHeader('USER', user), pages: table.pages, records: table.count('P') };
}

/** How the header of the file with the index should be, which may be the directory too. */
export function indexHeader({ index, directory }: Office): FileHeader {
  const both = index === directory;
  return {
    ...newHeader(both ? 'BOTH' : 'INDX'),
    pages: index.pages,
    records: index.count('I'),
    users: both ? index.count('D') : 0,
  };
}

/** How the header of a directory should be that is a file of its own. */
export function directoryHeader({ directory }: Office): FileHeader {
  const users = directory.count('D');
  return { ...newHeader('DIRY'), pages: directory.pages, records: users, users };
}

/** The highest message id that is used anywhere, 0 when there is none. */
export function highestId(office: Office): number {
  const { index, store } = office;
  let highest = 0;
  for (let page = 1; page < store.pages; page++) highest = Math.max(highest, store.id(page));
  for (const id of pointedIn(office)) highest = Math.max(highest, id);
  index.each('I', (record) => (highest = Math.max(highest, readIndexRecord(record).id)));
  return highest;
}

/**
 * How the header of the store should be.
 * @param highest the highest id; neither it nor one below is given again
 */
export function storeHeader({ store }: Office, highest: number): FileHeader {
  return {
    ...newHeader('STOR'),
    pages: store.pages,
    records: store.messages,
    free: store.freePages,
    nextId: Math.max(store.header?.nextId ?? 0, (highest + 1) >>> 0),
  };
}

/** Users that should have a name and have none in the directory. */
export function namelessIn({ directory, options }: Office): number[] {
  const named = new Set<number>();
  directory.each('D', (record) => named.add(readDirectoryRecord(record).user));
  return Array.from({ length: options.users }, (_, at) => at + 1).filter((user) => !named.has(user));
}
