/*
 * Plays a repair tool that runs on this computer; the same as test/support/dos/tool.asm does for DOS, and a few things
 * that DOS has not.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as passes } from 'node:timers/promises';

const [verb, ...rest] = process.argv.slice(2);
const [first = ''] = rest;
const line = 'the same line again and again, sixty-four bytes of it with its end\r\n';
const tail = process.argv
  .slice(2)
  .map((word) => ` ${word}`)
  .join('');

/** @param {string} text */
function print(text, to = 1) {
  let bytes = Buffer.from(text);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(to, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

/** @param {() => void} act */
function attempt(act) {
  try {
    act();
  } catch {
    process.exitCode = 1;
  }
}

const forever = () => setInterval(() => undefined, 1000);

/** @type {Record<string, () => unknown>} */
const verbs = {
  A: () => print(`[${tail}]\r\n`),
  U: () => print(`[${tail.toUpperCase()}]\r\n`),
  O: () => writeFileSync('OWN.LOG', tail),
  X: () => {
    print('ending\r\n');
    process.exitCode = Number(first);
  },
  R: () => attempt(() => print(readFileSync(first, 'utf8'))),
  W: () => attempt(() => writeFileSync(first, 'by the tool')),
  D: () => attempt(() => rmSync(first)),
  H: () => {
    print('hanging\r\n');
    forever();
  },
  F: () => {
    for (;;) print(line);
  },
  L: async () => {
    print('first\r\n');
    while (!existsSync(first)) await passes(20);
    print('second\r\n');
  },
  Q: () => {
    print('Go on (Y/N)? ');
    if (readSync(0, Buffer.alloc(80)) > 0) return;
    print('no answer\r\n');
    process.exitCode = 5;
  },
  S: () => {
    print('on standard output\r\n');
    print('on standard error\r\n', 2);
  },
  N: () => print('ERROR 12: message index does not match\r\nErrors found: 3\r\n'),
  8: () => print('üäÜß\r\n'),
  B: () => print(line.repeat(1000)),
  /** Starts another one that hangs, and hangs. */
  C: () => {
    spawn(process.execPath, [process.argv[1] ?? '', 'H'], { stdio: 'inherit' });
    forever();
  },
  /** Starts another one that hangs, in a session of its own and with the output open, and ends. */
  E: () => {
    spawn(process.execPath, [process.argv[1] ?? '', 'H'], { stdio: 'inherit', detached: true }).unref();
    setTimeout(() => process.exit(0), 200);
  },
  /** Prints what it was given, letter by letter. */
  P: async () => {
    for (const letter of `[${tail}]\r\n`) {
      print(letter);
      await passes(20);
    }
  },
  /** Ends itself by a signal. */
  K: () => process.kill(process.pid, 'SIGSEGV'),
};
await verbs[verb ?? '']?.();
