import type { BagProblem } from '../../shared/bag';
import { checksumLength, hashNameOf, normaliseAlgorithm } from './algorithms';
import { pathRefusal } from './path-refusal';
import { decodePath, isPayloadPath, otherReadings } from './paths';
import { problem } from './problem';
import { linesOf } from './tag-text';
import type { Rules } from './versions';

export type ManifestKind = 'payload' | 'tag';

/** A file that is a manifest by its name (RFC 8493 2.1.3 and 2.2.1). */
export interface ManifestName {
  readonly file: string;
  readonly kind: ManifestKind;
  /** Normalised, for example `sha256`. */
  readonly algorithm: string;
}

/** One line of a manifest whose path is safe. */
export interface ManifestEntry {
  /** As decoded by the rules of the bag's version. */
  readonly path: string;
  /** What it may mean besides, for tools that encode otherwise. All of them are safe. */
  readonly otherPaths: readonly string[];
  /** Lower-case hexadecimal, or null when what stands there cannot be a checksum of the algorithm. */
  readonly checksum: string | null;
  readonly line: number;
}

export interface Manifest extends ManifestName {
  readonly entries: readonly ManifestEntry[];
  /** Paths that were refused, decoded. They are never opened, but they count as listed. */
  readonly refused: ReadonlySet<string>;
}

/** Which of a bag's files are manifests, and what is wrong with their names and algorithms. */
export function manifestNames(files: Iterable<string>): { names: ManifestName[]; problems: BagProblem[] } {
  const names: ManifestName[] = [];
  const problems: BagProblem[] = [];
  for (const file of [...files].sort()) {
    const [, tag, name] = /^(tag)?manifest-([^/]+)\.txt$/i.exec(file) ?? [];
    if (name === undefined) continue;
    const found = {
      file,
      kind: tag === undefined ? 'payload' : 'tag',
      algorithm: normaliseAlgorithm(name),
    } as const;
    const twin = names.find(({ kind, algorithm }) => kind === found.kind && algorithm === found.algorithm);
    const regular = `${found.kind === 'tag' ? 'tag' : ''}manifest-${found.algorithm}.txt`;
    if (twin) problems.push(problem('manifest-name-irregular', file, { regular, other: twin.file }));
    else if (file !== regular)
      problems.push(problem('manifest-name-irregular', file, { regular }, 'warning'));
    if (!hashNameOf(found.algorithm)) {
      problems.push(problem('algorithm-unknown', file, { algorithm: found.algorithm }));
    }
    names.push(found);
  }
  // Payload manifests first: what is wrong with the data stands before what is wrong with its description.
  names.sort((a, b) => Number(a.kind === 'tag') - Number(b.kind === 'tag'));
  return { names, problems };
}

/** Reads a manifest: `checksum path` on each line. */
export function parseManifest(
  text: string,
  name: ManifestName,
  rules: Rules,
): { manifest: Manifest; problems: BagProblem[] } {
  const entries: ManifestEntry[] = [];
  const refused = new Set<string>();
  const problems: BagProblem[] = [];
  const irregular = new Map<string, { line: number; count: number }>();
  const note = (reason: string, line: number) => {
    const seen = irregular.get(reason);
    irregular.set(reason, { line: seen?.line ?? line, count: (seen?.count ?? 0) + 1 });
  };

  linesOf(text).forEach((lineText, index) => {
    const line = index + 1;
    if (lineText.trim() === '') return;
    const [, checksum, rest] = /^([0-9a-f]+)[ \t]+(\S.*)$/is.exec(lineText) ?? [];
    if (checksum === undefined || rest === undefined) {
      problems.push(problem('manifest-line-malformed', name.file, { line, reason: 'form' }));
      return;
    }
    const length = checksumLength(name.algorithm) ?? checksum.length;
    const usable = checksum.length === length;
    if (!usable) {
      const params = { line, reason: 'checksum-length', expected: length, found: checksum.length };
      problems.push(problem('manifest-line-malformed', name.file, params));
    }
    const written = plainPath(rest, (reason) => note(reason, line));
    const path = decodePath(written, rules.percent);
    const otherPaths = otherReadings(written, rules.percent);
    const reason = [path, ...otherPaths].map(pathRefusal).find((refusal) => refusal !== null);
    if (reason !== undefined) {
      refused.add(path);
      problems.push(problem('path-hostile', written, { reason, file: name.file, line }));
    } else if (!belongsIn(name.kind, path, rules)) {
      refused.add(path);
      problems.push(problem('path-in-wrong-manifest', path, { file: name.file, line, kind: name.kind }));
    } else {
      entries.push({ path, otherPaths, checksum: usable ? checksum.toLowerCase() : null, line });
    }
  });
  for (const [reason, { line, count }] of irregular) {
    problems.push(problem('manifest-line-irregular', name.file, { reason, line, count }, 'warning'));
  }
  return { manifest: { ...name, entries, refused }, problems };
}

/** Drops the `*` of md5sum's binary mode and a leading `./`, which many tools write (RFC 8493 6.1.3). */
function plainPath(written: string, note: (reason: string) => void): string {
  let path = written;
  if (path.startsWith('*')) {
    note('asterisk');
    path = path.slice(1);
  }
  if (path.startsWith('./')) {
    note('dot-slash');
    path = path.slice(2);
  }
  return path;
}

/** That a tag manifest lists no tag manifests is a rule of 1.0 only. */
function belongsIn(kind: ManifestKind, path: string, rules: Rules): boolean {
  if (kind === 'payload') return isPayloadPath(path);
  return !isPayloadPath(path) && !(rules.strict && isTagManifest(path));
}

/** Whether a bag path names a tag manifest. */
export function isTagManifest(path: string): boolean {
  return /^tagmanifest-[^/]+\.txt$/i.test(path);
}
