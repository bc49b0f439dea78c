import { z } from 'zod';
import { Params } from './severity';

/**
 * One thing that is wrong with a bag (RFC 8493). Kinds are added here and their words in `shared/words/bag.ts`.
 */
export const BagProblemKind = z.enum([
  'no-bagit-txt',
  'bagit-txt-malformed',
  'bagit-txt-bom',
  'version-unknown',
  'encoding-unknown',
  'tag-file-bom',
  'no-payload-folder',
  'no-payload-manifest',
  'algorithm-unknown',
  'manifest-name-irregular',
  'manifest-line-malformed',
  'manifest-line-irregular',
  'manifest-not-in-encoding',
  'path-hostile',
  'path-duplicate',
  'path-in-wrong-manifest',
  'path-spelled-differently',
  'file-missing',
  'file-unreadable',
  'file-not-in-manifest',
  'file-special',
  'checksum-differs',
  'manifests-disagree',
  'tag-file-not-in-manifest',
  'fetch-line-malformed',
  'fetch-url-hostile',
  'fetch-file-missing',
  'fetch-file-not-in-manifest',
  'bag-info-malformed',
  'oxum-malformed',
  'oxum-differs',
]);
export type BagProblemKind = z.infer<typeof BagProblemKind>;

/** Why a path is refused: what it could do, or what some system would take it for. It is never opened. */
export const PathRefusal = z.enum([
  /** A `..` segment, plain or disguised. */
  'parent',
  'absolute',
  'drive',
  /** `\\server\share` or `//server/share`. */
  'unc',
  /** `\\?\`, `\\.\` and their like. */
  'device-namespace',
  /** Begins with what a shell or program replaces by a folder: `~`, `%NAME%`, `$NAME`. */
  'home',
  /** A control character; line ends alone are allowed, since RFC 8493 2.1.3 encodes them. */
  'control',
  /** Still percent-encoded after many rounds of decoding. */
  'disguised',
  'backslash',
  /** A colon: on Windows the rest would name a hidden stream of a file. */
  'stream',
  /** CON, NUL, COM1 and so on, with or without an extension. */
  'device-name',
  /** A segment that ends with a dot or a space; Windows drops those. */
  'trailing',
  'empty-segment',
  /** Half a surrogate pair: no encoding can write it. */
  'not-unicode',
]);
export type PathRefusal = z.infer<typeof PathRefusal>;

export const BagProblem = z.object({
  kind: BagProblemKind,
  /** `error` makes the bag invalid; `warning` does not. */
  severity: z.enum(['error', 'warning']),
  /** Where: a path inside the bag, or the tag file. A refused path stands here as it is written in the bag. */
  path: z.string().nullable(),
  /** Fills the words: line numbers, expected and found values. */
  params: Params,
});
export type BagProblem = z.infer<typeof BagProblem>;

export const BagReport = z.object({
  version: z.string().nullable(),
  /** No problem of severity `error`. */
  valid: z.boolean(),
  problems: z.array(BagProblem),
  /** Label and value, in file order; labels may repeat. */
  info: z.array(z.tuple([z.string(), z.string()])),
  /** Of all payload and tag manifests, normalised as in their file names; also those that could not be computed. */
  algorithms: z.array(z.string()),
  /** Regular files below `data/`, and the sum of their sizes in bytes. */
  payloadFiles: z.number().int(),
  payloadBytes: z.number(),
});
export type BagReport = z.infer<typeof BagReport>;

/** How far the checksums are. Bytes count over all files whose checksums are computed. */
export interface BagProgress {
  readonly files: number;
  readonly bytes: number;
  readonly totalBytes: number;
}
