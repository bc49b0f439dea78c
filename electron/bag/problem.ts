import type { BagProblem, BagProblemKind } from '../../shared/bag';

/** Makes one problem. `path` is a path inside the bag, or the tag file, or null for the bag as a whole. */
export function problem(
  kind: BagProblemKind,
  path: string | null,
  params: BagProblem['params'] = {},
  severity: BagProblem['severity'] = 'error',
): BagProblem {
  return { kind, severity, path, params };
}

/** The `code` of a system error (`EACCES`, `ENOENT`, …); what is thrown without one is not expected and thrown on. */
export function errorCode(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') throw error;
  return code;
}
