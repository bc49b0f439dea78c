import type { FileRole, FormatId, PatternChanges } from '../../shared/postoffice';
import { Patterns } from '../../shared/postoffice';
import { PostbagError } from '../run/errors';
import { formats, SHUTDOWN_MARKER } from './formats';
import { compileGlob, normalisePattern } from './glob';
import { foldCase } from './names';

/** What a file is taken for, or that it stays out of every bag. */
export type FileClass = FileRole | 'left-out';

const MAX_PATTERNS = 100;

/**
 * Where several roles would fit, the first one here does: what leaves most behind when it is taken too early goes
 * first, and user files, whose pattern is the widest, come last.
 */
const precedence = [
  ['leaveOut', 'left-out'],
  ['store', 'store'],
  ['directory', 'directory'],
  ['auxiliary', 'auxiliary'],
  ['program', 'program'],
  ['user', 'user'],
] as const satisfies readonly (readonly [keyof Patterns, FileClass])[];

/**
 * The changes as they are kept, checked and written in one way.
 * @throws PostbagError `pattern-invalid` with `pattern` and `fault`
 */
export function checkChanges(changes: PatternChanges): Partial<Patterns> {
  const checked: Partial<Patterns> = {};
  for (const role of Patterns.keyof().options) {
    const patterns = changes[role];
    if (patterns === undefined) continue;
    if (patterns.length > MAX_PATTERNS) {
      throw new PostbagError('check', 'pattern-invalid', {
        pattern: patterns[MAX_PATTERNS] ?? '',
        fault: 'too-many',
      });
    }
    checked[role] = patterns.map((pattern) => {
      const { exclude, glob } = split(pattern);
      const kept = normalisePattern(glob);
      compileGlob(kept);
      return exclude ? `!${kept}` : kept;
    });
  }
  return checked;
}

/**
 * The patterns of one post office: those of its format, and for each role that was changed, the changed ones instead.
 * @throws PostbagError `pattern-invalid`
 */
export function resolvePatterns(format: FormatId, changes: PatternChanges = {}): Patterns {
  return { ...mergedPatterns([format]), ...checkChanges(changes) };
}

/** The formats' own patterns side by side, for a folder for which no single format is decided; empty without formats. */
export function mergedPatterns(ids: readonly FormatId[]): Patterns {
  const merged: Patterns = { user: [], directory: [], store: [], auxiliary: [], program: [], leaveOut: [] };
  for (const role of Patterns.keyof().options) {
    merged[role] = [...new Set(ids.flatMap((id) => formats[id].patterns[role]))];
  }
  return merged;
}

/**
 * Makes the function that says what a file is taken for, from its path relative to the post office (`/` between
 * folders). The shutdown marker is left out whatever the patterns say (domain.md 1.3).
 * @throws PostbagError `pattern-invalid`
 */
export function classifier(patterns: Patterns): (relativePath: string) => FileClass {
  const tests = precedence.map(([role, result]) => ({ fits: anyOf(patterns[role]), result }));
  return (relativePath) => {
    if (foldCase(relativePath) === SHUTDOWN_MARKER) return 'left-out';
    return tests.find(({ fits }) => fits(relativePath))?.result ?? 'unrecognised';
  };
}

/**
 * What one file is taken for; for many files make a `classifier` once.
 * @throws PostbagError `pattern-invalid`
 */
export function classify(relativePath: string, patterns: Patterns): FileClass {
  return classifier(patterns)(relativePath);
}

function anyOf(patterns: readonly string[]): (relativePath: string) => boolean {
  const parts = patterns.map(split).map(({ exclude, glob }) => ({ exclude, fits: compileGlob(glob) }));
  const wanted = parts.filter(({ exclude }) => !exclude);
  const unwanted = parts.filter(({ exclude }) => exclude);
  return (path) => wanted.some(({ fits }) => fits(path)) && !unwanted.some(({ fits }) => fits(path));
}

function split(pattern: string): { exclude: boolean; glob: string } {
  const trimmed = pattern.trim();
  return trimmed.startsWith('!')
    ? { exclude: true, glob: trimmed.slice(1) }
    : { exclude: false, glob: trimmed };
}
