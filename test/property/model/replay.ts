import { contentOf } from '../writer/content.mjs';
import type { Act } from './steps';
import type { Tree } from './tree';

/** A post office in memory that goes through the states that the one on the disk went through. */
export class Replay {
  readonly #files: Map<string, Buffer>;
  /** What each file held before the last write to it. */
  readonly #before = new Map<string, Buffer>();

  constructor(tree: Tree) {
    this.#files = new Map(tree);
  }

  get tree(): Tree {
    return this.#files;
  }

  /** Goes on to the next state. Buffers that were handed out are left as they are. */
  apply(act: Act): void {
    const { path } = act;
    if (act.do === 'write') {
      const [old, bytes] = [this.#read(path), this.#bytesOf(act)];
      this.#before.set(path, old);
      this.#files.set(path, written(old, act.at, bytes));
    } else if (act.do === 'truncate') this.#files.set(path, resized(this.#read(path), act.to));
    else if (act.do === 'create') this.#files.set(path, Buffer.alloc(0));
    else if (act.do === 'delete') this.#files.delete(path);
    else if (act.do === 'rename') {
      const bytes = this.#read(path);
      this.#files.delete(path);
      this.#files.set(act.to, bytes);
    }
  }

  #bytesOf({ path, at, length, bytes }: Act & { do: 'write' }): Buffer {
    if ('fill' in bytes) return contentOf(bytes.fill, length);
    if ('as' in bytes) return this.#read(bytes.as).subarray(0, length);
    return (this.#before.get(path) ?? Buffer.alloc(0)).subarray(at, at + length);
  }

  #read(path: string): Buffer {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw new Error(`the log speaks of ${path}, which is not there`);
    return bytes;
  }
}

function written(old: Buffer, at: number, bytes: Buffer): Buffer {
  const made = resized(old, Math.max(old.length, at + bytes.length));
  bytes.copy(made, at);
  return made;
}

function resized(old: Buffer, length: number): Buffer {
  const made = Buffer.alloc(length);
  old.copy(made);
  return made;
}
