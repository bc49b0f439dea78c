/**
 * Motivation: DOS tools print names in the characters of their time. Read in others they are other names.
 * Description: every byte of both code pages, against the tables that Python brings.
 * Pass criteria: all of them are the same, and turn back into the byte they came from.
 */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { decodePage, encodePage } from '../../../electron/tools/code-page';

const all = Uint8Array.from({ length: 256 }, (_none, byte) => byte);
const script = 'import json, sys; print(json.dumps(bytes(range(256)).decode(sys.argv[1])))';
const noPython = spawnSync('python3', ['--version']).status !== 0;

test.skipIf(noPython).for(['437', '850'] as const)('code page %s', (page) => {
  const { stdout } = spawnSync('python3', ['-c', script, `cp${page}`], { encoding: 'utf8' });
  const text = decodePage(all, page);
  expect(text.split('')).toEqual((JSON.parse(stdout) as string).split(''));
  expect(encodePage(text, page)).toEqual(Buffer.from(all));
});

test('a text with a letter that the code page has not is no bytes', () => {
  expect(encodePage('Łódź', '437')).toBeNull();
  expect(encodePage('🙂', '850')).toBeNull();
  expect(encodePage('', '850')).toEqual(Buffer.alloc(0));
});
