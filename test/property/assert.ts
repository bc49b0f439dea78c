import fc from 'fast-check';
import type { Runs } from '../support/runs';

/** Time for making a failing case smaller, ms. */
const SHRINK_MS = 120_000;
const SECONDS_A_RUN = 12;

/** How long a test may take that asserts a property over so many runs, ms. */
export function timeFor({ runs, tries }: Runs): number {
  return runs * tries * SECONDS_A_RUN * 1000 + 2 * SHRINK_MS;
}

/**
 * Asserts that something holds for every case. A failure prints the smallest case found in the time there is, with its
 * seed and path.
 */
export async function holdsFor<Case>(
  cases: fc.Arbitrary<Case>,
  asked: Runs,
  check: (one: Case) => Promise<void>,
): Promise<void> {
  const { runs, seed, path, tries } = asked;
  const property = fc.asyncProperty(cases, async (one) => {
    for (let tried = 0; tried < tries; tried++) await check(one);
  });
  await fc.assert(property, {
    numRuns: runs,
    seed,
    ...(path !== null && { path }),
    interruptAfterTimeLimit: timeFor(asked) - SHRINK_MS,
    markInterruptAsFailure: true,
  });
}
