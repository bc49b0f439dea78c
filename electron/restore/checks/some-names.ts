import type { Params } from '../../../shared/severity';
import { compareNames } from '../../postoffice/names';

const SHOWN = 3;
const LONGEST = 200;

/** How many there are, and the first few of them, as `shared/words/checks.ts` takes them: `count`, `name1`, `name2`, … */
export function someNames(names: Iterable<string>): Params {
  const sorted = [...names].sort(compareNames);
  const shown = sorted.slice(0, SHOWN).map((name, at) => [`name${String(at + 1)}`, shortened(name)] as const);
  return { count: sorted.length, ...Object.fromEntries(shown) };
}

const shortened = (name: string): string =>
  name.length <= LONGEST ? name : `${name.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`;
