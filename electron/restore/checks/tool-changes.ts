import type { FileDelta, Repair } from '../../../shared/repair';

/**
 * What the tools of a repair did to each file, all steps together: the last change of each. A step that was taken back, or
 * whose tool did not run to its end, has left nothing.
 */
export function toolChanges({ steps }: Pick<Repair, 'steps'>): ReadonlyMap<string, FileDelta> {
  const changes = new Map<string, FileDelta>();
  for (const { outcome } of steps) {
    if (outcome?.failed !== null) continue;
    for (const change of outcome.changes) changes.set(change.path, change);
  }
  return changes;
}
