import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, open, readdir, readFile, rename, rm, rmdir, utimes } from 'node:fs/promises';
import path from 'node:path';
import { writeFile as writeAtomically } from 'atomically';
import { z } from 'zod';
import { FileDelta } from '../../shared/repair';
import { syncFolder, syncTree } from '../bag/folder-sync';
import { exists } from '../vault/bag-place';
import { bytesChanged } from './compare';
import { filesIn, type TreeFile } from './tree';

/**
 * States of a private copy to go back to. `<n>.whole` is everything as it was before step n, for as long as its tool is at
 * work; `<n>` is only what the step changed, since the rest can be had from the copy.
 */
export class CopyStates {
  /** @param copy absolute folder of the private copy @param before absolute folder of the states */
  constructor(
    private readonly copy: string,
    private readonly before: string,
  ) {}

  /**
   * Keeps the whole copy as it is before a step: as clones where the file system has them, else as copies. It has its name
   * only when all of it is on the disk.
   * @throws system errors, `ENOSPC` among them; the signal's reason
   */
  async keep(step: number, signal: AbortSignal): Promise<void> {
    const partial = this.#at(step, '.partial');
    await rm(partial, { recursive: true, force: true });
    for (const file of await filesIn(this.copy)) {
      signal.throwIfAborted();
      await this.#clone(path.join(this.copy, file.path), path.join(partial, file.path), file);
    }
    await mkdir(partial, { recursive: true });
    await syncTree(partial);
    await rename(partial, this.#whole(step));
    await syncFolder(this.before);
  }

  /** What a step changed: the copy now against the whole state before. @throws system errors */
  async changes(step: number): Promise<FileDelta[]> {
    const whole = this.#whole(step);
    const [old, now] = [byPath(await filesIn(whole)), byPath(await filesIn(this.copy))];
    const deltas: FileDelta[] = [];
    for (const name of [...new Set([...old.keys(), ...now.keys()])].sort()) {
      const [was, is] = [old.get(name), now.get(name)];
      if (was && is) {
        const changed = await bytesChanged(path.join(this.copy, name), path.join(whole, name));
        if (changed > 0) deltas.push(delta(name, 'changed', was.bytes, is.bytes, changed));
      } else if (is) deltas.push(delta(name, 'appeared', 0, is.bytes, is.bytes));
      else if (was) deltas.push(delta(name, 'removed', was.bytes, 0, was.bytes));
    }
    return deltas;
  }

  /** The step is done: of the whole state only what it changed is kept. To be repeated when it was cut short. */
  async settle(step: number, changes: readonly FileDelta[]): Promise<void> {
    const [whole, changed] = [this.#whole(step), this.#at(step, '')];
    await rm(this.#at(step, '.partial'), { recursive: true, force: true });
    if (!(await exists(whole))) return;
    const files = path.join(changed, 'files');
    await mkdir(files, { recursive: true });
    for (const { path: name, kind } of changes) {
      if (kind === 'appeared') continue;
      const from = path.join(whole, name);
      if (!(await exists(from))) continue; // moved already, before it was cut short
      await mkdir(path.dirname(path.join(files, name)), { recursive: true });
      await rename(from, path.join(files, name));
    }
    await writeAtomically(path.join(changed, CHANGES), JSON.stringify(changes));
    await rm(whole, { recursive: true, force: true });
  }

  /**
   * Brings the copy back to the whole state before a step whose tool did not run to its end. Safe to repeat.
   * @returns false when there is none: then the tool was never started
   * @throws system errors, when a file is still held open
   */
  async restoreWhole(step: number): Promise<boolean> {
    await rm(this.#at(step, '.partial'), { recursive: true, force: true });
    const whole = this.#whole(step);
    if (!(await exists(whole))) return false;
    const old = byPath(await filesIn(whole));
    for (const { path: name } of await filesIn(this.copy)) {
      if (!old.has(name)) await rm(path.join(this.copy, name), { force: true });
    }
    for (const file of old.values()) await this.#bringBack(path.join(whole, file.path), file);
    await removeEmptyFolders(this.copy, new Set([...old.keys()].flatMap(foldersOf)));
    await syncTree(this.copy);
    await rm(whole, { recursive: true, force: true });
    return true;
  }

  /** Whether the state before a step that was done can be brought back. */
  async has(step: number): Promise<boolean> {
    return await exists(path.join(this.#at(step, ''), CHANGES));
  }

  /** Takes a step that was done back: what it changed is as before. Safe to repeat. @throws system errors */
  async takeBack(step: number): Promise<void> {
    const state = this.#at(step, '');
    const changes = z.array(FileDelta).parse(JSON.parse(await readFile(path.join(state, CHANGES), 'utf8')));
    for (const { path: name, kind } of changes) {
      if (kind === 'appeared') {
        await rm(path.join(this.copy, name), { force: true });
        continue;
      }
      const from = path.join(state, 'files', name);
      const { size, mtimeMs } = await lstat(from);
      await this.#bringBack(from, { path: name, bytes: size, modified: Math.round(mtimeMs) });
    }
    const made = changes
      .filter(({ kind }) => kind === 'appeared')
      .flatMap(({ path: name }) => foldersOf(name));
    for (const folder of [...new Set(made)].sort().reverse()) {
      await rmdir(path.join(this.copy, folder)).catch(() => undefined); // others may still lie in it
    }
    await syncTree(this.copy);
  }

  /** Forgets the state before a step. */
  async forget(step: number): Promise<void> {
    await rm(this.#at(step, ''), { recursive: true, force: true });
  }

  /** A file of the copy becomes what it was; one that is that already is left alone. */
  async #bringBack(from: string, file: TreeFile): Promise<void> {
    const to = path.join(this.copy, file.path);
    if ((await sizeOf(to)) === file.bytes && (await bytesChanged(from, to)) === 0) {
      await utimes(to, file.modified / 1000, file.modified / 1000);
      return;
    }
    const partial = `${to}.postbag-partial`;
    await rm(partial, { force: true });
    await this.#clone(from, partial, file);
    await rename(partial, to);
  }

  async #clone(from: string, to: string, { modified }: TreeFile): Promise<void> {
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    await utimes(to, modified / 1000, modified / 1000);
    const handle = await open(to, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }

  #at(step: number, ending: string): string {
    return path.join(this.before, `${String(step)}${ending}`);
  }

  #whole(step: number): string {
    return this.#at(step, '.whole');
  }
}

/** Says, in the state of a step that was done, what it changed. */
const CHANGES = 'changes.json';

const byPath = (files: readonly TreeFile[]): Map<string, TreeFile> =>
  new Map(files.map((file) => [file.path, file]));

const delta = (
  name: string,
  kind: FileDelta['kind'],
  bytesBefore: number,
  bytesAfter: number,
  changed: number,
): FileDelta => ({ path: name, kind, bytesBefore, bytesAfter, bytesChanged: changed });

const sizeOf = async (file: string): Promise<number | null> =>
  await lstat(file).then(
    (stats) => (stats.isFile() ? stats.size : null),
    () => null,
  );

/** All folders above a file, `a/b/c` gives `a` and `a/b`. */
const foldersOf = (file: string): string[] =>
  file
    .split('/')
    .slice(0, -1)
    .map((_name, at, names) => names.slice(0, at + 1).join('/'));

/** Folders that a tool has made and left empty; one that was there before stays. */
async function removeEmptyFolders(folder: string, keep: ReadonlySet<string>, below = ''): Promise<void> {
  for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    await removeEmptyFolders(folder, keep, name);
    if (!keep.has(name)) await rmdir(path.join(folder, name)).catch(() => undefined);
  }
}
