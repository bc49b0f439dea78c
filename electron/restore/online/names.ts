import path from 'node:path';
import { isRunId } from '../../run/folders';
import { landingFor } from '../../staging/landing';

const beside = (target: string, ending: string): string =>
  path.join(path.dirname(target), `${path.basename(target)} ${ending}`);

/** Where the copy is made, beside the place that it is for. */
export const incomingOf = (target: string, runId: string): string => landingFor(target, runId).unfinished;

/** Where a post office is moved to when a copy takes its place. */
export const asideOf = (target: string, runId: string): string => beside(target, `before ${runId}`);

/** Where the restored one is moved to when the old one takes its place again. */
export const restoredOf = (target: string, runId: string): string => beside(target, `restored ${runId}`);

/** Whether some run may have moved what was at `target` aside under this name. */
export function isAsideOf(aside: string, target: string): boolean {
  const runId = aside.slice(-28);
  return isRunId(runId) && aside === asideOf(target, runId);
}
