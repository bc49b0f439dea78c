import { alignedMemory } from './aligned-memory';

/** Bytes read at a time: large enough for the full speed of a disk. Files of this size are read ahead, and directly. */
export const segmentBytes = 2 * 1024 * 1024;

/**
 * Reads of one file that are under way at the same time. With two hashing threads that keeps a disk busy; a second one was
 * no faster, and each costs a thread and its memory.
 */
export const readsAtOnce = 1;

/** One more than is being read is being hashed. */
const count = readsAtOnce + 1;

/** The buffers of one hashing thread and its readers, as memory that they share. */
export class Segments {
  readonly #slots: readonly Buffer[];

  constructor(readonly memory: SharedArrayBuffer = alignedMemory(count * segmentBytes)) {
    this.#slots = Array.from({ length: count }, (_, slot) =>
      Buffer.from(memory, slot * segmentBytes, segmentBytes),
    );
  }

  /** The buffer for a segment of a file, counted from 0; it is used again for the segment `readsAtOnce` + 1 later. */
  of(segment: number): Buffer {
    const slot = this.#slots[segment % count];
    if (!slot) throw new RangeError(`Not a segment: ${segment}`);
    return slot;
  }
}
