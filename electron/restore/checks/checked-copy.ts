import type { FormatId, Patterns } from '../../../shared/postoffice';
import type { CheckResult } from '../../../shared/proof';
import type { Repair } from '../../../shared/repair';
import type { Params } from '../../../shared/severity';
import type { HashFiles } from '../../bag/hash-files';
import type { Inventory } from '../../postoffice/inventory';

/** A private copy that is to be checked, and what it is held against. */
export interface CheckedCopy {
  /** Absolute folder of the private copy. */
  readonly copy: string;
  /** Absolute folder of the bag. */
  readonly bag: string;
  readonly format: FormatId;
  readonly practice: boolean;
  /** Of this post office (`resolvePatterns`). */
  readonly patterns: Patterns;
  /** ISO 8601 UTC. */
  readonly recoveryPoint: string | null;
  readonly sealedAt: string;
  /** Its steps say what the tools changed and said. */
  readonly repair: Repair;
  /** The grade asks for repair. */
  readonly needsRepair: boolean;
  /** Bytes of the last bags of the same post office, newest first, at most three, without this one. */
  readonly lastSizes: readonly number[];
  /** How files are hashed; in this thread when nothing else is said. */
  readonly hashFiles?: HashFiles | undefined;
}

/** What a check looks at. */
export interface Look {
  readonly checked: CheckedCopy;
  /** Of the copy, as it is now. */
  readonly inventory: Inventory;
  readonly signal: AbortSignal;
}

/** What a check has found; the words are filled with `params`. */
export interface Found {
  readonly result: CheckResult;
  readonly params: Params;
}

/** One check. Changes nothing, and does not throw for what it finds. @throws the signal's reason, system errors */
export type Check = (look: Look) => Found | Promise<Found>;

/** Shortens the making of what a check has found. */
export const found = (result: CheckResult, params: Params = {}): Found => ({ result, params });
