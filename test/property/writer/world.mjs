/**
 * The writer's view of the post office, and the single system calls that change it, each noted with its time. Times are
 * whole ms since 1970 UTC by the system's clock, rounded outwards: a step began no earlier than `began` and had ended
 * by `ended`.
 */
import fs from 'node:fs';
import path from 'node:path';
import { contentOf } from './content.mjs';

/** @typedef {import('../model/steps').Step} Step */

export class World {
  /** Sizes in bytes by path. @type {Map<string, number>} */
  files;
  /** @type {Step[]} */
  log = [];
  #fills = 0;

  /**
   * @param {string} root absolute
   * @param {readonly (readonly [path: string, bytes: number])[]} files
   * @param {readonly string[]} kept files that must always be there
   * @param {import('./mapped.mjs').Mapped} mapped
   */
  constructor(root, files, kept, mapped) {
    this.root = root;
    this.files = new Map(files);
    this.kept = new Set(kept);
    this.mapped = mapped;
  }

  /** A name that no file had before. */
  newName() {
    return `NEW${String(++this.#fills).padStart(5, '0')}.DAT`;
  }

  /**
   * @param {string} file
   * @param {number} at
   * @param {number} length
   */
  write(file, at, length) {
    const fill = ++this.#fills;
    this.#note({ do: 'write', path: file, at, length, bytes: { fill } }, () =>
      this.#put(file, at, contentOf(fill, length)),
    );
    this.#grown(file, at + length);
  }

  /**
   * Stores into mapped pages. The bytes must be inside the file.
   * @param {string} file
   * @param {number} at
   * @param {number} length
   */
  async store(file, at, length) {
    const fill = ++this.#fills;
    const began = Date.now();
    const stored = await this.mapped.store(this.#inside(file), at, contentOf(fill, length));
    const ended = Date.now() + 1;
    if (!stored) throw new Error(`${file} could not be mapped`);
    this.log.push({ do: 'write', path: file, at, length, bytes: { fill }, began, ended });
  }

  /**
   * Writes other bytes and then those that were there before.
   * @param {string} file
   * @param {number} at
   * @param {number} length
   * @param {() => Promise<void>} between
   */
  async thereAndBack(file, at, length, between) {
    const old = Buffer.alloc(length);
    const handle = fs.openSync(this.#inside(file), 'r');
    fs.readSync(handle, old, 0, length, at);
    fs.closeSync(handle);
    this.write(file, at, length);
    await between();
    this.#note({ do: 'write', path: file, at, length, bytes: { before: true } }, () =>
      this.#put(file, at, old),
    );
  }

  /**
   * Gives a file the first bytes of another one.
   * @param {string} file
   * @param {string} other
   */
  copy(file, other) {
    const bytes = fs.readFileSync(this.#inside(other));
    const { length } = bytes;
    this.#note({ do: 'write', path: file, at: 0, length, bytes: { as: other } }, () =>
      this.#put(file, 0, bytes),
    );
    this.#grown(file, length);
  }

  /** @param {string} file @param {number} to */
  truncate(file, to) {
    this.#note({ do: 'truncate', path: file, to }, () => fs.truncateSync(this.#inside(file), to));
    this.files.set(file, to);
  }

  /** @param {string} file */
  create(file) {
    this.#note({ do: 'create', path: file }, () => fs.closeSync(fs.openSync(this.#inside(file), 'wx')));
    this.files.set(file, 0);
  }

  /** @param {string} file */
  delete(file) {
    this.#note({ do: 'delete', path: file }, () => fs.unlinkSync(this.#inside(file)));
    this.files.delete(file);
  }

  /** @param {string} file @param {string} to */
  rename(file, to) {
    this.#note({ do: 'rename', path: file, to }, () => fs.renameSync(this.#inside(file), this.#inside(to)));
    this.files.set(to, this.files.get(file) ?? 0);
    this.files.delete(file);
  }

  /** Sets the file's times and leaves its bytes alone. @param {string} file @param {number} seconds since 1970 */
  touch(file, seconds) {
    this.#note({ do: 'touch', path: file }, () => fs.utimesSync(this.#inside(file), seconds, seconds));
  }

  /** @param {string} file */
  #inside(file) {
    return path.join(this.root, ...file.split('/'));
  }

  /** @param {string} file @param {number} at @param {Buffer} bytes */
  #put(file, at, bytes) {
    const handle = fs.openSync(this.#inside(file), 'r+');
    for (let done = 0; done < bytes.length;)
      done += fs.writeSync(handle, bytes, done, bytes.length - done, at + done);
    fs.closeSync(handle);
  }

  /** @param {string} file @param {number} bytes */
  #grown(file, bytes) {
    this.files.set(file, Math.max(this.files.get(file) ?? 0, bytes));
  }

  /** @param {import('../model/steps').Act} act @param {() => void} carryOut */
  #note(act, carryOut) {
    const began = Date.now();
    carryOut();
    this.log.push({ ...act, began, ended: Date.now() + 1 });
  }
}
