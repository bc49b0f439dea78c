import { describe, expect, test } from 'vitest';
import {
  configLines,
  hasBlock,
  includeOf,
  sectionOf,
  withBlock,
  withoutBlock,
} from '../../../electron/access/samba/config-text';

const RUN = '20260101T000000000Z-0000abcd';
const OTHER = '20260102T000000000Z-0000abcd';
const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const linesOf = (text: string) => configLines(bytes(text)).map((line) => [line.text, line.from, line.to]);

describe('what Samba reads of a configuration file', () => {
  test('a line goes on after a backslash, a comment does not', () => {
    expect(linesOf('[à]\r\n ; x \\\n a = b \\\n  c\n\n# [d]\n e = f')).toEqual([
      ['[à]', 0, 1],
      ['a = b c', 2, 4],
      ['e = f', 6, 7],
    ]);
  });

  test('sections and included files', () => {
    const [section, include, macro, registry] = configLines(
      bytes('[BÜRO   Post ] ; here\n Include="/etc/Ä à"\ninclude = /etc/%L.conf\ninclude = registry'),
    );
    if (!section || !include || !macro || !registry) throw new Error('a line is missing');
    expect([sectionOf(section), sectionOf(include)]).toEqual(['büro post ', null]);
    expect([section, include, macro, registry].map(includeOf)).toEqual([null, '/etc/Ä à', null, null]);
  });
});

describe('the mark of a run', () => {
  test.each([
    ['with a line end', '[a]\n path = /x\n', 2],
    ['without a line end', '[a]\n path = /x', 2],
    ['with the line ends of DOS', '[a]\r\n path = /x\r\n[b]\r\n', 2],
    ['with the line ends of DOS but the last', '[a]\r\n path = /x', 2],
    ['in the middle', '[a]\n path = /x\n\n# of b\n[b]\n path = /y\n', 2],
    ['one line', '[a]', 1],
  ])('a file %s is the same again afterwards', (_name, text, before) => {
    const closed = withBlock(text, before, RUN);
    expect(closed).not.toBe(text);
    expect(hasBlock(closed)).toBe(true);
    expect(closed.includes('\r\n')).toBe(text.includes('\r\n'));
    expect(closed.replaceAll('\r\n', '').includes('\n')).toBe(!text.includes('\r\n'));
    expect(withoutBlock(closed, OTHER)).toBe(closed);
    expect(withoutBlock(closed, RUN)).toBe(text);
    expect(hasBlock(text)).toBe(false);
  });

  test('only the lines of the run go, wherever somebody moved them and whatever was written between them', () => {
    const text = `[a]\navailable = no\n# postbag ${RUN}: closed while a backup runs\n  comment = new\n  available = no\n`;
    const more = `available = no\n# postbag ${RUN} end\n[b]\navailable = no\n`;
    expect(withoutBlock(text + more, RUN)).toBe(
      '[a]\navailable = no\n  comment = new\navailable = no\n[b]\navailable = no\n',
    );
  });
});
