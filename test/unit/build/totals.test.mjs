import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addTotals, describeTotals, readTotals } from '../../../build/totals.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-totals-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function report(content) {
  const file = path.join(folder, 'report.json');
  fs.writeFileSync(file, JSON.stringify(content));
  return file;
}

const vitest = (numbers, testResults = []) =>
  report({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    ...numbers,
    testResults,
  });

test('counts what ran, and what was skipped or only planned', () => {
  const file = vitest({ numPassedTests: 7, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 });
  expect(readTotals('vitest', file, 1)).toEqual({ passed: 7, failed: 2, skipped: 4 });
});

test('a test file that could not be loaded is a failure', () => {
  const file = vitest({ numPassedTests: 7 }, [{ status: 'failed', assertionResults: [] }]);
  expect(readTotals('vitest', file, 1)).toEqual({ passed: 7, failed: 1, skipped: 0 });
});

test('a runner that ends badly though all its tests passed is a failure', () => {
  expect(readTotals('vitest', vitest({ numPassedTests: 7 }), 1)).toMatchObject({ passed: 7, failed: 1 });
});

test('a runner that ran nothing, or died before its report, is a failure', () => {
  expect(readTotals('vitest', vitest({ numPendingTests: 2 }), 0)).toMatchObject({ failed: 1, skipped: 2 });
  expect(readTotals('playwright', path.join(folder, 'missing.json'), 0)).toMatchObject({
    passed: 0,
    failed: 1,
  });
});

test('an end-to-end test that passed only at its second try is a failure', () => {
  const file = report({ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } });
  expect(readTotals('playwright', file, 1)).toEqual({ passed: 4, failed: 2, skipped: 2 });
});

test('the last line names skipped tests only when there are some', () => {
  const clean = { passed: 4, failed: 0, skipped: 0 };
  expect(describeTotals(addTotals([clean, clean]))).toBe('8 passed, 0 failed');
  expect(describeTotals(addTotals([clean, { ...clean, skipped: 2 }]))).toBe('8 passed, 0 failed, 2 skipped');
});
