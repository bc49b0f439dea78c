import type { Reconciled } from '../../../shared/practice-tools';
import { toolLines } from '../../../shared/words/practice-tools';
import { readPointerRecord, writeIndexRecord, type FileHeader } from '../records';
import { isWrong } from './header';
import { listedIn, pointedIn, withOffice, type Mailbox, type Office, type Report } from './office';
import { highestId, indexHeader, mailboxHeader, storeHeader } from './should-be';

/**
 * The practice tool that holds pointers and counters against the messages. A pointer to a message that is not there is
 * dropped, and counted as lost. A message that somebody points to is kept: where the index lacks it, it gets an entry, and
 * where its pages are free but not used again yet, because it was deleted while the files were copied, it gets them back.
 * Messages that nobody points to stay; `reclaim` frees them.
 * @throws as `withOffice`
 */
export async function reconcile(folder: string, report: Report): Promise<Reconciled> {
  return await withOffice('reconcile', folder, report, (office) => new Reconciling(office, report).run());
}

class Reconciling {
  readonly #counts = {
    madeAnew: 0,
    torn: 0,
    pointersInTorn: 0,
    lostPointers: 0,
    added: 0,
    broughtBack: 0,
    headersMadeRight: 0,
  };
  readonly #lostByUser: Reconciled['lostByUser'] = [];
  /** Ids of messages that pointers led to and that are not there. */
  readonly #lost = new Set<number>();
  #pointers = 0;

  constructor(
    readonly office: Office,
    readonly report: Report,
  ) {}

  async run(): Promise<Reconciled> {
    const { office } = this;
    const { store } = office;
    const highest = highestId(office);
    const pointed = pointedIn(office);
    const there = new Set(store.wholes.map((first) => store.id(first)));
    for (const mailbox of office.mailboxes) await this.#mailbox(mailbox, there);
    await this.#messages(
      store.wholes.filter((first) => pointed.has(store.id(first))),
      highest,
    );

    const { lostPointers, torn } = this.#counts;
    if (lostPointers > 0) this.report(toolLines.lostInAll(lostPointers, this.#lost.size));
    if (torn > 0) this.report(toolLines.tornInAll(torn));
    this.report(toolLines.pointersLead(this.#pointers));
    return {
      clean: Object.values(this.#counts).every((value) => value === 0),
      ...this.#counts,
      lostByUser: this.#lostByUser,
      lostMessages: this.#lost.size,
      pointers: this.#pointers,
    };
  }

  /** @param there ids of the messages that are there completely */
  async #mailbox(mailbox: Mailbox, there: ReadonlySet<number>): Promise<void> {
    const { handles, writes } = this.office;
    const { user, table } = mailbox;
    const { name, missing, torn, header } = table;
    const found = table.count('P');
    const wasWrong = isWrong(header, mailboxHeader(mailbox));
    const dropped: number[] = [];
    table.each('P', (record, slot) => {
      const { id } = readPointerRecord(record);
      if (there.has(id)) return;
      dropped.push(slot);
      this.#lost.add(id);
    });
    table.emptyTorn();
    for (const slot of dropped) table.clear('P', slot);
    await table.flush(handles, writes, mailboxHeader(mailbox));

    this.#pointers += found - dropped.length;
    if (missing) {
      this.#counts.madeAnew++;
      this.report(toolLines.madeEmpty(name));
    }
    if (torn > 0) {
      const inTorn = header === null ? null : Math.max(0, header.records - found);
      this.#counts.torn += torn;
      this.#counts.pointersInTorn += inTorn ?? 0;
      this.report(toolLines.tornMailbox(name, torn, inTorn));
    }
    if (dropped.length > 0) {
      this.#counts.lostPointers += dropped.length;
      this.#lostByUser.push({ user, pointers: dropped.length });
      this.report(toolLines.pointersDropped(name, dropped.length));
    }
    if (wasWrong) this.#headerMadeRight(name);
  }

  /**
   * Keeps what somebody points to, and makes the counters of index and store right. Torn pages and headers of these are
   * left to the other tools.
   * @param needed first pages of the messages that somebody points to
   */
  async #messages(needed: readonly number[], highest: number): Promise<void> {
    const { office, report } = this;
    const { index, store, handles, writes } = office;
    const { firsts } = listedIn(office);
    const added = index.header === null ? [] : needed.filter((first) => !firsts.has(first));
    const back = needed.filter((first) => store.chain(first).some((page) => store.isFree(page)));
    const indexWasWrong = isWrong(index.header, indexHeader(office));
    const shouldBe = this.#storeHeader(highest);
    const storeWasWrong = shouldBe !== null && isWrong(store.header, shouldBe);

    for (const page of back.flatMap((first) => store.chain(first))) {
      if (store.isFree(page)) store.setInUse(page);
    }
    if (!store.missing) await store.flush(handles, writes, this.#storeHeader(highest));
    index.add('I', added, (record, first) => writeIndexRecord(record, store.entryOf(first)));
    if (index.header !== null) await index.flush(handles, writes, indexHeader(office));

    this.#counts.added = added.length;
    this.#counts.broughtBack = back.length;
    if (added.length > 0) report(toolLines.entriesAdded(index.name, added.length));
    if (indexWasWrong) this.#headerMadeRight(index.name);
    if (back.length > 0) report(toolLines.broughtBack(store.name, back.length));
    if (storeWasWrong) this.#headerMadeRight(store.name);
  }

  /** How the header of the store should be, its length left as it says; null when it is torn. */
  #storeHeader(highest: number): FileHeader | null {
    const { header } = this.office.store;
    return header && { ...storeHeader(this.office, highest), pages: header.pages };
  }

  #headerMadeRight(file: string): void {
    this.#counts.headersMadeRight++;
    this.report(toolLines.headerMadeRight(file));
  }
}
