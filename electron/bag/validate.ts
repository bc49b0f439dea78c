import type { BagProblem, BagReport } from '../../shared/bag';
import { checkOxum, parseBagInfo, type BagInfo } from './bag-info';
import { bagitTxt, noDeclaration, parseBagitTxt, type Declaration } from './bagit-txt';
import { checkChecksums, type ChecksumOptions } from './checksums';
import { checkCompleteness } from './completeness';
import { fetchTxt, parseFetch, type FetchEntry } from './fetch-txt';
import { manifestNames, parseManifest, type Manifest } from './manifests';
import { errorCode, problem } from './problem';
import { decodeTagText, readTagFile } from './tag-text';
import { severityOfMust } from './versions';
import { payloadSize, systemPath, walkBag, type Tree } from './walk';

/** Something that was read from a bag, and what is wrong with it. */
interface Read<Value> {
  readonly value: Value;
  readonly problems: readonly BagProblem[];
}

/**
 * Validates a bag of version 0.93 to 1.0 (RFC 8493 section 3): names and sizes first, then every checksum of every
 * manifest. Whatever is wrong with the bag becomes a problem in the report; nothing in it is followed out of its
 * folder, and nothing is downloaded.
 * @param root the bag's folder.
 * @throws the system's error when that folder cannot be opened, and `signal.reason` when aborted.
 */
export async function validateBag(root: string, options: ChecksumOptions = {}): Promise<BagReport> {
  const { tree, expectations, cheap, facts } = await lookAround(root, options.signal);
  const checksums = await checkChecksums(tree, expectations, options);
  const problems = withoutRepeats([...cheap, ...checksums]);
  return { ...facts, valid: problems.every(({ severity }) => severity !== 'error'), problems };
}

/** All that can be said without reading the payload. The manifests are large and are not kept for longer. */
async function lookAround(root: string, signal: AbortSignal | undefined) {
  const tree = await walkBag(root, signal);
  const declaration = await readDeclaration(tree);
  const { rules } = declaration;
  const info = await readInfo(tree, declaration);
  const manifests = await readManifests(tree, declaration);
  const fetch = await readFetch(tree, declaration);
  const contents = { tree, manifests: manifests.value, fetch: fetch.value, rules };
  const completeness = checkCompleteness(contents);
  const payload = payloadSize(tree);
  const cheap = [
    ...tree.problems,
    ...declaration.problems,
    ...checkPayloadFolder(tree),
    ...info.problems,
    ...checkOxum(info.value, rules.infoFile, payload),
    ...manifests.problems,
    ...fetch.problems,
    ...completeness.problems,
  ];
  const facts = {
    version: declaration.version,
    info: info.value,
    algorithms: [...new Set(manifests.value.map(({ algorithm }) => algorithm))],
    payloadFiles: payload.files,
    payloadBytes: payload.bytes,
  };
  return { tree, expectations: completeness.expectations, cheap, facts };
}

/** A tag file that cannot be read is met twice: when its text is wanted, and when its checksum is. */
function withoutRepeats(problems: readonly BagProblem[]): BagProblem[] {
  return [...new Map(problems.map((found) => [JSON.stringify(found), found])).values()];
}

async function readDeclaration(tree: Tree): Promise<Declaration> {
  const bytes = await readIfThere(tree, bagitTxt);
  if (!bytes) return noDeclaration(problem('no-bagit-txt', bagitTxt));
  if (!Buffer.isBuffer(bytes)) return noDeclaration(bytes);
  return parseBagitTxt(bytes);
}

function checkPayloadFolder(tree: Tree): BagProblem[] {
  return tree.folders.has('data') ? [] : [problem('no-payload-folder', 'data')];
}

async function readInfo(tree: Tree, declaration: Declaration): Promise<Read<BagInfo>> {
  const file = declaration.rules.infoFile;
  const { text, problems } = await readText(tree, file, declaration, (found) =>
    problem('bag-info-malformed', found, { line: 0, reason: 'encoding' }, severityOfMust(declaration.rules)),
  );
  const parsed = parseBagInfo(text ?? '', file, declaration.rules);
  return { value: parsed.info, problems: [...problems, ...parsed.problems] };
}

async function readFetch(tree: Tree, declaration: Declaration): Promise<Read<FetchEntry[]>> {
  const { text, problems } = await readText(tree, fetchTxt, declaration, (file) =>
    problem('fetch-line-malformed', file, { line: 0, reason: 'encoding' }),
  );
  const parsed = parseFetch(text ?? '', declaration.rules);
  return { value: parsed.entries, problems: [...problems, ...parsed.problems] };
}

async function readManifests(tree: Tree, declaration: Declaration): Promise<Read<Manifest[]>> {
  const { names, problems } = manifestNames(tree.files.keys());
  if (!names.some(({ kind }) => kind === 'payload')) problems.push(problem('no-payload-manifest', null));
  const manifests: Manifest[] = [];
  for (const name of names) {
    const read = await readText(tree, name.file, declaration, (file) =>
      problem('manifest-not-in-encoding', file, { encoding: declaration.encoding }),
    );
    problems.push(...read.problems);
    // What cannot be read lists neither everything nor nothing; it says nothing about any file.
    if (read.text === null) continue;
    const parsed = parseManifest(read.text, name, declaration.rules);
    problems.push(...parsed.problems);
    manifests.push(parsed.manifest);
  }
  return { value: manifests, problems };
}

/** A tag file as text: empty when it is not there, null when it cannot be read. */
async function readText(
  tree: Tree,
  file: string,
  { encoding, rules }: Declaration,
  notInEncoding: (file: string) => BagProblem,
): Promise<{ text: string | null; problems: BagProblem[] }> {
  const bytes = await readIfThere(tree, file);
  if (!bytes) return { text: '', problems: [] };
  if (!Buffer.isBuffer(bytes)) return { text: null, problems: [bytes] };
  const { text, lossy, bom } = decodeTagText(bytes, encoding);
  const problems: BagProblem[] = [];
  // Only UTF-8 never needs the mark (RFC 8493 2.2.4).
  if (bom && /^utf-?8$/i.test(encoding))
    problems.push(problem('tag-file-bom', file, {}, severityOfMust(rules)));
  if (lossy) problems.push(notInEncoding(file));
  return { text, problems };
}

/** The bytes of a tag file, null when it is not there, or what kept it from being read. */
async function readIfThere(tree: Tree, file: string): Promise<Buffer | BagProblem | null> {
  if (!tree.files.has(file)) return null;
  try {
    return await readTagFile(systemPath(tree.root, file));
  } catch (error) {
    return problem('file-unreadable', file, { code: errorCode(error) });
  }
}
