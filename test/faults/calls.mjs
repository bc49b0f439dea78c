/**
 * Reads, writes or syncs a file in every way that Node has, directly and in its thread pool, each time newly opened.
 * Prints what came of each as JSON: `done`, or the code of its error.
 *
 *   node calls.mjs read|write|fsync <file> <another file>
 */
import fs from 'node:fs';
import { promisify } from 'node:util';

const [, , kind = '', file = '', other = ''] = process.argv;
const page = Buffer.alloc(4096, 1);
/** Behind the page that a call without a position reads. */
const further = 8192;
const [read, readv, write, writev] = [fs.read, fs.readv, fs.write, fs.writev].map((call) => promisify(call));
const [fsync, fdatasync] = [promisify(fs.fsync), promisify(fs.fdatasync)];

/** @type {Record<string, Record<string, (fd: number) => unknown>>} */
const calls = {
  read: {
    readSync: (fd) => fs.readSync(fd, page),
    'readSync further': (fd) => fs.readSync(fd, page, 0, page.length, further),
    readvSync: (fd) => fs.readvSync(fd, [page]),
    'readvSync further': (fd) => fs.readvSync(fd, [page], further),
    read: async (fd) => await read?.(fd, page, 0, page.length, null),
    'read further': async (fd) => await read?.(fd, page, 0, page.length, further),
    'readv further': async (fd) => await readv?.(fd, [page], further),
    readFileSync: () => fs.readFileSync(file),
    readFile: async () => await fs.promises.readFile(file),
    copyFileSync: () => fs.copyFileSync(file, other),
    copyFile: async () => await fs.promises.copyFile(file, other),
  },
  write: {
    writeSync: (fd) => fs.writeSync(fd, page),
    'writeSync further': (fd) => fs.writeSync(fd, page, 0, page.length, further),
    writevSync: (fd) => fs.writevSync(fd, [page]),
    'writevSync further': (fd) => fs.writevSync(fd, [page], further),
    write: async (fd) => await write?.(fd, page, 0, page.length, null),
    'write further': async (fd) => await write?.(fd, page, 0, page.length, further),
    'writev further': async (fd) => await writev?.(fd, [page], further),
    writeFile: async () => await fs.promises.writeFile(file, page),
    appendFileSync: () => fs.appendFileSync(file, page),
    copyFileSync: () => fs.copyFileSync(other, file),
    copyFile: async () => await fs.promises.copyFile(other, file),
  },
  fsync: {
    fsyncSync: (fd) => fs.fsyncSync(fd),
    fdatasyncSync: (fd) => fs.fdatasyncSync(fd),
    fsync: async (fd) => await fsync(fd),
    fdatasync: async (fd) => await fdatasync(fd),
  },
};

/** @type {Record<string, unknown>} */
const came = {};
for (const [name, call] of Object.entries(calls[kind] ?? {})) {
  // A copy that fails removes its target.
  const fd = fs.openSync(file, fs.constants.O_RDWR | fs.constants.O_CREAT);
  try {
    await call(fd);
    came[name] = 'done';
  } catch (error) {
    came[name] = error instanceof Error && 'code' in error ? error.code : String(error);
  }
  fs.closeSync(fd);
}
console.log(JSON.stringify(came));
