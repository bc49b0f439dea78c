import { createHash, getHashes } from 'node:crypto';

/** A checksum algorithm as manifests name it: lower case, letters and digits only (RFC 8493 2.4). */
export function normaliseAlgorithm(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

let known: ReadonlyMap<string, string> | undefined;

/**
 * Node's name for a normalised algorithm of the MD and SHA families, or null when this runtime cannot compute it.
 * The list differs between Node and Electron (which has no SHA-3), so it is asked for and not written down.
 */
export function hashNameOf(algorithm: string): string | null {
  known ??= new Map(
    getHashes()
      .filter((name) => /^(?:md\d|sha\d[\d/-]*)$/i.test(name))
      .map((name) => [normaliseAlgorithm(name), name]),
  );
  return known.get(algorithm) ?? null;
}

/** Hexadecimal characters of a checksum of a normalised algorithm, or null when this runtime cannot compute it. */
export function checksumLength(algorithm: string): number | null {
  const name = hashNameOf(algorithm);
  return name === null ? null : createHash(name).digest('hex').length;
}
