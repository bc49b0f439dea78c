/**
 * Files as streams of whole database pages: a store of messages with attachments, and an index of short entries.
 */
import { fillText, makeAttachment } from './content.mjs';

/** @typedef {import('./random.mjs').Random} Random */

/** Bytes of one database page: the unit in which such a database is written. */
export const PAGE = 512;

const MESSAGE_HEADER = 40;
const INDEX_ENTRY = 60;
/** Index pages that are handed over at once. */
const INDEX_RUN = 128;

/** @param {number} bytes */
export const wholePages = (bytes) => Math.max(1, Math.round(bytes / PAGE)) * PAGE;

/**
 * Messages without end, each beginning on a page. One in twenty has an attachment; two in five of those were sent before.
 * @param {Random} random
 * @param {readonly Buffer[]} known attachments that are sent again, the first ones more often
 * @returns {Generator<Buffer, never>}
 */
export function* messagePages(random, known) {
  for (let id = 1; ; id++) {
    const text = random.logUniform(500, 30_000);
    const attachment = random.below(20) === 0 ? chooseAttachment(random, known) : undefined;
    const textEnd = wholeUp(MESSAGE_HEADER + text);
    const page = Buffer.alloc(textEnd + wholeUp(attachment?.length ?? 0));
    page.writeUInt32LE(0x00c0ffee, 0);
    page.writeUInt32LE(id, 4);
    page.writeUInt32LE(random.uint32(), 8);
    fillText(page, MESSAGE_HEADER, MESSAGE_HEADER + text, random);
    attachment?.copy(page, textEnd);
    yield page;
  }
}

/** @param {number} bytes */
const wholeUp = (bytes) => Math.ceil(bytes / PAGE) * PAGE;

/**
 * @param {Random} random
 * @param {readonly Buffer[]} known
 */
function chooseAttachment(random, known) {
  const again = random.below(5) < 2 ? known[Math.floor(random.unit() ** 1.6 * known.length)] : undefined;
  return again ?? makeAttachment(random);
}

/**
 * Index pages without end, each partly filled with entries of a number, a time and a short text.
 * @param {Random} random
 * @returns {Generator<Buffer, never>}
 */
export function* indexPages(random) {
  for (let first = 0; ; first += INDEX_RUN) {
    const run = Buffer.alloc(INDEX_RUN * PAGE);
    for (let page = 0; page < INDEX_RUN; page++) {
      fillIndexPage(run.subarray(page * PAGE, (page + 1) * PAGE), first + page, random);
    }
    yield run;
  }
}

/**
 * @param {Buffer} page
 * @param {number} number
 * @param {Random} random
 */
function fillIndexPage(page, number, random) {
  page.writeUInt32LE(number, 0);
  for (let at = 8; at + INDEX_ENTRY <= PAGE && random.below(9) > 0; at += INDEX_ENTRY) {
    page.writeUInt32LE(random.below(2 ** 24), at);
    page.writeUInt32LE(725_000_000 + random.below(10_000_000), at + 4);
    fillText(page, at + 12, at + 12 + random.below(28), random);
  }
}
