import path from 'node:path';
import { parseBagInfo, type BagInfo } from './bag-info';
import { bagitTxt, parseBagitTxt } from './bagit-txt';
import { errorCode } from './problem';
import { decodeTagText, readTagFile } from './tag-text';

/** What a listing shows of a bag without validating it. */
export interface BagHeader {
  /** As bagit.txt says; null when there is no readable bagit.txt, so that it is no bag. */
  readonly version: string | null;
  /** Labels and values of bag-info.txt in file order; empty when there is none. */
  readonly info: BagInfo;
}

/** No honest bag-info.txt or bagit.txt is larger; a listing must stay quick. Bytes. */
const largestHeader = 1024 * 1024;

/**
 * Reads two small files of a bag and judges nothing. Links are not followed.
 * @throws the system's error for any reason but that a file is missing or not fit to be read.
 */
export async function readBagInfo(root: string): Promise<BagHeader> {
  const declaration = await readSmall(path.join(root, bagitTxt));
  if (!declaration) return { version: null, info: [] };
  const { version, encoding, rules } = parseBagitTxt(declaration);
  const bytes = await readSmall(path.join(root, rules.infoFile));
  if (!bytes) return { version, info: [] };
  const { text } = decodeTagText(bytes, encoding);
  return { version, info: parseBagInfo(text, rules.infoFile, rules).info };
}

/** Codes that say "not here, or not a file like this", rather than that the disk is in trouble. */
const unfit = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'EINVAL', 'EFBIG', 'ENXIO']);

async function readSmall(file: string): Promise<Buffer | null> {
  try {
    return await readTagFile(file, largestHeader);
  } catch (error) {
    if (unfit.has(errorCode(error))) return null;
    throw error;
  }
}
