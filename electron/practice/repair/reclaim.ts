import type { Reclaimed } from '../../../shared/practice-tools';
import { toolLines } from '../../../shared/words/practice-tools';
import { readIndexRecord } from '../records';
import { isWrong, numbersOf } from './header';
import { pointedIn, withOffice, type Office, type Report } from './office';
import { highestId, indexHeader, storeHeader } from './should-be';

/**
 * The practice tool that gives space back: the pages of messages that nobody points to are marked free and their index
 * entries dropped, torn pages of the store become free ones, free pages at its end are cut off, and the counters of
 * store and index made right. A message that somebody points to is left alone, however damaged.
 * @throws as `withOffice`
 */
export async function reclaim(folder: string, report: Report): Promise<Reclaimed> {
  return await withOffice('reclaim', folder, report, (office) => work(office, report));
}

async function work(office: Office, report: Report): Promise<Reclaimed> {
  const { index, store, handles, writes } = office;
  const { name } = store;
  const highest = highestId(office);
  const storeWasWrong = isWrong(store.header, storeHeader(office, highest));
  const indexWasWrong = isWrong(index.header, indexHeader(office));
  const pointed = pointedIn(office);

  const unpointed = unpointedEntries(office, pointed);
  for (const { slot } of unpointed) index.clear('I', slot);
  const { ids, last, ...freed } = freeUnpointed(office, pointed);
  const cutOff = store.pages - (last + 1);
  store.cutAt(last + 1);
  for (let page = 1; page < store.pages; page++) if (store.isTorn(page)) store.setFree(page);
  const header = storeHeader(office, highest);
  await store.flush(handles, writes, header);
  if (!index.missing) await index.flush(handles, writes, index.header && indexHeader(office));

  const counts = {
    madeAnew: store.missing ? 1 : 0,
    torn: store.torn,
    freedMessages: new Set([...ids, ...unpointed.map(({ id }) => id)]).size,
    freedPages: freed.pages,
    droppedEntries: unpointed.length,
    headersMadeRight: [storeWasWrong, indexWasWrong].filter(Boolean).length,
  };
  if (store.missing) report(toolLines.madeEmpty(name));
  if (counts.torn > 0) report(toolLines.tornStore(name, counts.torn));
  if (counts.freedMessages > 0) report(toolLines.freed(name, counts.freedMessages, counts.freedPages));
  if (cutOff > 0) report(toolLines.cutOff(name, cutOff));
  if (storeWasWrong) report(toolLines.headerMadeRight(name));
  if (counts.droppedEntries > 0) report(toolLines.entriesDropped(index.name, counts.droppedEntries));
  if (indexWasWrong) report(toolLines.headerMadeRight(index.name));
  report(toolLines.numbers('OK', name, numbersOf(header)));
  const clean = Object.values(counts).every((value) => value === 0);
  const { pages, records: messages, free: freePages } = header;
  return { clean, ...counts, cutOff, pages, messages, freePages };
}

interface Unpointed {
  readonly id: number;
  readonly slot: number;
}

function unpointedEntries({ index }: Office, pointed: ReadonlySet<number>): Unpointed[] {
  const unpointed: Unpointed[] = [];
  index.each('I', (record, slot) => {
    const { id } = readIndexRecord(record);
    if (!pointed.has(id)) unpointed.push({ id, slot });
  });
  return unpointed;
}

/**
 * Marks the pages free of messages that nobody points to.
 * @returns ids of these messages, how many pages they had, and the last page that somebody needs, 0 when nobody needs any
 */
function freeUnpointed(
  { store }: Office,
  pointed: ReadonlySet<number>,
): { ids: Set<number>; pages: number; last: number } {
  const ids = new Set<number>();
  let pages = 0;
  let last = 0;
  for (let page = 1; page < store.pages; page++) {
    if (pointed.has(store.id(page))) last = page;
    else if (store.isInUse(page)) {
      ids.add(store.id(page));
      pages++;
      store.setFree(page);
    }
  }
  return { ids, pages, last };
}
