import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateBag } from '../../../electron/bag/validate';
import { validateBagOffThread } from '../../../electron/bag/validate-off-thread';
import { entryPath } from '../../../electron/run/entries';
import { bagFolder, makeBag } from './bag-maker';

const entry = entryPath('bag-worker');

/** A bag with one file of this many zero bytes, which take no room on the disk. */
async function bagOfZeros(bytes: number): Promise<string> {
  const root = await makeBag(await bagFolder(), { info: null, tagManifests: false });
  await truncate(path.join(root, 'data', 'hello.txt'), bytes);
  return root;
}

/** A worker that does something else than validating. */
async function otherWorker(root: string, script: string): Promise<string> {
  const file = path.join(root, '..', 'worker.cjs');
  await writeFile(file, script);
  return file;
}

describe('validating in a worker thread', () => {
  test('gives the same report as validating here', async () => {
    const root = await makeBag(await bagFolder(), { algorithms: ['md5', 'sha512'] });
    await writeFile(path.join(root, 'data', 'hello.txt'), 'other');
    const report = await validateBagOffThread(root, entry);
    expect(report).toEqual(await validateBag(root));
    expect(report.valid).toBe(false);
  });

  test('leaves this thread free, and tells at most five times a second until the end', async () => {
    const bytes = 400 * 1024 * 1024;
    const root = await bagOfZeros(bytes);
    const seen: { at: number; bytes: number }[] = [];
    let longestPause = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longestPause = Math.max(longestPause, performance.now() - last);
      last = performance.now();
    }, 10);
    const started = performance.now();
    await validateBagOffThread(root, entry, {
      onProgress: (progress) => seen.push({ at: performance.now(), bytes: progress.bytes }),
    });
    clearInterval(beat);
    const seconds = (performance.now() - started) / 1000;
    // The first, the last, and five for each second between them.
    expect(seen.length).toBeLessThanOrEqual(2 + 5 * seconds);
    expect(seen.at(-1)).toMatchObject({ bytes });
    expect(longestPause).toBeLessThan(1000 * Math.max(0.2, seconds / 2));
  });

  test('ends at once when aborted, with the reason of the signal', async () => {
    const root = await bagOfZeros(64 * 1024 * 1024 * 1024);
    const stop = new AbortController();
    const reason = new Error('enough');
    let aborted = 0;
    const onProgress = () => {
      aborted ||= performance.now();
      stop.abort(reason);
    };
    await expect(validateBagOffThread(root, entry, { signal: stop.signal, onProgress })).rejects.toBe(reason);
    expect(aborted).toBeGreaterThan(0);
    expect(performance.now() - aborted).toBeLessThan(2500);
  });

  test('does not begin when aborted before', async () => {
    const signal = AbortSignal.abort(new Error('never'));
    await expect(validateBagOffThread('/nowhere', '/nowhere.cjs', { signal })).rejects.toThrow('never');
  });

  test('rejects with the code of the system when the folder cannot be opened', async () => {
    const missing = path.join(await bagFolder(), 'missing');
    await expect(validateBagOffThread(missing, entry)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.each([
    ['ends without a word', ''],
    ['exits as if all were well', 'process.exit(0)'],
    ['throws', 'throw new Error("broken")'],
  ])('rejects when the worker %s', async (_, script) => {
    const root = await makeBag(await bagFolder());
    const worker = await otherWorker(root, script);
    await expect(validateBagOffThread(root, worker)).rejects.toThrow(/before it was done|broken/);
  });

  test('rejects when there is no such worker', async () => {
    const root = await makeBag(await bagFolder());
    await expect(validateBagOffThread(root, path.join(root, 'none.cjs'))).rejects.toThrow(/none\.cjs/);
  });
});
