import { describe, expect, test } from 'vitest';
import { BagProblemKind, PathRefusal, type BagProblem } from '../../../shared/bag';
import { bagProblemText, shownName } from '../../../shared/words/bag';
import { fetchCases } from './cases-fetch';
import { fileCases } from './cases-files';
import { pathCases } from './cases-paths';
import { tagCases } from './cases-tags';

const problems: readonly BagProblem[] = [tagCases, fileCases, pathCases, fetchCases].flatMap((cases) =>
  Object.values(cases).flatMap((list) => list.flatMap((one) => one.problems)),
);

describe.each(BagProblemKind.options)('the words for %s', (kind) => {
  const texts = problems.filter((one) => one.kind === kind).map(bagProblemText);

  test('are one or two plain sentences with every value filled in', () => {
    expect(texts).not.toHaveLength(0);
    for (const text of texts) {
      expect(text).toMatch(/^[A-Z“].*\.$/su);
      expect(text).not.toMatch(/undefined|NaN|null|\?|“”| {2}/u);
      expect(text.match(/\.(?= |$)/gu)?.length).toBeLessThanOrEqual(2);
    }
  });
});

test('each reason for refusing a path has words of its own', () => {
  const texts = PathRefusal.options.map((reason) =>
    bagProblemText({
      kind: 'path-hostile',
      severity: 'error',
      path: 'x',
      params: { reason, file: 'manifest-md5.txt', line: 1 },
    }),
  );
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.join()).not.toContain('it is not safe');
});

test('a name cannot pretend to be another with invisible characters', () => {
  expect(shownName('invoice\u202egpj.exe\n')).toBe('“invoice<U+202E>gpj.exe<U+000A>”');
});
