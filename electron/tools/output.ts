import { open, type FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import type { CodePage } from '../../shared/tools';
import { systemCode } from '../run/errors';
import { decodePage } from './code-page';
import { Masker } from './secrets';

/** In which characters a tool prints. */
export type Encoding = CodePage | 'utf8';

export interface OutputTo {
  /** Absolute; made anew. */
  readonly file: string;
  readonly encoding: Encoding;
  readonly password: string;
  readonly mostBytes: number;
  readonly onOutput: (text: string) => void;
  /** More came than is kept. */
  readonly onFlood: () => void;
  /** It could not be kept: code of the system's error. */
  readonly onLost: (reason: string) => void;
}

/** One stream of a tool's output. */
export interface Channel {
  /** Returns when it is in the file: whoever waits for that reads no faster than the disk takes it. Never throws. */
  take(bytes: Buffer): Promise<void>;
  /** What was kept because it may have been the beginning of the password. */
  end(): Promise<void>;
}

/**
 * What a tool prints: decoded, passwords taken out, told as it comes, and kept in a file whole. The password never gets
 * into the file, not even for a moment.
 */
export class ToolOutput {
  readonly #to: OutputTo;
  readonly #file: FileHandle;
  #bytes = 0;
  #over = false;
  #last: Promise<void> = Promise.resolve();

  private constructor(to: OutputTo, file: FileHandle) {
    this.#to = to;
    this.#file = file;
  }

  /** @throws system errors when the file cannot be made */
  static async open(to: OutputTo): Promise<ToolOutput> {
    return new ToolOutput(to, await open(to.file, 'wx', 0o600));
  }

  /** Standard output and standard error each get one of their own, so that neither splits a letter of the other. */
  channel(): Channel {
    const decode = decoderOf(this.#to.encoding);
    const masker = new Masker(this.#to.password);
    return {
      take: async (bytes) => await this.#write(masker.take(decode.take(this.#within(bytes)))),
      end: async () => await this.#write(masker.take(decode.end()) + masker.end()),
    };
  }

  /** Makes it durable. Never throws; `onLost` is called where it cannot be. */
  async close(): Promise<void> {
    await this.#last;
    try {
      await this.#file.sync();
    } catch (error) {
      this.#lose(error);
    }
    await this.#file.close().catch((error: unknown) => this.#lose(error));
  }

  /** As much of it as is kept. */
  #within(bytes: Buffer): Buffer {
    const room = this.#to.mostBytes - this.#bytes;
    this.#bytes += bytes.length;
    if (bytes.length <= room) return bytes;
    if (room >= 0) this.#to.onFlood();
    return bytes.subarray(0, Math.max(0, room));
  }

  async #write(text: string): Promise<void> {
    if (text === '' || this.#over) return;
    this.#to.onOutput(text);
    this.#last = this.#last.then(async () => {
      if (this.#over) return;
      try {
        await this.#file.appendFile(text, 'utf8');
      } catch (error) {
        this.#lose(error);
      }
    });
    await this.#last;
  }

  #lose(error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    this.#to.onLost(systemCode(error) || String(error));
  }
}

interface Decoder {
  take(bytes: Buffer): string;
  end(): string;
}

function decoderOf(encoding: Encoding): Decoder {
  if (encoding !== 'utf8') return { take: (bytes) => decodePage(bytes, encoding), end: () => '' };
  const decoder = new StringDecoder('utf8');
  return { take: (bytes) => decoder.write(bytes), end: () => decoder.end() };
}
