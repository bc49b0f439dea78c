import type { BagProblem } from '../../shared/bag';
import { DiskNames, lookAlikes, type Match } from './disk-names';
import type { FetchEntry } from './fetch-txt';
import { isTagManifest, type Manifest, type ManifestEntry, type ManifestKind } from './manifests';
import { isPayloadPath, normalisedName } from './paths';
import { problem } from './problem';
import { severityOfMust, type Rules } from './versions';
import { isBlocked, type Tree } from './walk';

/** One checksum that a file must have. */
export interface ExpectedSum {
  readonly algorithm: string;
  readonly checksum: string;
  readonly manifest: string;
}

/** What every file that is there and listed must be, by its name on disk. */
export type Expectations = ReadonlyMap<string, readonly ExpectedSum[]>;

/** Everything that completeness is judged by (RFC 8493 section 3). */
export interface Contents {
  readonly tree: Tree;
  readonly manifests: readonly Manifest[];
  readonly fetch: readonly FetchEntry[];
  readonly rules: Rules;
}

/** Compares what the manifests list with what is there, both ways, by name only. */
export function checkCompleteness(contents: Contents): {
  problems: BagProblem[];
  expectations: Expectations;
} {
  const { tree, manifests, fetch, rules } = contents;
  const namesOf = diskNamesByKind(tree);
  const expectations = new Map<string, ExpectedSum[]>();
  const problems: BagProblem[] = [];
  const told = new Set<string>();
  /** Several manifests list the same file: what is wrong with it is told once. */
  const tellOnce = (found: BagProblem) => {
    const key = `${found.kind}\n${found.path ?? ''}`;
    if (!told.has(key)) problems.push(found);
    told.add(key);
  };
  const toFetch = new Set(fetch.map(({ path }) => path));
  const listedIn = new Map<string, Set<string>>(manifests.map(({ file }) => [file, new Set()]));

  for (const manifest of manifests) {
    const lines = new Map<string, ManifestEntry>();
    for (const entry of manifest.entries) {
      const match = namesOf[manifest.kind].find(entry);
      listedIn.get(manifest.file)?.add(keyOf(entry, match));
      const twin = lines.get(entry.path);
      if (twin) problems.push(listedTwice(manifest, twin, entry, rules));
      lines.set(entry.path, entry);
      if (!match) {
        const absent = toFetch.has(entry.path) ? null : absentFile(tree, manifest, entry);
        if (absent) tellOnce(absent);
        continue;
      }
      if (match.differs !== 'not') tellOnce(spelling(entry, match));
      if (entry.checksum === null) continue;
      const sum = { algorithm: manifest.algorithm, checksum: entry.checksum, manifest: manifest.file };
      expectations.set(match.found, [...(expectations.get(match.found) ?? []), sum]);
    }
    lookAlikes(lines.keys()).forEach(tellOnce);
  }
  lookAlikes(tree.files.keys()).forEach(tellOnce);
  problems.push(
    ...checkFetch(contents, namesOf.payload, listedIn),
    ...unlistedPayload(contents, listedIn),
    ...unlistedTagFiles(contents, listedIn),
  );
  return { problems, expectations };
}

function diskNamesByKind(tree: Tree): Readonly<Record<ManifestKind, DiskNames>> {
  const names = [...tree.files.keys()];
  const payload = new DiskNames(names.filter(isPayloadPath));
  return { payload, tag: new DiskNames(names.filter((name) => !isPayloadPath(name))) };
}

/** What a file is remembered by: its name on disk, so that two spellings of it are one. */
function keyOf(entry: { path: string }, match: Match | null): string {
  return match?.found ?? normalisedName(entry.path);
}

