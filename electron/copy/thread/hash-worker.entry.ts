/** The thread that hashes a stream of segments while another one reads and writes them; started by `HashBeside`. */
import { parentPort, workerData } from 'node:worker_threads';
import { startSha256, type HashAnswer, type HashMessage } from './hash-beside';
import { Ring } from './ring';

if (!parentPort) throw new Error('This entry is a worker thread.');
const port = parentPort;
const ring = Ring.over((workerData as { memory: SharedArrayBuffer }).memory);
const say = (answer: HashAnswer): void => port.postMessage(answer);
let hash = startSha256();

port.on('message', (message: HashMessage) => {
  if ('end' in message) {
    say({ sha256: hash.digest('hex') });
    hash = startSha256();
    return;
  }
  const slot = ring.slots[message.slot];
  if (slot) hash.update(slot.subarray(0, message.bytes));
  say({ sha256: null });
});
