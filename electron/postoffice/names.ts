/**
 * A name as a system that ignores case compares it. Character by character, since such systems never let a name grow:
 * to them `ß` is not `SS`.
 */
export function foldCase(name: string): string {
  if (/^[\0-\x7f]*$/.test(name)) return name.toUpperCase(); // nearly every name there is
  return Array.from(name, (char) => {
    const upper = char.toUpperCase();
    return upper.length === char.length ? upper : char;
  }).join('');
}

/** Order by code unit: the same on every system and in every language. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Those of `paths`, and of the folders they lie in, that differ from another one in case only. Windows could keep
 * just one of them. Sorted so that those that collide stand side by side.
 */
export function collidingNames(paths: Iterable<string>): string[] {
  const spellings = new Map<string, Set<string>>();
  for (const path of paths) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const part = path.slice(0, end);
      const folded = foldCase(part);
      const known = spellings.get(folded);
      if (known?.has(part)) break;
      if (known) known.add(part);
      else spellings.set(folded, new Set([part]));
    }
  }
  return [...spellings]
    .filter(([, same]) => same.size > 1)
    .sort(([a], [b]) => compareNames(a, b))
    .flatMap(([, same]) => [...same].sort(compareNames));
}
