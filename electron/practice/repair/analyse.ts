import type { PracticeAnalysis } from '../../../shared/practice-tools';
import { toolLines, wrongKinds, type Wrong } from '../../../shared/words/practice-tools';
import { readPointerRecord, type FileHeader } from '../records';
import { headerFaults, numbersOf } from './header';
import { listedIn, pointedIn, withOffice, type Office, type Report } from './office';
import { directoryHeader, highestId, indexHeader, mailboxHeader, namelessIn, storeHeader } from './should-be';
import type { Store } from './store';
import type { Table } from './table';

/**
 * The practice tool that checks every file of a practice post office, or of a copy, says what is wrong, and changes
 * nothing.
 * @throws as `withOffice`
 */
export async function analyse(folder: string, report: Report): Promise<PracticeAnalysis> {
  return await withOffice('analyse', folder, report, (office) => new Analysis(office, report).run());
}

class Analysis {
  readonly #wrong: Record<Wrong, number> = {
    missing: 0,
    torn: 0,
    dangling: 0,
    orphans: 0,
    strayEntries: 0,
    inFreePages: 0,
    nameless: 0,
    wrongHeaders: 0,
  };

  constructor(
    readonly office: Office,
    readonly report: Report,
  ) {}

  run(): PracticeAnalysis {
    const { office } = this;
    const { index, directory, store } = office;
    const { firsts, entries, stray } = listedIn(office);
    const reached = new Set([...firsts].map((first) => store.id(first)));
    const pointed = pointedIn(office);
    const pointers = this.#mailboxes(reached);
    const nameless = { nameless: namelessIn(office).length };
    const strayEntries = { strayEntries: stray.length };
    this.#file(
      index,
      indexHeader(office),
      index === directory ? { ...strayEntries, ...nameless } : strayEntries,
    );
    if (index !== directory) this.#file(directory, directoryHeader(office), nameless);
    const known = new Set([...entries.map(({ id }) => id), ...store.idsInUse()]);
    const orphans = [...known].filter((id) => !pointed.has(id)).length;
    const needed = [...firsts].filter((first) => pointed.has(store.id(first)));
    const inFreePages = needed.filter((first) =>
      store.chain(first).some((page) => store.isFree(page)),
    ).length;
    this.#file(store, storeHeader(office, highestId(office)), { orphans, inFreePages });

    const found = wrongKinds.filter((kind) => this.#wrong[kind] > 0);
    for (const kind of found) this.report(toolLines.wrongInAll(kind, this.#wrong[kind]));
    if (found.length === 0) this.report(toolLines.nothingWrong);
    const { freePages } = store;
    return { clean: found.length === 0, messages: firsts.size, pointers, freePages, ...this.#wrong };
  }

  /**
   * @param reached ids of the messages that the index leads to
   * @returns pointers there are
   */
  #mailboxes(reached: ReadonlySet<number>): number {
    let pointers = 0;
    for (const mailbox of this.office.mailboxes) {
      let dangling = 0;
      mailbox.table.each('P', (record) => {
        pointers++;
        if (!reached.has(readPointerRecord(record).id)) dangling++;
      });
      this.#file(mailbox.table, mailboxHeader(mailbox), { dangling });
    }
    return pointers;
  }

  /** Tells about one file: how much is in it, then everything that is wrong. */
  #file(
    { name, missing, header, torn }: Table | Store,
    should: FileHeader,
    counted: Partial<Record<Exclude<Wrong, 'missing' | 'torn' | 'wrongHeaders'>, number>>,
  ): void {
    const faults = header === null ? [] : headerFaults(header, should);
    const counts = Object.entries({ torn, ...counted }) as [
      Exclude<Wrong, 'missing' | 'wrongHeaders'>,
      number,
    ][];
    const wrong = counts.filter(([, value]) => value > 0);
    const mark = wrong.length + faults.length > 0 ? 'NOTE' : 'OK';
    if (missing) {
      this.#wrong.missing++;
      this.report(toolLines.missing(name));
    } else this.report(toolLines.numbers(mark, name, numbersOf(should)));
    for (const [kind, value] of wrong) {
      this.#wrong[kind] += value;
      this.report(toolLines.wrong(name, kind, value));
    }
    for (const { what, says, should: right } of faults) {
      this.report(toolLines.headerSays(name, what, says, right));
    }
    if (faults.length > 0) this.#wrong.wrongHeaders++;
  }
}
