/**
 * Motivation: tools lie in places that nobody can guess; a wrong word for one must not be taken for another.
 * Description: what can be written behind `--tool`.
 * Pass criteria: a known name in any case with a path is taken, nothing behind the sign forgets it, everything else is
 * refused with the names that there are.
 */
import path from 'node:path';
import { expect, test } from 'vitest';
import { collectTool } from '../../../electron/cli/tools';

test.each([
  { text: 'CHKSTAT=/tools/CHKSTAT.EXE', tool: 'CHKSTAT', file: '/tools/CHKSTAT.EXE' },
  { text: 'chkstat=/tools/a=b.exe', tool: 'CHKSTAT', file: '/tools/a=b.exe' },
  { text: 'Reclaim=here/RECLAIM.EXE', tool: 'RECLAIM', file: path.resolve('here/RECLAIM.EXE') },
])('$text shows $tool', ({ text, tool, file }) => {
  expect(collectTool(text, [])).toEqual([{ tool, path: path.resolve(file) }]);
});

test('nothing behind the sign forgets it, and what was given before stays', () => {
  const one = collectTool('ANALYZE=/a', []);
  expect(collectTool('CHKSTAT=', one)).toEqual([...one, { tool: 'CHKSTAT', path: null }]);
});

test.each(['CHKSTAT', 'FORMAT=/sbin/mkfs', '=/a', ''])('“%s” is refused', (text) => {
  expect(() => collectTool(text, [])).toThrow(/NAME=path .*CHKSTAT.*RECLAIM/);
});
