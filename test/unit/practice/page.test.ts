import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32 } from '../../../electron/practice/crc32';
import { PAGE_BYTES, PAGE_TYPES } from '../../../electron/practice/layout';
import { emptyPages, openPage, payloadOf, sealPage, usedPayloadOf } from '../../../electron/practice/page';
import { newHeader, readHeader, readPart, writeHeader, writePart } from '../../../electron/practice/records';

describe('crc32', () => {
  test('gives the check value that every CRC-32 is known by', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(crc32(Buffer.from('xx123456789yy'), 2, 11)).toBe(0xcbf43926);
  });
});

const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const sealed = fc
  .record({
    type: fc.constantFrom(...PAGE_TYPES),
    page: uint32,
    write: uint32,
    payload: fc.uint8Array({ maxLength: 480 }),
  })
  .map(({ payload, ...head }) => {
    const bytes = emptyPages(1);
    payloadOf(bytes).set(payload);
    sealPage(bytes, head, payload.length);
    return { bytes, head, payload };
  });

describe('a page', () => {
  test('says what was sealed into it', () => {
    fc.assert(
      fc.property(sealed, ({ bytes, head, payload }) => {
        expect(openPage(bytes, head.page)).toEqual(head);
        expect(usedPayloadOf(bytes)).toEqual(Buffer.from(payload));
      }),
    );
  });

  test('is torn when any bit of it is another one', () => {
    fc.assert(
      fc.property(sealed, fc.nat(PAGE_BYTES - 1), fc.nat(7), ({ bytes, head }, at, bit) => {
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        expect(openPage(bytes, head.page)).toBeNull();
      }),
    );
  });

  test('is torn when it is half of one write and half of the next', () => {
    const older = emptyPages(1);
    const newer = emptyPages(1);
    payloadOf(newer).fill('new');
    sealPage(older, { type: 'P', page: 3, write: 8 });
    sealPage(newer, { type: 'P', page: 3, write: 9 });
    const half = PAGE_BYTES / 2;
    expect(openPage(Buffer.concat([newer.subarray(0, half), older.subarray(half)]), 3)).toBeNull();
    expect(openPage(Buffer.concat([older.subarray(0, half), newer.subarray(half)]), 3)).toBeNull();
  });

  test('is torn in another place, cut short, or all zero', () => {
    const bytes = emptyPages(1);
    expect(openPage(bytes, 0)).toBeNull();
    sealPage(bytes, { type: 'M', page: 7, write: 1 });
    expect(openPage(bytes, 8)).toBeNull();
    expect(openPage(bytes.subarray(0, 511), 7)).toBeNull();
    expect(openPage(bytes, 7)).not.toBeNull();
  });
});

describe('records', () => {
  test('a header is read as it was written', () => {
    const header = {
      ...newHeader('BOTH'),
      pages: 9,
      records: 0xffffffff,
      users: 3,
      free: 4,
      nextId: 5,
      user: 6,
    };
    const page = emptyPages(1);
    writeHeader(page, header);
    expect(readHeader(page)).toEqual(header);
    payloadOf(page).write('CCXX');
    expect(readHeader(page)).toBeNull();
  });

  test('a part leaves nothing of a longer one that was in its page before', () => {
    const page = emptyPages(1);
    writePart(page, { id: 1, part: 0, parts: 2, next: 4 }, Buffer.alloc(468, 'x'));
    const short = { id: 2, part: 399, parts: 400, next: 0 };
    expect(writePart(page, short, Buffer.from('y'))).toBe(13);
    expect(readPart(page)).toEqual(short);
    expect(payloadOf(page).subarray(12).toString().replaceAll('\0', '')).toBe('y');
  });
});
