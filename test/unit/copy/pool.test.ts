import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SEGMENT } from '../../../electron/copy/blocks';
import { CopyPool, threadsFor, type PoolOptions } from '../../../electron/copy/pool';
import { entryPath } from '../../../electron/run/entries';
import { jobOf, sha256, tableOf, tempFolder } from './fixtures';

let folder: string;
let pools: CopyPool[] = [];

beforeEach(() => (folder = tempFolder()));
afterEach(async () => {
  for (const pool of pools.splice(0)) await pool.close();
});

function makePool(more: Partial<PoolOptions> = {}): CopyPool {
  const pool = new CopyPool({ entry: entryPath, threads: 2, lockedWaitMs: 0, ...more });
  pools = [...pools, pool];
  return pool;
}

/** A file to be copied, and its job. */
function fileOf(name: string, data: Buffer) {
  const [source, target] = [path.join(folder, name), path.join(folder, `${name}.copy`)];
  fs.writeFileSync(source, data);
  return { source, target, job: jobOf(source, target) };
}

/** An entry that is put in the place of the copying thread: its code, as the pool would start it. */
function entryThat(code: string): (name: string) => string {
  const file = path.join(folder, 'copy-worker.cjs');
  fs.writeFileSync(file, code);
  return (name) => (name === 'copy-worker' ? file : entryPath(name));
}

describe('the copying threads', () => {
  it('copy, compare and hash, each answered with what came of it', async () => {
    const pool = makePool();
    const data = randomBytes(SEGMENT + 5);
    const { source, target, job } = fileOf('MLANDATA', data);
    let heard = 0;
    const copied = await pool.do(job, (bytes) => (heard += bytes));
    expect(copied).toMatchObject({ answer: { bytes: data.length, sha256: sha256(data) } });
    expect(heard).toBe(data.length);
    const table = await tableOf(data);
    const piece = { source, target, bytes: data.length, from: 0, to: data.length, last: true, table };
    const gone = { ...piece, source: `${source} gone` };
    const compared = await pool.do({ kind: 'compare', pieces: [gone, piece] });
    expect(compared, 'trouble with one piece keeps the other from being compared').toMatchObject({
      answer: [
        { side: 'source', code: 'ENOENT' },
        { moved: 0, blocks: [] },
      ],
    });
    const hashed = await pool.do({ kind: 'rehash', file: target, bytes: data.length, table });
    expect(hashed).toEqual({ answer: { sha256: sha256(data) } });
  });

  it('answer every one of many jobs with its own', async () => {
    const pool = makePool();
    const files = Array.from({ length: 300 }, (_, index) =>
      fileOf(`F${String(index)}`, randomBytes(index * 10)),
    );
    const outcomes = await Promise.all(files.map(async ({ job }) => await pool.do(job)));
    files.forEach(({ source, target }, index) => {
      const data = fs.readFileSync(source);
      expect(outcomes[index]).toMatchObject({ answer: { sha256: sha256(data) } });
      expect(fs.readFileSync(target).equals(data)).toBe(true);
    });
  });

  it('are begun in the order in which jobs were given', async () => {
    const pool = makePool({
      threads: 1,
      entry: entryThat(`
        const { parentPort: port } = require('node:worker_threads');
        let turn = 0;
        port.on('message', ({ id }) => setImmediate(() => {
          port.postMessage({ type: 'done', id, answer: { sha256: String(turn++) } });
        }));
      `),
    });
    const jobs = Array.from({ length: 20 }, async () => {
      const outcome = await pool.do({ kind: 'rehash', file: '', bytes: 0, table: null });
      return 'answer' in outcome ? outcome.answer.sha256 : '';
    });
    expect(await Promise.all(jobs)).toEqual(Array.from({ length: 20 }, (_, turn) => String(turn)));
  });

  it('begin the next file while only the disk is at work for the one before', async () => {
    const pool = makePool({
      threads: 1,
      entry: entryThat(`
        const { parentPort: port } = require('node:worker_threads');
        const waiting = [];
        port.on('message', ({ id }) => {
          waiting.push(id);
          if (waiting.length < 3) return port.postMessage({ type: 'free', id });
          for (const one of waiting) port.postMessage({ type: 'done', id: one, answer: { sha256: 'all' } });
        });
      `),
    });
    const job = { kind: 'rehash', file: '', bytes: 0, table: null } as const;
    expect(await Promise.all([pool.do(job), pool.do(job), pool.do(job)])).toHaveLength(3);
  });

  it.each([
    [1, 2],
    [2, 2],
    [3, 3],
    [64, 3],
  ])('on %d cores are %d', (cores, threads) => expect(threadsFor(cores)).toBe(threads));
});