/** The same path twice: an error in 1.0, and in any version when the two lines disagree (RFC 8493 2.1.3). */
function listedTwice(
  manifest: Manifest,
  first: ManifestEntry,
  second: ManifestEntry,
  rules: Rules,
): BagProblem {
  const same = first.checksum === second.checksum;
  const params = {
    reason: same ? 'same-checksum' : 'other-checksum',
    file: manifest.file,
    line: second.line,
    firstLine: first.line,
  };
  return problem('path-duplicate', second.path, params, same ? severityOfMust(rules) : 'error');
}

function spelling(entry: ManifestEntry, match: Match): BagProblem {
  const params = { reason: match.differs, found: match.found };
  return problem('path-spelled-differently', entry.path, params, 'warning');
}

/** A listed file that is not there; nothing when a link or an unreadable folder in its place was named already. */
function absentFile(tree: Tree, manifest: Manifest, entry: ManifestEntry): BagProblem | null {
  if (isBlocked(tree, entry.path)) return null;
  if (tree.folders.has(entry.path)) return problem('file-special', entry.path, { type: 'folder' });
  return problem('file-missing', entry.path, { manifest: manifest.file, line: entry.line });
}

type Listed = ReadonlyMap<string, ReadonlySet<string>>;

/** Every file to be fetched must be listed in every payload manifest, and the bag is not complete without it. */
function checkFetch({ tree, manifests, fetch }: Contents, names: DiskNames, listedIn: Listed): BagProblem[] {
  return fetch.flatMap((entry) => {
    const { path, line, url } = entry;
    const match = names.find(entry);
    const lacking = payloadOf(manifests).filter(({ file }) => !listedIn.get(file)?.has(keyOf(entry, match)));
    const problems = lacking.map(({ file }) =>
      problem('fetch-file-not-in-manifest', path, { line, manifest: file }),
    );
    if (!match && !isBlocked(tree, path)) problems.push(problem('fetch-file-missing', path, { line, url }));
    return problems;
  });
}

/**
 * Payload files that no manifest lists, and in 1.0 those that one of several lacks. Before 1.0 it was enough to be
 * listed in any (RFC 8493 section 3).
 */
function unlistedPayload({ tree, manifests, fetch, rules }: Contents, listedIn: Listed): BagProblem[] {
  const payload = payloadOf(manifests);
  if (payload.length === 0) return [];
  const refused = new Set(payload.flatMap((manifest) => [...manifest.refused]));
  const anywhere = new Set(payload.flatMap(({ file }) => [...(listedIn.get(file) ?? [])]));
  const problems = [...tree.files.keys()]
    .filter((path) => isPayloadPath(path) && !anywhere.has(path) && !refused.has(path))
    .map((path) => problem('file-not-in-manifest', path));
  if (!rules.strict) return problems;
  const toFetch = new Set(fetch.map(({ path }) => path));
  for (const { file } of payload) {
    const lacking = [...anywhere].filter((path) => !listedIn.get(file)?.has(path) && !toFetch.has(path));
    problems.push(...lacking.map((path) => problem('manifests-disagree', path, { manifest: file })));
  }
  return problems;
}

/** In 1.0 each tag manifest must list every payload manifest, and should list the other tag files (RFC 8493 2.2.1). */
function unlistedTagFiles({ tree, manifests, rules }: Contents, listedIn: Listed): BagProblem[] {
  const tagManifests = manifests.filter(({ kind }) => kind === 'tag');
  if (!rules.strict || tagManifests.length === 0) return [];
  const required = new Set(payloadOf(manifests).map(({ file }) => file));
  return [...tree.files.keys()]
    .filter((path) => !isPayloadPath(path) && !isTagManifest(path))
    .flatMap((path) => {
      const lacking = tagManifests.filter(({ file, refused }) => {
        return !listedIn.get(file)?.has(path) && !refused.has(path);
      });
      const severity = required.has(path) ? 'error' : 'warning';
      return lacking.map(({ file }) =>
        problem('tag-file-not-in-manifest', path, { manifest: file }, severity),
      );
    });
}

function payloadOf(manifests: readonly Manifest[]): Manifest[] {
  return manifests.filter(({ kind }) => kind === 'payload');
}
