/**
 * Motivation: what a tool printed decides whether a copy goes online; a text that nobody understands must never look good.
 * Description: outputs are read by the usual rules and by ones of an administrator.
 * Pass criteria: the worst that was said counts; without a line that says so nothing is good; complaints are counted by kind.
 */
import { expect, test } from 'vitest';
import { checkRules, usualRules } from '../../../electron/repair/output-rules';
import { linesOf, OutputReader } from '../../../electron/repair/read-output';
import type { OutputRule } from '../../../shared/repair';

const rules: OutputRule[] = [
  { pattern: '^all well$', mark: 'good', label: null },
  { pattern: '^copyright', mark: 'plain', label: null },
  { pattern: '^odd', mark: 'warning', label: null },
  { pattern: '^wrong', mark: 'bad', label: 'W' },
];
const reader = new OutputReader(rules);

test.each([
  ['all well', 'good'],
  ['Copyright 1995\r\nALL WELL\r\n', 'good'],
  ['all well\nodd 1', 'warning'],
  ['all well\nodd 1\nsomething', 'unknown'],
  ['all well\nsomething\nwrong', 'bad'],
  ['copyright', 'unknown'],
  ['', 'unknown'],
  ['\n\n', 'unknown'],
])('%j is %s', (output, mark) => {
  expect(reader.read(output).mark).toBe(mark);
});

test('lines of the same kind are one complaint, however often they come; the bad ones come first', () => {
  const output = [
    'odd 1',
    ...Array.from({ length: 500 }, (_, at) => `wrong page ${String(at)}`),
    'wrong index',
  ];
  const { complaints, lines, labels } = reader.read(output.join('\n'));
  expect(complaints).toEqual([
    { mark: 'bad', text: 'wrong page 0', count: 500 },
    { mark: 'bad', text: 'wrong index', count: 1 },
    { mark: 'warning', text: 'odd 1', count: 1 },
  ]);
  expect(lines).toEqual({ good: 0, warning: 1, bad: 501, plain: 0, unknown: 0 });
  expect(labels).toEqual({ W: 501 });
});

test('more kinds than can be shown are counted', () => {
  const letters = Array.from({ length: 120 }, (_, at) => `wrong ${'x'.repeat(at + 1)}`);
  expect(reader.read(letters.join('\n'))).toMatchObject({ moreComplaints: 20 });
});

test('of the cc:Mail tools nothing is ever good by itself, and words of trouble are seen', () => {
  const cautious = new OutputReader(usualRules('CHKSTAT'));
  expect(cautious.read('CHKSTAT finished').mark).toBe('unknown');
  expect(cautious.read('No errors found').mark).toBe('unknown');
  expect(cautious.read('Errors found: 3').mark).toBe('bad');
  expect(cautious.read('message index is CORRUPTED').mark).toBe('bad');
  expect(cautious.read('NFT error in record 5').labels).toEqual({ NFT: 1 });
  expect(usualRules('ANALYZE').some(({ mark }) => mark === 'good')).toBe(false);
});

test('the practice tools say what they mean', () => {
  const practice = new OutputReader(usualRules('PRACTOOL'));
  expect(practice.read('Practice tools: ANALYSE, db6, users 5\nOK: nothing is wrong').mark).toBe('good');
  expect(practice.read('Practice tools: X\nOK: a: pages 1\nLOST: in all: pointers 3, messages 2').mark).toBe(
    'warning',
  );
  expect(practice.read('Practice tools: X\nERROR: a: torn pages 1').mark).toBe('bad');
});

test('tools that draw a bar go back to the beginning of a line', () => {
  expect(linesOf('10%\r20%\rdone\r\n\r\nbye')).toEqual(['10%', '20%', 'done', '', 'bye']);
});

test('a rule that is no regular expression is refused by name', () => {
  expect(() => checkRules([{ pattern: '(', mark: 'bad', label: null }])).toThrow(
    expect.objectContaining({ code: 'rule-invalid' }),
  );
});
