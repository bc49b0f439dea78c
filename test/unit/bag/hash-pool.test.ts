import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, open, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FileHash, FileToHash } from '../../../electron/bag/hash-files';
import { hashFilesInThreads, sha256OfFiles } from '../../../electron/bag/hash-pool';
import { segmentBytes } from '../../../electron/bag/segments';
import { validateBagOffThread } from '../../../electron/bag/validate-off-thread';
import { entryPath } from '../../../electron/run/entries';
import type { BagProgress } from '../../../shared/bag';
import { bagFolder, makeBag, sum } from './bag-maker';
import { sizedFile, sizes } from './sized-files';

const entry = entryPath('checksum-worker');

async function hashAll(files: readonly FileToHash[], entryFile = entry): Promise<FileHash[]> {
  const found: FileHash[] = [];
  await hashFilesInThreads(entryFile)(files, (file, hash) => (found[file] = hash), {});
  return found;
}

/** A folder with the real threads, one of them replaced by a script. */
async function threadsWith(name: string, script: string): Promise<string> {
  const folder = await bagFolder();
  for (const one of ['bag-worker', 'checksum-worker', 'read-worker']) {
    await copyFile(entryPath(one), path.join(folder, `${one}.cjs`));
  }
  await writeFile(path.join(folder, `${name}.cjs`), script);
  return folder;
}

describe('hashing in threads', () => {
  test('gives each file its own checksums, whatever its size', async () => {
    const files = await Promise.all(sizes.map(sizedFile));
    const hashNames = ['sha256', 'md5'];
    const found = await hashAll(files.map(({ file, bytes }) => ({ file, bytes, hashNames })));
    expect(found).toEqual(files.map(({ content, sha256 }) => ({ digests: [sha256, sum(content, 'md5')] })));
  });

  test('names what cannot be read, and reads the rest', async () => {
    const there = await sizedFile(5);
    const missing = path.join(path.dirname(there.file), 'missing');
    const found = await sha256OfFiles([{ file: missing, bytes: segmentBytes }, there], entry);
    expect(found.get(missing)).toEqual({ code: 'ENOENT' });
    expect(found.get(there.file)).toEqual({ sha256: there.sha256 });
  });

  test('answers for each of many files, and counts them and their bytes to the end', async () => {
    const folder = await bagFolder();
    const names = Array.from({ length: 3000 }, (_, index) => path.join(folder, `${index}`));
    for (const file of names) await writeFile(file, file);
    const big = await sizedFile(2 * segmentBytes + 1);
    const files = [...names.map((file) => ({ file, bytes: Buffer.byteLength(file) })), big];
    const seen: BagProgress[] = [];
    const found = await sha256OfFiles(files, entry, { onProgress: (progress) => seen.push(progress) });
    expect(found.size).toBe(files.length);
    expect(names.filter((file) => JSON.stringify(found.get(file)) !== JSON.stringify({ sha256: sum(file) }))).toEqual([]); // prettier-ignore
    expect(found.get(big.file)).toEqual({ sha256: big.sha256 });
    const totalBytes = files.reduce((bytes, file) => bytes + file.bytes, 0);
    expect(seen.at(0)).toEqual({ files: 0, bytes: 0, totalBytes });
    expect(seen.at(-1)).toEqual({ files: files.length, bytes: totalBytes, totalBytes });
  });

  test('has nothing to do for no files', async () => {
    expect(await hashAll([])).toEqual([]);
  });
});

