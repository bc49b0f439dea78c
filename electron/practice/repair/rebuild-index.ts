import type { RebuiltIndex } from '../../../shared/practice-tools';
import { nameOfNameless, toolLines } from '../../../shared/words/practice-tools';
import { writeDirectoryRecord, writeIndexRecord } from '../records';
import { isWrong, numbersOf } from './header';
import { listedIn, withOffice, type Office, type Report } from './office';
import { directoryHeader, indexHeader, namelessIn } from './should-be';

/**
 * The practice tool that makes the message index anew from the message store: entries that lead to no message are
 * dropped, messages in use that are not listed are added. The index and the directory of users have no torn page, no
 * user without a name and no wrong header afterwards. An entry of a deleted message stays as long as the message can
 * still be read: whether somebody needs it is for `reconcile` to say.
 * @throws as `withOffice`
 */
export async function rebuildIndex(folder: string, report: Report): Promise<RebuiltIndex> {
  return await withOffice('rebuild-index', folder, report, (office) => rebuild(office, report));
}

async function rebuild(office: Office, report: Report): Promise<RebuiltIndex> {
  const { index, directory, store, handles, writes } = office;
  const files = [
    { table: index, should: () => indexHeader(office) },
    ...(index === directory ? [] : [{ table: directory, should: () => directoryHeader(office) }]),
  ];
  const wrong = files.map(({ table, should }) => isWrong(table.header, should()));
  const { firsts, stray } = listedIn(office);
  const unlisted = store.wholes.filter((first) => store.isInUse(first) && !firsts.has(first));
  const nameless = namelessIn(office);

  for (const { table } of files) table.emptyTorn();
  for (const slot of stray) index.clear('I', slot);
  index.add('I', unlisted, (record, first) => writeIndexRecord(record, store.entryOf(first)));
  directory.add('D', nameless, (record, user) => {
    writeDirectoryRecord(record, { user, name: nameOfNameless(user) });
  });
  for (const { table, should } of files) await table.flush(handles, writes, should());

  for (const [at, { table, should }] of files.entries()) {
    const { name, missing, torn } = table;
    if (missing) report(toolLines.madeAnew(name));
    if (torn > 0) report(toolLines.tornRebuilt(name, torn));
    if (table === index) {
      if (stray.length > 0) report(toolLines.entriesToNothingDropped(name, stray.length));
      if (unlisted.length > 0) report(toolLines.entriesAdded(name, unlisted.length));
    }
    if (table === directory) for (const user of nameless) report(toolLines.nameLost(name, user));
    if (wrong[at] === true) report(toolLines.headerMadeRight(name));
    report(toolLines.numbers('OK', name, numbersOf(should())));
  }
  const counts = {
    madeAnew: files.filter(({ table }) => table.missing).length,
    torn: files.reduce((sum, { table }) => sum + table.torn, 0),
    dropped: stray.length,
    added: unlisted.length,
    namesLost: nameless.length,
    headersMadeRight: wrong.filter(Boolean).length,
  };
  const clean = Object.values(counts).every((value) => value === 0);
  return { clean, ...counts, entries: index.count('I'), users: directory.count('D') };
}
