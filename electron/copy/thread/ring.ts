import { alignedMemory } from '../../bag/aligned-memory';
import { SEGMENT } from '../blocks';

/** Segments in memory at once: one is read while another is hashed and a third is written. */
const SLOTS = 3;

/**
 * The segments of one copying thread: memory as direct writing needs it, which another thread can hash while this one
 * writes it.
 */
export class Ring {
  readonly slots: readonly Buffer[];

  private constructor(readonly memory: SharedArrayBuffer) {
    this.slots = Array.from({ length: SLOTS }, (_, slot) => Buffer.from(memory, slot * SEGMENT, SEGMENT));
  }

  static make(): Ring {
    return new Ring(alignedMemory(SLOTS * SEGMENT));
  }

  /** The same segments, seen from another thread. */
  static over(memory: SharedArrayBuffer): Ring {
    return new Ring(memory);
  }
}
