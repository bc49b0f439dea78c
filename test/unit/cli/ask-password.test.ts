/**
 * Motivation: a password that is typed must be read as it was typed, and be seen nowhere.
 * Description: keys are pressed at a stand-in for a terminal, or text is piped in; what is written and the mode of the
 * terminal are looked at.
 * Pass criteria: the password comes back, nothing of it is written, the terminal shows letters again afterwards, and
 * whoever presses Ctrl+C is not kept.
 */
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { askPassword, type PasswordSource } from '../../../electron/cli/ask-password';
import { Cancelled } from '../../../electron/run/errors';

interface World {
  readonly source: PasswordSource;
  readonly modes: boolean[];
  readonly press: (keys: string) => void;
  readonly end: (keys: string) => void;
  readonly written: () => string;
}

function world(isTTY: boolean): World {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (raw: boolean) => modes.push(raw) });
  const output = new PassThrough();
  let said = '';
  output.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    source: { input, output },
    modes,
    press: (keys) => void input.write(keys),
    end: (keys) => void input.end(keys),
    written: () => said,
  };
}

const never = new AbortController().signal;

describe('at a terminal', () => {
  test.each([
    { keys: 'REMEMBER\r', gives: 'REMEMBER' },
    { keys: 'REMEMBER\n', gives: 'REMEMBER' },
    { keys: 'Ümläut€ x\r', gives: 'Ümläut€ x' },
    { keys: 'REMX\u007fEMBER\r', gives: 'REMEMBER' },
    { keys: 'WRONG\u0015RIGHT\r', gives: 'RIGHT' },
    { keys: 'LEFT\u001b[DRIGHT\r', gives: 'LEFTRIGHT' },
    { keys: '\r', gives: '' },
    { keys: 'END\u0004', gives: 'END' },
  ])('$keys is read as $gives and shown nowhere', async ({ keys, gives }) => {
    const { source, modes, press, written } = world(true);
    const asked = askPassword('Password: ', never, source);
    press(keys);
    expect(await asked).toBe(gives);
    expect(written()).toBe('Password: \n');
    expect(modes).toEqual([true, false]);
    expect(source.input.isPaused()).toBe(true);
  });

  test('Ctrl+C cancels, and the terminal shows letters again', async () => {
    const { source, modes, press, written } = world(true);
    const asked = askPassword('Password: ', never, source);
    press('SECR\u0003');
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
    expect(written()).not.toContain('S');
    expect(modes).toEqual([true, false]);
  });

  test('so does a request to end', async () => {
    const { source, modes } = world(true);
    const end = new AbortController();
    const asked = askPassword('Password: ', end.signal, source);
    end.abort();
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
    expect(modes).toEqual([true, false]);
    await expect(askPassword('Password: ', end.signal, source)).rejects.toBeInstanceOf(Cancelled);
  });
});

describe('where no terminal is', () => {
  test.each([
    { piped: ['REMEMBER\n'], gives: 'REMEMBER' },
    { piped: ['REMEMBER\r\nmore\r\n'], gives: 'REMEMBER' },
    { piped: ['REM', 'EMBER', '\n'], gives: 'REMEMBER' },
    { piped: ['\uFEFFREMEMBER\r\n'], gives: 'REMEMBER' },
    { piped: ['  with spaces \n'], gives: '  with spaces ' },
    { piped: ['\n'], gives: '' },
  ])('the first line of $piped is read, without a question', async ({ piped, gives }) => {
    const { source, press, written } = world(false);
    const asked = askPassword('Password: ', never, source);
    for (const part of piped) press(part);
    expect(await asked).toBe(gives);
    expect(written()).toBe('');
  });

  test.each(['REMEMBER', ''])('the end of it ends the line “%s” too', async (piped) => {
    const { source, end } = world(false);
    const asked = askPassword('Password: ', never, source);
    end(piped);
    expect(await asked).toBe(piped);
  });

  test('a request to end is heard while nothing comes', async () => {
    const { source } = world(false);
    const end = new AbortController();
    const asked = askPassword('Password: ', end.signal, source);
    end.abort();
    await expect(asked).rejects.toBeInstanceOf(Cancelled);
  });
});
