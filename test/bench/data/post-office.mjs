/**
 * Makes a post office of the DB6 format out of a shape, the same bytes for the same shape in every run.
 */
import fs from 'node:fs';
import path from 'node:path';
import { makeAttachment } from './content.mjs';
import { indexPages, messagePages, wholePages } from './pages.mjs';
import { Random } from './random.mjs';

/**
 * @typedef {object} Shape
 * @property {number} users how many user files
 * @property {number} userLeast bytes of the smallest user file
 * @property {number} userMost bytes of the largest one
 * @property {number} directory bytes of CLANDATA
 * @property {number} store bytes of MLANDATA
 */

/** A file of a post office. @typedef {{ name: string, bytes: number, kind: 'messages' | 'index', seed: number }} DataFile */

export const DIRECTORY_FILE = 'CLANDATA';
export const STORE_FILE = 'MLANDATA';

/** Bytes that are written at once. */
const BATCH = 4 * 2 ** 20;
/** All attachments that are sent again and again, bytes. */
const KNOWN_ATTACHMENTS = 40e6;

/**
 * Sizes spread evenly over the logarithm, so that their sum is the same for any order; then shuffled.
 * @param {Shape} shape
 */
function userSizes({ users, userLeast, userMost }) {
  const random = new Random(2);
  const sizes = Array.from({ length: users }, (_, i) =>
    wholePages(userLeast * (userMost / userLeast) ** ((i + 0.5) / users)),
  );
  for (let last = sizes.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [sizes[last], sizes[other]] = [sizes[other] ?? 0, sizes[last] ?? 0];
  }
  return sizes;
}

/**
 * The files of a post office, in the order in which they are made.
 * @param {Shape} shape
 * @returns {DataFile[]}
 */
export function dataFiles(shape) {
  /** @type {DataFile[]} */
  const users = userSizes(shape).map((bytes, i) => ({
    name: `USR${(i + 1).toString(16).toUpperCase().padStart(5, '0')}`,
    bytes,
    kind: i % 3 === 0 ? 'messages' : 'index',
    seed: 1000 + i,
  }));
  return [
    ...users,
    { name: DIRECTORY_FILE, bytes: wholePages(shape.directory), kind: 'index', seed: 3 },
    { name: STORE_FILE, bytes: wholePages(shape.store), kind: 'messages', seed: 4 },
  ];
}

/** @returns {Buffer[]} */
function knownAttachments() {
  const random = new Random(5);
  const known = [];
  for (let left = KNOWN_ATTACHMENTS; left > 0;) {
    const attachment = makeAttachment(random);
    known.push(attachment);
    left -= attachment.length;
  }
  return known;
}

/**
 * Takes so many bytes of a stream of pages, in batches.
 * @param {Iterable<Buffer>} pages
 * @param {number} bytes
 * @returns {Generator<Buffer[]>}
 */
function* batches(pages, bytes) {
  /** @type {Buffer[]} */
  let batch = [];
  let held = 0;
  let left = bytes;
  for (const page of pages) {
    const part = page.subarray(0, left);
    batch.push(part);
    held += part.length;
    left -= part.length;
    if (held >= BATCH || left === 0) {
      yield batch;
      batch = [];
      held = 0;
    }
    if (left === 0) return;
  }
}

/**
 * Makes the post office in a new folder.
 * @param {string} folder absolute; must not exist
 * @param {Shape} shape
 */
export function makePostOffice(folder, shape) {
  fs.mkdirSync(folder, { recursive: true });
  const known = knownAttachments();
  for (const { name, bytes, kind, seed } of dataFiles(shape)) {
    const random = new Random(seed);
    const pages = kind === 'index' ? indexPages(random) : messagePages(random, known);
    const file = fs.openSync(path.join(folder, name), 'wx');
    try {
      for (const batch of batches(pages, bytes)) fs.writeSync(file, Buffer.concat(batch));
    } finally {
      fs.closeSync(file);
    }
  }
}
