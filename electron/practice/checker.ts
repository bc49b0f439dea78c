import type { PracticeCheck, PracticeOptions } from '../../shared/practice';
import { checkFile } from './check-file';
import { StoreContent } from './check-store';
import { centralFiles, userFile, userOfFile } from './files';
import { findNames, type FolderNames } from './folder';
import type { FileKind, PageType } from './layout';
import { readMarker } from './marker';
import { readIndexRecord, readPointerRecord, type IndexEntry } from './records';
import { eachRecord } from './scan';

/**
 * Counts what is wrong with a practice post office or a copy of one, and changes nothing. Damage of any kind is counted
 * and never thrown. While nobody writes to it, a post office has no dangling pointer, no orphan and no torn page.
 * @throws PostbagError `not-a-practice-post-office` when its marker is missing
 */
export async function checkPractice(folder: string): Promise<PracticeCheck> {
  const options = await readMarker(folder);
  return await new Checker(options, await findNames(folder)).check();
}

class Checker {
  #torn = 0;
  #missing = 0;

  constructor(
    readonly options: PracticeOptions,
    readonly folder: FolderNames,
  ) {}

  async check(): Promise<PracticeCheck> {
    const entries = await this.#index();
    const store = await this.#store();
    const whole = new Set<number>();
    for (const entry of entries.values()) if (store.holds(entry)) whole.add(entry.id);

    const pointed = new Set<number>();
    let pointers = 0;
    let dangling = 0;
    let users = 0;
    for (const file of this.#userFiles()) {
      const found = await this.#read(file, 'USER', (_, page, bytes) =>
        eachRecord('P', page, bytes, (record) => {
          const { id } = readPointerRecord(record);
          pointers++;
          pointed.add(id);
          if (!whole.has(id)) dangling++;
        }),
      );
      if (found) users++;
    }
    const known = new Set([...entries.keys(), ...store.inUse]);
    const orphans = [...known].filter((id) => !pointed.has(id)).length;
    return {
      users,
      messages: whole.size,
      pointers,
      dangling,
      orphans,
      torn: this.#torn,
      missing: this.#missing,
    };
  }

  async #index(): Promise<Map<number, IndexEntry>> {
    const { index, directory } = centralFiles(this.options.shape);
    const entries = new Map<number, IndexEntry>();
    await this.#read(index, index === directory ? 'BOTH' : 'INDX', (type, page, bytes) => {
      if (type !== 'I') return;
      eachRecord('I', page, bytes, (record) => {
        const entry = readIndexRecord(record);
        entries.set(entry.id, entry);
      });
    });
    if (index !== directory) await this.#read(directory, 'DIRY', () => undefined);
    return entries;
  }

  async #store(): Promise<StoreContent> {
    const content = new StoreContent();
    await this.#read(centralFiles(this.options.shape).store, 'STOR', (type, page, bytes) => {
      if (type === 'M' || type === 'F') content.add(type, page, bytes);
    });
    return content;
  }

  /** Those that should be there, and any more that are. */
  #userFiles(): Set<string> {
    const { shape, users } = this.options;
    const expected = Array.from({ length: users }, (_, at) => userFile(shape, at + 1));
    const found = this.folder.names
      .map((name) => userOfFile(shape, name))
      .filter((user) => user !== null)
      .map((user) => userFile(shape, user));
    return new Set([...expected, ...found]);
  }

  /** @returns whether the file is there */
  async #read(
    name: string,
    kind: FileKind,
    onPage: (type: PageType, page: number, bytes: Buffer) => void,
  ): Promise<boolean> {
    const torn = await checkFile(this.folder.pathOf(name), kind, onPage);
    if (torn === null) this.#missing++;
    else this.#torn += torn;
    return torn !== null;
  }
}
