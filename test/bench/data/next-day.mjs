/**
 * What a day of mail does to a post office, written in place and taken back in place: files that the day does not touch
 * keep their inode and all their times.
 *
 *   user files   3 % of them: 5 % of their pages, and up to 20 KB more at the end
 *   directory    5 % of its pages, and 1 % more
 *   store        0.5 % of its pages, and 2 % more
 */
import fs from 'node:fs';
import path from 'node:path';
import { fillText } from './content.mjs';
import { PAGE, indexPages, messagePages, wholePages } from './pages.mjs';
import { DIRECTORY_FILE, STORE_FILE, dataFiles } from './post-office.mjs';
import { Random } from './random.mjs';

/** @typedef {import('./post-office.mjs').DataFile} DataFile */

/**
 * What happens to one file. `before` and `after` hold one page for each offset, one behind the other.
 * @typedef {object} Edit
 * @property {string} file absolute
 * @property {number} bytes size before
 * @property {number[]} offsets of the pages that are written
 * @property {Buffer} before
 * @property {Buffer} after
 * @property {Buffer} growth what is appended
 */

const USERS_CHANGED = 0.03;

/**
 * @param {DataFile[]} files
 * @param {Random} random
 */
function changedUsers(files, random) {
  const users = files.filter(({ name }) => name.startsWith('USR'));
  const count = Math.max(1, Math.round(users.length * USERS_CHANGED));
  const stride = Math.floor(users.length / count);
  const chosen = Array.from({ length: count }, (_, i) => users[i * stride + random.below(stride)]);
  return chosen.filter((user) => user !== undefined);
}

/**
 * @param {Iterable<Buffer>} pages
 * @param {number} bytes
 */
function take(pages, bytes) {
  const taken = [];
  let held = 0;
  for (const page of pages) {
    taken.push(page);
    held += page.length;
    if (held >= bytes) break;
  }
  return Buffer.concat(taken).subarray(0, bytes);
}

/** What moves files from one day to the next and back. */
export class NextDay {
  /** @type {Edit[]} */
  #edits;
  #applied = false;

  /**
   * @param {string} folder of the post office as it was made
   * @param {import('./post-office.mjs').Shape} shape
   */
  constructor(folder, shape) {
    const random = new Random(6);
    const files = dataFiles(shape);
    const plan = (/** @type {DataFile} */ file, /** @type {number} */ share, /** @type {number} */ growth) =>
      planEdit(folder, file, share, growth, random);
    this.#edits = changedUsers(files, random).map((file) => plan(file, 0.05, PAGE * (1 + random.below(40))));
    for (const file of files) {
      if (file.name === DIRECTORY_FILE) this.#edits.push(plan(file, 0.05, wholePages(file.bytes * 0.01)));
      if (file.name === STORE_FILE) this.#edits.push(plan(file, 0.005, wholePages(file.bytes * 0.02)));
    }
  }

  /** Bytes that a day writes: pages in place and what is appended. */
  get bytes() {
    return this.#edits.reduce((sum, { after, growth }) => sum + after.length + growth.length, 0);
  }

  /** Files that a day touches. */
  get files() {
    return this.#edits.length;
  }

  apply() {
    if (this.#applied) return;
    for (const edit of this.#edits) {
      withFile(edit.file, (fd) => {
        writePages(fd, edit.offsets, edit.after);
        fs.writeSync(fd, edit.growth, 0, edit.growth.length, edit.bytes);
      });
    }
    this.#applied = true;
  }

  undo() {
    if (!this.#applied) return;
    for (const edit of this.#edits) {
      withFile(edit.file, (fd) => {
        writePages(fd, edit.offsets, edit.before);
        fs.ftruncateSync(fd, edit.bytes);
      });
    }
    this.#applied = false;
  }
}

/**
 * @param {string} folder
 * @param {DataFile} file
 * @param {number} share of the pages that are written in place
 * @param {number} growth bytes
 * @param {Random} random
 * @returns {Edit}
 */
function planEdit(folder, { name, bytes, kind }, share, growth, random) {
  const file = path.join(folder, name);
  const pages = bytes / PAGE;
  const chosen = new Set(
    Array.from({ length: Math.max(1, Math.floor(pages * share)) }, () => random.below(pages)),
  );
  const offsets = [...chosen].map((page) => page * PAGE);
  const before = Buffer.alloc(offsets.length * PAGE);
  const after = Buffer.alloc(before.length);
  withFile(file, (fd) => {
    for (const [i, offset] of offsets.entries()) fs.readSync(fd, before, i * PAGE, PAGE, offset);
  });
  for (const i of offsets.keys()) fillText(after, i * PAGE, (i + 1) * PAGE - random.below(200), random);
  const added = take(kind === 'index' ? indexPages(random) : messagePages(random, []), growth);
  return { file, bytes, offsets, before, after, growth: added };
}

/**
 * @param {number} fd
 * @param {number[]} offsets
 * @param {Buffer} pages
 */
function writePages(fd, offsets, pages) {
  for (const [i, offset] of offsets.entries()) fs.writeSync(fd, pages, i * PAGE, PAGE, offset);
}

/**
 * @param {string} file
 * @param {(fd: number) => void} work
 */
function withFile(file, work) {
  const fd = fs.openSync(file, 'r+');
  try {
    work(fd);
  } finally {
    fs.closeSync(fd);
  }
}
