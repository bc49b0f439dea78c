/** A thread that reads segments of open files for a hashing thread; started by `ReaderThread`. */
import { parentPort, workerData } from 'node:worker_threads';
import { readAt } from './disk-file';
import type { ReadRequest } from './read-ahead';
import type { ReadAnswer, ReaderInput } from './reader-thread';
import { segmentBytes, Segments } from './segments';

const segments = new Segments((workerData as ReaderInput).memory);

parentPort?.on('message', (request: ReadRequest) => parentPort?.postMessage(answerTo(request)));

function answerTo({ handle, segment }: ReadRequest): ReadAnswer {
  try {
    return { bytes: readAt(handle, segments.of(segment), segment * segmentBytes) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { message: error.message, code: 'code' in error ? String(error.code) : undefined };
  }
}
