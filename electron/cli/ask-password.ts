import { emitKeypressEvents, type Key } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { Cancelled } from '../run/errors';

/** Where a password is typed; a terminal, or something that is piped in. */
export interface PasswordSource {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** The question is written here, since standard output is for what a command says. */
  readonly output: Writable;
}

/** More than that is no password, and would be read for ever. */
const MOST_LETTERS = 4_096;

/**
 * Asks for a password without showing it: at a terminal with the question, else it is the first line of what is piped in.
 * Ctrl+C and `signal` cancel.
 * @returns what was typed; empty when nothing was
 * @throws Cancelled
 */
export async function askPassword(
  question: string,
  signal: AbortSignal,
  { input, output }: PasswordSource = { input: process.stdin, output: process.stderr },
): Promise<string> {
  if (signal.aborted) throw new Cancelled();
  try {
    if (input.isTTY !== true) return await firstLine(input, signal);
    output.write(question);
    return await typed(input, signal).finally(() => output.write('\n'));
  } finally {
    // Else the process would wait for more.
    input.pause();
  }
}

/** Follows the keys: in raw mode the terminal shows none of them. */
async function typed(input: PasswordSource['input'], signal: AbortSignal): Promise<string> {
  const letters: string[] = [];
  emitKeypressEvents(input);
  input.setRawMode?.(true);
  try {
    return await listen(signal, (done, fail) => {
      const onKey = (text: string | undefined, key: Key): void => {
        const name = key.ctrl === true ? `ctrl ${key.name ?? ''}` : key.name;
        if (name === 'ctrl c') fail(new Cancelled());
        else if (name === 'return' || name === 'enter' || name === 'ctrl d') done(letters.join(''));
        else if (name === 'backspace') letters.pop();
        else if (name === 'ctrl u') letters.length = 0;
        else if (text !== undefined && isLetter(text)) letters.push(text);
      };
      const onEnd = (): void => done(letters.join(''));
      input.on('keypress', onKey).on('end', onEnd).resume();
      return () => void input.off('keypress', onKey).off('end', onEnd);
    });
  } finally {
    input.setRawMode?.(false);
  }
}

/** Arrows and their kind come as what begins with an escape. */
const isLetter = (text: string): boolean => !/\p{Cc}/u.test(text);

async function firstLine(input: Readable, signal: AbortSignal): Promise<string> {
  input.setEncoding('utf8');
  let text = '';
  return await listen(signal, (done, fail) => {
    // PowerShell puts a mark of its encoding in front.
    const onEnd = (): void => done(/^\uFEFF?([^\r\n]*)/.exec(text)?.[1]?.slice(0, MOST_LETTERS) ?? '');
    const onData = (more: string): void => {
      text += more;
      if (text.includes('\n') || text.length > MOST_LETTERS) onEnd();
    };
    input.on('data', onData).on('end', onEnd).on('error', fail);
    return () => void input.off('data', onData).off('end', onEnd).off('error', fail);
  });
}

/** Waits for an answer, or for the end of all waiting. @param begin starts to listen, and answers what ends that */
async function listen(
  signal: AbortSignal,
  begin: (done: (text: string) => void, fail: (error: Error) => void) => () => void,
): Promise<string> {
  let stop = (): void => undefined;
  let onAbort = (): void => undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      onAbort = () => reject(new Cancelled());
      signal.addEventListener('abort', onAbort, { once: true });
      stop = begin(resolve, reject);
    });
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