describe('a pool that is cancelled', () => {
  it('stops at the next segment, answers what waits, and begins nothing more', async () => {
    const pool = makePool();
    const { job, target } = fileOf('MLANDATA', randomBytes(12 * SEGMENT));
    const small = fileOf('USR00001', randomBytes(10));
    const first = pool.do(job, () => {
      pool.cancel();
    });
    const waiting = Array.from({ length: 10 }, async () => await pool.do({ ...job, target: `${target}2` }));
    const cancelled = { trouble: { side: 'cancelled' } };
    expect(await first).toMatchObject(cancelled);
    for (const outcome of await Promise.all(waiting)) expect(outcome).toMatchObject(cancelled);
    expect(await pool.do(small.job)).toMatchObject(cancelled);
    await pool.close();
    expect(fs.readdirSync(folder).sort()).toEqual(['MLANDATA', 'USR00001']);
  });

  it('does not wait for a thread that hangs, and can be closed', async () => {
    // A named pipe that nobody writes to: opening it does not return, as on a share that answers nothing.
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const entry = entryThat(`
      const { parentPort: port } = require('node:worker_threads');
      port.on('message', () => require('node:fs').openSync(${JSON.stringify(pipe)}, 'r'));
    `);
    const pool = makePool({ entry });
    const job = { kind: 'rehash', file: '', bytes: 0, table: null } as const;
    const hanging = pool.do(job);
    pool.cancel();
    expect(await hanging).toMatchObject({ trouble: { side: 'cancelled' } });
    await pool.close();
    // Lets the thread go, so that the test's own process can end.
    fs.closeSync(fs.openSync(pipe, fs.constants.O_RDWR));
  });
});

describe('a thread that dies', () => {
  const job = { kind: 'rehash', file: '', bytes: 0, table: null } as const;
  const dead = { trouble: { side: 'thread' } };

  it('is trouble with what it was at, and the others go on', async () => {
    const pool = makePool({
      entry: entryThat(`
        const { parentPort: port } = require('node:worker_threads');
        port.on('message', ({ id, job }) => {
          if (job.file === 'deadly') throw new Error('as if out of memory');
          port.postMessage({ type: 'done', id, answer: { sha256: 'fine' } });
        });
      `),
    });
    const [first, ...others] = await Promise.all(
      ['deadly', 'a', 'b', 'c'].map(async (file) => await pool.do({ ...job, file })),
    );
    expect(first).toMatchObject({ trouble: { side: 'thread', message: 'as if out of memory' } });
    for (const outcome of others) expect(outcome).toEqual({ answer: { sha256: 'fine' } });
    expect(pool.threads).toBe(1);
    expect(await pool.do(job)).toEqual({ answer: { sha256: 'fine' } });
  });

  it.each(['process.exit(3)', "throw new Error('at once')"])(
    'is the end of everything that waits, and of what comes, when it was the last (%s)',
    async (end) => {
      const pool = makePool({
        threads: 1,
        entry: entryThat(`require('node:worker_threads').parentPort.on('message', () => { ${end}; });`),
      });
      for (const outcome of await Promise.all([pool.do(job), pool.do(job)]))
        expect(outcome).toMatchObject(dead);
      expect(await pool.do(job)).toMatchObject(dead);
    },
  );

  it('is trouble too when it cannot even begin', async () => {
    const pool = makePool({ entry: () => path.join(folder, 'nowhere.cjs') });
    expect(await pool.do(job)).toMatchObject(dead);
  });
});
