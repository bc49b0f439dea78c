import { open } from 'node:fs/promises';
import path from 'node:path';
import { formatBagInfo, oxumLabel, valuesOf, type BagInfo } from './bag-info';
import { bagitTxt, declarationText } from './bagit-txt';
import { syncFolder } from './folder-sync';
import { hashFile } from './hash-file';
import { pathRefusal } from './path-refusal';
import { encodePath, isPayloadPath } from './paths';

/** A payload file that lies below `data/` already. */
export interface PayloadFile {
  /** Relative to `data/`, with `/` between its segments, not encoded. */
  readonly path: string;
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

export interface BagContents {
  readonly payload: readonly PayloadFile[];
  /** For bag-info.txt, in this order. Bagging-Date is today (UTC) unless given; Payload-Oxum is always computed. */
  readonly info: readonly (readonly [string, string])[];
  /** Other files that lie in the bag already, outside `data/`, for the tag manifest; relative to the bag. */
  readonly tagFiles: readonly string[];
}

const bagInfoTxt = 'bag-info.txt';
const manifestTxt = 'manifest-sha256.txt';
const tagManifestTxt = 'tagmanifest-sha256.txt';
const written = [bagitTxt, bagInfoTxt, manifestTxt] as const;

/** A path that no bag of Postbag may hold. `path` is relative to the bag. */
export class HostilePathError extends RangeError {
  override readonly name = 'HostilePathError';

  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`Not a path for a bag (${reason}): ${JSON.stringify(path)}`);
  }
}

/**
 * Makes a bag of version 1.0 (RFC 8493) out of a folder that holds `data/`. The tag manifest comes last: without it
 * the bag is not finished. Every file is new and synced, and so is the folder.
 * @throws HostilePathError, RangeError for other values that a bag cannot hold, before anything is written; the
 *   system's error, `EEXIST` among them when one of the files is there already.
 */
export async function writeTagFiles(bagRoot: string, contents: BagContents): Promise<void> {
  const manifest = payloadManifest(contents.payload);
  const info = formatBagInfo(completeInfo(contents));
  const tagFiles = [...written, ...contents.tagFiles];
  for (const file of tagFiles) checkPath(file, isPayloadPath(file) || file === tagManifestTxt);
  checkUnique(tagFiles);

  await writeNew(path.join(bagRoot, bagitTxt), declarationText);
  await writeNew(path.join(bagRoot, bagInfoTxt), info);
  await writeNew(path.join(bagRoot, manifestTxt), manifest);
  const lines: (readonly [string, string])[] = [];
  for (const file of tagFiles) {
    const [sha256 = ''] = await hashFile(path.join(bagRoot, ...file.split('/')), ['sha256']);
    lines.push([file, sha256]);
  }
  await writeNew(path.join(bagRoot, tagManifestTxt), manifestText(lines));
  await syncFolder(bagRoot);
}

function payloadManifest(payload: readonly PayloadFile[]): string {
  const lines = payload.map(({ path: relative, bytes, sha256 }) => {
    const file = `data/${relative}`;
    checkPath(file);
    if (!/^[0-9a-f]{64}$/i.test(sha256)) throw new RangeError(`Not a SHA-256: ${sha256}`);
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new RangeError(`Not a size: ${bytes}`);
    return [file, sha256.toLowerCase()] as const;
  });
  checkUnique(lines.map(([file]) => file));
  return manifestText(lines);
}

/** Two spaces, as `sha256sum -c` wants them; sorted, so that the same files give the same manifest. */
function manifestText(lines: readonly (readonly [string, string])[]): string {
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([file, sha256]) => `${sha256}  ${encodePath(file)}\n`).join('');
}

function completeInfo({ info, payload }: BagContents): BagInfo {
  const own = info.map(([label, value]): [string, string] => [label, value]);
  if (valuesOf(own, oxumLabel).length > 0) throw new RangeError(`${oxumLabel} is computed, not given`);
  const bytes = payload.reduce((sum, file) => sum + file.bytes, 0);
  const today = new Date().toISOString().slice(0, 10);
  if (valuesOf(own, 'Bagging-Date').length === 0) own.push(['Bagging-Date', today]);
  return [...own, [oxumLabel, `${bytes}.${payload.length}`]];
}

function checkPath(file: string, misplaced = false): void {
  const reason = pathRefusal(file) ?? (misplaced ? 'misplaced' : null);
  if (reason) throw new HostilePathError(file, reason);
}

function checkUnique(files: readonly string[]): void {
  const seen = new Set<string>();
  for (const file of files) {
    if (seen.has(file)) throw new RangeError(`Twice in the bag: ${JSON.stringify(file)}`);
    seen.add(file);
  }
}

async function writeNew(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}
