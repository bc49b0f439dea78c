/**
 * Reads every file of a folder from the disk, past the memory of the system, and does nothing with it: the least that a
 * verification can cost.
 *
 *   node read-disk.mjs <folder> <how many files at once>
 */
import fs from 'node:fs';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { filesIn } from './tree.mjs';

const BLOCK = 4 * 2 ** 20;
/** WebAssembly memory comes in such units and begins at a page border, as direct reading needs. */
const UNIT = 64 * 1024;

function alignedBlock() {
  const pages = BLOCK / UNIT;
  // Node has it; its types leave it to browsers.
  const { WebAssembly } = /** @type {any} */ (globalThis);
  return Buffer.from(new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer);
}

/**
 * @param {string} file
 * @param {Buffer} block
 */
async function readFile(file, block) {
  const handle = await open(file, constants.O_RDONLY | constants.O_DIRECT);
  try {
    const { size } = await handle.stat();
    for (let at = 0; at < size;) {
      const { bytesRead } = await handle.read(block, 0, BLOCK, at);
      if (bytesRead === 0) throw new Error(`${file} became shorter`);
      at += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

const [folder = '', atOnce = '1'] = process.argv.slice(2);
/** Largest first, so that none is left over for the end. */
const files = filesIn(folder)
  .map((file) => ({ file, bytes: fs.statSync(file).size }))
  .sort((a, b) => b.bytes - a.bytes)
  .map(({ file }) => file);

async function reader() {
  const block = alignedBlock();
  for (let file = files.shift(); file !== undefined; file = files.shift()) await readFile(file, block);
}

await Promise.all(Array.from({ length: Number(atOnce) }, reader));
