/** Folder names that say nothing about whose mail it is. */
const generic = /^(ccdata|ccmail|mail|cc|data|vol\d*|[a-z]:)$/i;
const LONGEST = 80;

/** A name to begin with, from the last telling part of a path: `\\FS1\Leeds\CCDATA` gives `Leeds`. */
export function nameFromPath(path: string): string {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '');
  const telling = parts.findLast((part) => !generic.test(part)) ?? parts.at(-1) ?? '';
  return telling.slice(0, LONGEST);
}
