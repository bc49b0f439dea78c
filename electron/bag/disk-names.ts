import type { BagProblem } from '../../shared/bag';
import { foldedName, normalisedName } from './paths';
import { problem } from './problem';

/** A path of a manifest or fetch.txt, and what it may mean besides. */
export interface ListedPath {
  readonly path: string;
  readonly otherPaths: readonly string[];
}

export interface Match {
  /** The name on disk, exactly. */
  readonly found: string;
  /** How the listed name differs from it. */
  readonly differs: 'not' | 'percent' | 'normalisation' | 'case';
}

/** Finds listed paths among the names that are really there; nothing is ever opened by a listed path itself. */
export class DiskNames {
  readonly #exact: ReadonlySet<string>;
  /** Made when a name is not found as it is: mostly all are, and for a large bag these are larger than all else. */
  #normalised: ReadonlyMap<string, string> | null = null;
  #folded: ReadonlyMap<string, string> | null = null;

  constructor(names: Iterable<string>) {
    this.#exact = new Set(names);
  }

  /**
   * A file system on the way may have changed normalisation or case (RFC 8493 6.1.1), and most tools do not encode
   * `%`; so the nearest name is taken and the difference told.
   */
  find(listed: ListedPath): Match | null {
    if (this.#exact.has(listed.path)) return { found: listed.path, differs: 'not' };
    const other = listed.otherPaths.find((path) => this.#exact.has(path));
    if (other !== undefined) return { found: other, differs: 'percent' };
    this.#normalised ??= firstBy(this.#exact, normalisedName);
    const normalised = this.#normalised.get(normalisedName(listed.path));
    if (normalised !== undefined) return { found: normalised, differs: 'normalisation' };
    this.#folded ??= firstBy(this.#exact, foldedName);
    const folded = this.#folded.get(foldedName(listed.path));
    return folded === undefined ? null : { found: folded, differs: 'case' };
  }
}

function firstBy(names: Iterable<string>, key: (name: string) => string): Map<string, string> {
  const map = new Map<string, string>();
  for (const name of names) {
    const value = key(name);
    if (!map.has(value)) map.set(value, name);
  }
  return map;
}

/**
 * Names that some system cannot keep apart: they differ in case or in Unicode normalisation only (RFC 8493 6.1.1.2).
 * Each is told once, beside the first of its kind in sorting order.
 */
export function lookAlikes(names: Iterable<string>): BagProblem[] {
  const first = new Map<string, string>();
  const problems: BagProblem[] = [];
  for (const name of [...new Set(names)].sort()) {
    const key = foldedName(name);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, name);
    } else {
      const reason = normalisedName(name) === normalisedName(other) ? 'normalisation' : 'case';
      problems.push(problem('path-duplicate', name, { reason, other }, 'warning'));
    }
  }
  return problems;
}
