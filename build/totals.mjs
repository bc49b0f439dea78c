/**
 * Reads the JSON reports of Vitest and Playwright. A runner that ended badly without a failed test (a file that could
 * not be loaded, a crash, no test at all) counts as one failure, so that no total looks better than what happened.
 */
import fs from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Totals */

/**
 * @param {Totals} counted
 * @param {number} exitCode of the runner
 * @returns {Totals}
 */
function withFailureOf(counted, exitCode) {
  const nothingRan = counted.passed + counted.failed === 0;
  const unexplained = counted.failed === 0 && (exitCode !== 0 || nothingRan);
  return unexplained ? { ...counted, failed: 1 } : counted;
}

/**
 * @param {any} report of `vitest --reporter=json`
 * @returns {Totals}
 */
function vitestTotals(report) {
  const unloaded = report.testResults.filter(
    (/** @type {any} */ file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloaded.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param {any} report of `playwright test --reporter=json`; a test that passed at a second try counts as failed
 * @returns {Totals}
 */
function playwrightTotals(report) {
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
}

/**
 * @param {string} runner `playwright`, or one that is Vitest
 * @param {string} file its JSON report, absolute; there is none when the runner crashed
 * @param {number} exitCode
 * @returns {Totals}
 */
export function readTotals(runner, file, exitCode) {
  let counted = { passed: 0, failed: 0, skipped: 0 };
  if (fs.existsSync(file)) {
    const report = JSON.parse(fs.readFileSync(file, 'utf8'));
    counted = runner === 'playwright' ? playwrightTotals(report) : vitestTotals(report);
  }
  return withFailureOf(counted, exitCode);
}

/**
 * @param {Totals[]} parts
 * @returns {Totals}
 */
export function addTotals(parts) {
  const sum = (/** @type {keyof Totals} */ key) => parts.reduce((all, part) => all + part[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

/**
 * @param {Totals} totals
 * @returns {string} such as `12 passed, 0 failed`
 */
export function describeTotals({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
