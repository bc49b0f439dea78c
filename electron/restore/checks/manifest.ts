import path from 'node:path';
import type { FileDelta } from '../../../shared/repair';
import { hashFilesHere } from '../../bag/hash-files';
import { classifier } from '../../postoffice/match';
import { foldCase } from '../../postoffice/names';
import { readSums } from '../../vault/donors';
import { found, type Check, type Found, type Look } from './checked-copy';
import { someNames } from './some-names';
import { toolChanges } from './tool-changes';

/** Every staged file is one of the manifest or was made by a tool; none is missing, and none differs that no tool changed. */
export const manifestCheck: Check = async (look) => {
  const sums = await readSums(look.checked.bag);
  if (sums === null || sums.size === 0) return found('failed', { reason: 'no-manifest', count: 0 });
  return await new ManifestCheck(look, sums).check();
};

/** What can be wrong with a file, worst first: the names of the first kind that was found are shown. */
const kinds = ['missing', 'differ', 'unreadable', 'unknown', 'removed'] as const;
type Kind = (typeof kinds)[number];

/** Roles without which mail is lost, so no tool may have removed such a file. */
const databaseRoles: ReadonlySet<string> = new Set(['user', 'directory', 'store']);

class ManifestCheck {
  readonly #changes: ReadonlyMap<string, FileDelta>;
  /** Files of the copy with their size; of those that are left out of a bag it is not known. */
  readonly #files: ReadonlyMap<string, number | null>;
  /** By how a system that ignores case compares them: DOS tools may spell a name in another way. */
  readonly #madeByTools: ReadonlySet<string>;
  readonly #wrong: Readonly<Record<Kind, Set<string>>> = {
    missing: new Set(),
    differ: new Set(),
    unreadable: new Set(),
    unknown: new Set(),
    removed: new Set(),
  };

  constructor(
    private readonly look: Look,
    private readonly sums: ReadonlyMap<string, string>,
  ) {
    const { files, leftOut } = look.inventory;
    this.#changes = toolChanges(look.checked.repair);
    this.#files = new Map([
      ...files.map(({ path: name, bytes }) => [name, bytes] as const),
      ...leftOut.map((name) => [name, null] as const),
    ]);
    const made = [...this.#changes.values()].filter(({ kind }) => kind === 'appeared');
    this.#madeByTools = new Set(made.map(({ path: name }) => foldCase(name)));
  }

  async check(): Promise<Found> {
    this.#lookForMissing();
    this.#lookForUnknown();
    const unchanged = [...this.sums.keys()].filter((name) => this.#files.has(name) && !this.#written(name));
    await this.#compare(unchanged);
    return this.#result(unchanged.length);
  }

  /** Whether a tool has written the file as it is now. */
  #written(name: string): boolean {
    const kind = this.#changes.get(name)?.kind;
    return kind === 'changed' || kind === 'appeared';
  }

  #lookForMissing(): void {
    const roleOf = classifier(this.look.checked.patterns);
    for (const name of this.sums.keys()) {
      if (this.#files.has(name)) continue;
      const removed = this.#changes.get(name)?.kind === 'removed';
      if (removed && this.#madeByTools.has(foldCase(name))) continue;
      const tolerable = removed && !databaseRoles.has(roleOf(name));
      this.#wrong[tolerable ? 'removed' : 'missing'].add(name);
    }
    for (const { path: name, kind, bytesAfter } of this.#changes.values()) {
      if (kind === 'removed') continue;
      const bytes = this.#files.get(name);
      if (bytes === undefined) this.#wrong.missing.add(name);
      // What a tool left is not in the manifest; its size at least is known.
      else if (bytes !== null && bytes !== bytesAfter) this.#wrong.differ.add(name);
    }
  }

  #lookForUnknown(): void {
    const { unreadable, special } = this.look.inventory;
    for (const name of this.#files.keys()) {
      if (!this.sums.has(name) && !this.#written(name)) this.#wrong.unknown.add(name);
    }
    for (const name of special) this.#wrong.unknown.add(name);
    for (const { path: name } of unreadable) this.#wrong.unreadable.add(name);
  }

  async #compare(names: readonly string[]): Promise<void> {
    const { checked, signal } = this.look;
    const hashFiles = checked.hashFiles ?? hashFilesHere;
    const files = names.map((name) => ({
      file: path.join(checked.copy, ...name.split('/')),
      bytes: this.#files.get(name) ?? 0,
      hashNames: ['sha256'],
    }));
    if (files.length === 0) return;
    await hashFiles(
      files,
      (at, hash) => {
        const name = names[at] ?? '';
        if ('code' in hash) this.#wrong.unreadable.add(name);
        else if (hash.digests[0] !== this.sums.get(name)?.toLowerCase()) this.#wrong.differ.add(name);
      },
      { signal },
    );
  }

  #result(same: number): Found {
    const changed = [...this.#changes.keys()].filter((name) => this.#written(name)).length;
    const worst = kinds.find((kind) => this.#wrong[kind].size > 0);
    if (worst === undefined) return found('ok', { files: this.#files.size, same, changed });
    const counts = Object.fromEntries(kinds.map((kind) => [kind, this.#wrong[kind].size]));
    const params = { ...counts, reason: worst, ...someNames(this.#wrong[worst]) };
    return found(worst === 'removed' ? 'warning' : 'failed', params);
  }
}
