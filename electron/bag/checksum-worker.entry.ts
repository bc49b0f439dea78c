/** A thread that computes checksums, one file after the other; started by `hashFilesInThreads`. */
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { hashDiskFile, type HashingTools } from './hash-disk-file';
import type { FileHash, FileToHash } from './hash-files';
import type { HashThreadMessage } from './hash-pool';
import { errorCode } from './problem';
import { ReaderThread } from './reader-thread';
import { readsAtOnce, Segments } from './segments';

if (!parentPort) throw new Error('This entry is a worker thread.');
const port = parentPort;
const say = (message: HashThreadMessage) => port.postMessage(message);
const segments = new Segments();
let readers: readonly ReaderThread[] | null = null;
let untold = 0;

const tools: HashingTools = {
  segments,
  readers: () => (readers ??= Array.from({ length: readsAtOnce }, startReader)),
  onBytes: (bytes) => {
    // Many small files are told of together.
    untold += bytes;
    if (untold >= segments.of(0).length) tell();
  },
};

// What is thrown without the code of a system ends the thread, and so the whole: no file is to blame for it.
port.on('message', (batch: readonly FileToHash[]) => void hashBatch(batch));

async function hashBatch(batch: readonly FileToHash[]): Promise<void> {
  const hashes: FileHash[] = [];
  for (const file of batch) hashes.push(await hashOne(file));
  tell();
  say({ type: 'batch', hashes });
}

async function hashOne(file: FileToHash): Promise<FileHash> {
  try {
    return { digests: await hashDiskFile(file, tools) };
  } catch (error) {
    return { code: errorCode(error) };
  }
}

function tell(): void {
  if (untold > 0) say({ type: 'bytes', bytes: untold });
  untold = 0;
}

function startReader(): ReaderThread {
  return new ReaderThread(path.join(__dirname, 'read-worker.cjs'), segments);
}
