import type { BagProblem, BagProblemKind } from '../../../shared/bag';
import { problem } from '../../../electron/bag/problem';
import { sum, type BagSpec } from './bag-maker';

/** A bag that is wrong in one way, and everything that must be said about it. */
export interface Case {
  readonly title: string;
  readonly spec?: BagSpec;
  /** Done to the finished bag. */
  readonly after?: (root: string) => Promise<unknown>;
  readonly problems: readonly BagProblem[];
}

/** For every kind that fits a pattern its cases; a kind without an entry does not compile. */
export type Cases<Pattern extends string> = Readonly<
  Record<Extract<BagProblemKind, Pattern>, readonly Case[]>
>;

export const manifest = 'manifest-sha256.txt';

export const url = 'https://example.org/hello.txt';

/** A checksum that no file has. */
export const zeros = '0'.repeat(64);

export const helloSum = sum('Hello\n');

/** An edit of a bag's file that replaces its whole text. */
export const becomes = (text: string) => () => text;

/** A bag whose tag files can be spoiled without their checksums noticing. */
export const noTagManifest = { tagManifests: false } as const;

/** The same, without bag-info.txt. */
export const noInfo = { ...noTagManifest, info: null } as const;

/** A bag with more lines in its manifest. */
export const lines = (...manifestLines: string[]): BagSpec => ({ ...noInfo, manifestLines });

/** A bag with one line in fetch.txt. */
export const fetchLine = (title: string, fetch: string, ...problems: Case['problems']): Case => ({
  title,
  spec: { ...noInfo, fetch },
  problems,
});

export const warning = (
  kind: BagProblemKind,
  path: string | null,
  params: BagProblem['params'] = {},
): BagProblem => problem(kind, path, params, 'warning');

export { problem as error };
