import type { BagProblem } from '../../shared/bag';
import type { PercentRule } from './paths';

/** What differs between the versions of BagIt. */
export interface Rules {
  /**
   * RFC 8493 (version 1.0) is taken at its word: every "must" that is broken is an error. The drafts before it were
   * looser and their tools looser still, so there what does not endanger a file is a warning.
   */
  readonly strict: boolean;
  /** Which characters of a path are percent-encoded in a manifest. */
  readonly percent: PercentRule;
  /** Renamed in draft 0.96. */
  readonly infoFile: 'bag-info.txt' | 'package-info.txt';
}

const rulesOfVersion: Readonly<Record<string, Rules>> = {
  '0.93': { strict: false, percent: 'none', infoFile: 'package-info.txt' },
  '0.94': { strict: false, percent: 'none', infoFile: 'package-info.txt' },
  '0.95': { strict: false, percent: 'none', infoFile: 'package-info.txt' },
  '0.96': { strict: false, percent: 'none', infoFile: 'bag-info.txt' },
  // The drafts of 0.97 encode line ends since April 2014; `%` itself only became encoded with 1.0.
  '0.97': { strict: false, percent: 'line-ends', infoFile: 'bag-info.txt' },
  '1.0': { strict: true, percent: 'all', infoFile: 'bag-info.txt' },
};

/** The rules of a version, or null when there is no such version. */
export function rulesOf(version: string): Rules | null {
  return Object.hasOwn(rulesOfVersion, version) ? (rulesOfVersion[version] ?? null) : null;
}

/** Rules to go on with when the version is missing or unknown, so that everything else is still looked at. */
export const fallbackRules: Rules = { strict: false, percent: 'line-ends', infoFile: 'bag-info.txt' };

/** Severity of a broken "must" of RFC 8493 that older bags commonly break without harm. */
export function severityOfMust(rules: Rules): BagProblem['severity'] {
  return rules.strict ? 'error' : 'warning';
}
