/**
 * Motivation: damage that no checksum shows has left signs in post offices before: an error log, text where none belongs, a size
 * that does not fit.
 * Description: copies with and without such signs are checked; the scan for text reads what must not and what must be text.
 * Pass criteria: each sign is found with where it lies, and healthy bytes raise no alarm.
 */
import { randomFillSync } from 'node:crypto';
import { utimes } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ReadableText } from '../../../../electron/restore/checks/readable-text';
import { checkSentence } from '../../../../shared/words/checks';
import { copyOf, delta, ran, RECOVERY_POINT, resultOf, scrambled, smallOffice } from './copies';

/** As Microsoft prints it in Q179072, where console output was written over CLANDATA. */
const CONSOLE = '\r\n\r\nExporting messages in mailbox "randyyeh_ee" to file EXPORT\\MSG4A27.CCM\r\n';

describe('NFTERROR.LOG', () => {
  test.each([
    ['long before', '2026-02-01T00:00:00Z', 'ok'],
    ['just as the backup began', RECOVERY_POINT, 'ok'],
    ['while it ran', '2026-03-02T18:10:00Z', 'warning'],
    ['afterwards', '2026-03-02T18:20:10Z', 'failed'],
  ])('written %s', async (_when, time, result) => {
    const checked = await copyOf({ ...smallOffice, 'NFTERROR.LOG': 'NFT error' });
    await utimes(path.join(checked.copy, 'NFTERROR.LOG'), new Date(time), new Date(time));
    expect((await resultOf(checked, 'no-nft-log')).result).toBe(result);
  });

  test('without a recovery point the time of sealing counts', async () => {
    const checked = await copyOf({ ...smallOffice, 'NFTERROR.LOG': 'NFT error' });
    const time = new Date('2026-03-02T18:10:00Z');
    await utimes(path.join(checked.copy, 'NFTERROR.LOG'), time, time);
    expect((await resultOf({ ...checked, recoveryPoint: null }, 'no-nft-log')).result).toBe('ok');
  });

  test('one that a tool wrote fails whatever its time says', async () => {
    const checked = await copyOf({ ...smallOffice, 'nfterror.log': 'NFT error' });
    const time = new Date('2026-01-01T00:00:00Z');
    await utimes(path.join(checked.copy, 'nfterror.log'), time, time);
    const byTool = ran(checked, 'reclaim', { changes: [delta('nfterror.log', 'changed', 9)] });
    const result = await resultOf(byTool, 'no-nft-log');
    expect(result.result).toBe('failed');
    expect(checkSentence(result)).toContain('“nfterror.log”');
  });

  test('none is good', async () => {
    expect(checkSentence(await resultOf(await copyOf(), 'no-nft-log'))).toBe('There is no NFTERROR.LOG.');
  });
});

function runsIn(...chunks: readonly Uint8Array[]): number {
  const text = new ReadableText();
  for (const chunk of chunks) text.feed(chunk);
  text.end();
  return text.runs;
}

describe('readable text', () => {
  test('50 MB of random bytes hold none', () => {
    const text = new ReadableText();
    const chunk = Buffer.alloc(1 << 20);
    for (let megabyte = 0; megabyte < 50; megabyte++) text.feed(randomFillSync(chunk));
    text.end();
    expect(text.runs).toBe(0);
  });

  test.each([
    ['nothing', ''],
    ['zeros', '\0'.repeat(5000)],
    ['one character over and over', 'A'.repeat(5000)],
    ['a name padded with spaces', `Brandt, Ada ${' '.repeat(60)}`],
    ['numbers in columns', '1204 881 77 1999 12 31 23 59 4411 9 '.repeat(20)],
    ['hexadecimal', 'a0 4f e1 ee 03 dd aa be ef fa ce '.repeat(3).toUpperCase()],
    ['BASE64', scrambled(3000).toString('base64')],
    ['short words', 'to be or not to be'],
    ['consonants', 'bcdfg hjkl mnpqr stvwx zbcdf ghjkl'],
    ['two words over and over', 'no no no on on no no no on on no no'],
  ])('%s is none', (_what, bytes) => {
    expect(runsIn(Buffer.from(bytes, 'latin1'))).toBe(0);
  });

  test.each([
    ['a console message', CONSOLE],
    ['a letter', 'Please find the notes from our meeting next week.'],
    ['a heading in capitals', 'THE POST OFFICE IS TEMPORARILY SHUT DOWN'],
  ])('%s is some, wherever a read cuts it', (_what, line) => {
    const bytes = Buffer.concat([scrambled(700), Buffer.from(`\0${line}\0`), scrambled(700, 9)]);
    for (const cut of [0, 1, 701, 705, 715, 730, 745, bytes.length]) {
      expect(runsIn(bytes.subarray(0, cut), bytes.subarray(cut))).toBe(1);
    }
    expect(runsIn(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(1);
  });

  test('where the first lies is counted from the beginning of the file', () => {
    const text = new ReadableText();
    text.feed(Buffer.alloc(1000));
    text.feed(Buffer.from('\0\0The post office'));
    text.feed(Buffer.from(' is shut down now\0and once more it is shut down\0'));
    text.end();
    expect(text).toMatchObject({ runs: 2, firstAt: 1002, characters: 32 + 29 });
  });

  test('a few lines are to be looked at, many fail; where they lie is told', async () => {
    const over = async (text: string) => {
      const damaged = scrambled(20_000);
      damaged[0x3eff] = 0;
      damaged.write(text, 0x3f00, 'latin1');
      return await resultOf(await copyOf({ ...smallOffice, CLANDATA: damaged }), 'no-readable-text');
    };
    const few = await over(CONSOLE);
    expect(few).toMatchObject({ result: 'warning', params: { runs: 1, files: 1, at: 0x3f04 } });
    expect(checkSentence(few)).toContain('“CLANDATA” at byte 16,132 (0x3F04)');
    // What was found is mail, perhaps: it is counted, and never shown.
    expect(JSON.stringify(few)).not.toContain('randyyeh');
    expect((await over(CONSOLE.repeat(12))).result).toBe('failed');
    expect((await over('the invoice for your order was sent to our office '.repeat(30))).result).toBe(
      'failed',
    );
  });

  test('healthy bytes are good, and other files may hold what they like', async () => {
    const files = { ...smallOffice, USR00001: CONSOLE.repeat(20), 'README.TXT': CONSOLE.repeat(20) };
    expect(await resultOf(await copyOf(files), 'no-readable-text')).toMatchObject({
      result: 'ok',
      params: { files: 2, bytes: 80_000 },
    });
  });
});

describe('sizes', () => {
  const bytes = 86_500; // of the small post office
  test.each([
    ['the first bag has none to compare with', [], 'not-applicable'],
    ['as usual', [80_000, 90_000, 70_000], 'ok'],
    ['just half of what is usual', [bytes * 2], 'ok'],
    ['less than half', [bytes * 2 + 2], 'warning'],
    ['more than double', [bytes / 2 - 1, bytes / 2 - 1], 'warning'],
    ['one odd bag among three does not matter', [bytes, 1, bytes], 'ok'],
    ['a mean of two', [bytes * 3, bytes * 2], 'warning'],
  ])('%s', async (_what, lastSizes, result) => {
    expect((await resultOf({ ...(await copyOf()), lastSizes }, 'sizes')).result).toBe(result);
  });

  test('says both sizes', async () => {
    const result = await resultOf({ ...(await copyOf()), lastSizes: [1_000_000] }, 'sizes');
    expect(checkSentence(result)).toBe('86.5 kB, but usual are 1 MB (1 bag before).');
  });
});