describe('hashing in threads ends with the reason of the signal', () => {
  const reason = new Error('enough');

  test('before it begins', async () => {
    const signal = AbortSignal.abort(reason);
    await expect(sha256OfFiles([], '/nowhere.cjs', { signal })).rejects.toBe(reason);
  });

  test('in the middle of a file', async () => {
    const { file } = await sizedFile(0);
    const bytes = 64 * 1024 * 1024 * 1024;
    await truncate(file, bytes);
    const stop = new AbortController();
    let read = 0;
    const onProgress = (progress: BagProgress) => {
      read = progress.bytes;
      if (read > 0) stop.abort(reason);
    };
    const hashing = sha256OfFiles([{ file, bytes }], entry, { signal: stop.signal, onProgress });
    await expect(hashing).rejects.toBe(reason);
    expect(read).toBeGreaterThan(0);
    expect(read).toBeLessThan(bytes);
  });

  test.skipIf(process.platform === 'win32')('while a read hangs in the system', async () => {
    const pipe = path.join(await bagFolder(), 'pipe');
    const told = `${pipe}.told`;
    execFileSync('mkfifo', [pipe]);
    // Opening a pipe that nobody writes to waits inside the system, where no thread can be ended.
    const hang = `const fs = require('node:fs');
      require('node:worker_threads').parentPort.on('message', () => {
        fs.writeFileSync(${JSON.stringify(told)}, '');
        fs.closeSync(fs.openSync(${JSON.stringify(pipe)}, 'r'));
      });`;
    const folder = await threadsWith('read-worker', hang);
    const big = await sizedFile(segmentBytes);
    const stop = new AbortController();
    const hashing = sha256OfFiles([big], path.join(folder, 'checksum-worker.cjs'), { signal: stop.signal });
    const ended = expect(hashing).rejects.toBe(reason);
    await expect.poll(() => existsSync(told), { timeout: 10_000 }).toBe(true);
    stop.abort(reason);
    try {
      await ended;
    } finally {
      // Both readers may be waiting; each is let go by a writer.
      await (await open(pipe, 'r+')).close();
    }
  });
});

describe('a thread that dies', () => {
  const readNothing = `require('node:worker_threads').parentPort.on('message', () => undefined); setTimeout(() => process.exit(0), 50);`;

  test.each([
    ['exits as if all were well', 'process.exit(0)', /hashing thread ended with code 0/],
    ['ends without a word', '', /hashing thread ended with code 0/],
    ['throws', 'throw new Error("broken")', /hashing thread failed: broken/],
    ['exits with work in hand', readNothing, /hashing thread ended with code 0/],
    [
      'answers for too few files',
      `const { parentPort } = require('node:worker_threads');
       parentPort.on('message', () => parentPort.postMessage({ type: 'batch', hashes: [] }));`,
      /did not answer for every file/,
    ],
  ])('and hashes, and %s, ends the whole with an error', async (_, script, message) => {
    const folder = await threadsWith('checksum-worker', script);
    const one = await sizedFile(1);
    const files = [{ file: one.file, bytes: one.bytes, hashNames: ['sha256'] }];
    const hashing = hashAll(files, path.join(folder, 'checksum-worker.cjs'));
    await expect(hashing).rejects.toThrow(message);
  });

  test.each([
    ['exits', 'process.exit(0)', /reading thread ended with code 0/],
    ['throws', 'throw new Error("broken")', /reading thread failed: broken/],
    ['exits with work in hand', readNothing, /reading thread ended with code 0/],
  ])('and reads, and %s, is not blamed on the file', async (_, script, message) => {
    const folder = await threadsWith('read-worker', script);
    const { file, bytes } = await sizedFile(segmentBytes);
    const hashing = hashAll(
      [{ file, bytes, hashNames: ['sha256'] }],
      path.join(folder, 'checksum-worker.cjs'),
    );
    await expect(hashing).rejects.toThrow(message);
  });

  test.each(['checksum-worker', 'read-worker'])('(%s) never makes a bag valid', async (name) => {
    const files = { big: Buffer.alloc(segmentBytes) };
    const root = await makeBag(await bagFolder(), { files });
    const folder = await threadsWith(name, 'process.exit(0)');
    const validating = validateBagOffThread(root, path.join(folder, 'bag-worker.cjs'));
    await expect(validating).rejects.toThrow(/thread ended with code 0 before it was done/);
  });
});
