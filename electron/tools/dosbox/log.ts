import type { Readable } from 'node:stream';

const MOST = 16_384;

/** The last of what DOSBox itself has to say, which matters only when a tool did not run. */
export class Log {
  #text = '';

  constructor(private readonly streams: readonly Readable[]) {
    for (const stream of streams) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (this.#text = `${this.#text}${text}`.slice(-MOST)));
      stream.on('error', () => undefined);
    }
  }

  /** Whoever still holds them open has nothing to say any more. */
  close(): void {
    for (const stream of this.streams) stream.destroy();
  }

  /** Null when there is none. */
  lastLine(): string | null {
    const lines = this.#text.split(/\r?\n/).map((line) => line.trim());
    return (
      lines
        .filter((line) => line !== '')
        .at(-1)
        ?.slice(0, 300) ?? null
    );
  }
}
