/**
 * What lies in a folder: its files, what they take on the disk, how much of them is in memory, and whether two folders
 * hold the same.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * @param {string} folder
 * @returns {string[]} all regular files below it, absolute; none when there is no such folder
 */
export function filesIn(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(file);
    return entry.isFile() ? [file] : [];
  });
}

/**
 * @param {string} folder
 * @returns {number} bytes of the blocks that its files take, hard links counted once
 */
export function storedBytes(folder) {
  const seen = new Set();
  let bytes = 0;
  for (const file of filesIn(folder)) {
    const { dev, ino, blocks } = fs.statSync(file);
    const id = `${dev}:${ino}`;
    if (!seen.has(id)) bytes += blocks * 512;
    seen.add(id);
  }
  return bytes;
}

/**
 * Hands the files of a folder to a command, as many at once as it takes.
 * @param {string} folder
 * @param {string[]} xargs options and command
 * @returns {string} its output
 * @throws {Error} when it fails
 */
function withFiles(folder, xargs) {
  const done = spawnSync('xargs', ['-0', '-r', ...xargs], {
    input: filesIn(folder).join('\0'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (done.status !== 0) throw new Error(`${xargs.join(' ')} failed in ${folder}: ${done.stderr}`);
  return done.stdout;
}

/**
 * Reads every file, so that the next reading comes from memory.
 * @param {string} folder
 */
export function warm(folder) {
  const buffer = Buffer.allocUnsafe(2 ** 20);
  for (const file of filesIn(folder)) {
    const fd = fs.openSync(file, 'r');
    while (fs.readSync(fd, buffer) > 0);
    fs.closeSync(fd);
  }
}

/**
 * Drops the content of a folder's files from memory, so that the next reading comes from the disk. Nothing else on the
 * machine is dropped. (`dd` with `nocache` and no count asks for that with posix_fadvise; Node cannot.)
 * @param {string} folder
 * @returns {number | null} share of the bytes that is still in memory, 0 to 1; null where `fincore` is missing
 */
export function cool(folder) {
  spawnSync('sync');
  withFiles(folder, ['-P', '2', '-I{}', 'dd', 'if={}', 'iflag=nocache', 'count=0', 'status=none']);
  return residentShare(folder);
}

/**
 * @param {string} folder
 * @returns {number | null}
 */
function residentShare(folder) {
  if (spawnSync('fincore', ['--version']).status !== 0) return null;
  let resident = 0;
  let all = 0;
  for (const line of withFiles(folder, ['fincore', '-b', '-n', '-r', '-o', 'RES,SIZE']).split('\n')) {
    const [res = 0, size = 0] = line.trim().split(/\s+/).map(Number);
    resident += Math.min(res, size);
    all += size;
  }
  return all === 0 ? 0 : resident / all;
}

/**
 * The folder in which a file of this name lies.
 * @param {string} folder
 * @param {string} name
 */
function folderWith(folder, name) {
  const file = filesIn(folder).find((one) => path.basename(one) === name);
  return file === undefined ? undefined : path.dirname(file);
}

/**
 * Compares what was restored with its source, byte by byte. Some programs restore below the whole old path, so the place
 * is found by the name of one file.
 * @param {string} source
 * @param {string} restored
 * @param {string} name of a file of the source
 * @returns {string} the first differences; empty when there are none
 */
export function differences(source, restored, name) {
  const place = folderWith(restored, name);
  if (place === undefined) return `${name} was not restored`;
  const { stdout, stderr } = spawnSync('diff', ['-rq', source, place], { encoding: 'utf8' });
  return `${stdout}${stderr}`.slice(0, 2000);
}
