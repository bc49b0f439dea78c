import type { Restore } from '../../shared/proof';
import type { Repair } from '../../shared/repair';
import { whatNext } from '../../shared/repair-next';
import type { RestoreSoFar } from '../../shared/restore-next';

/** Nothing but a copy of grade `closed` may skip repair (design: section 5). */
export const needsRepair = ({ bag }: Pick<Repair, 'bag'>): boolean => bag.grade !== 'closed';

/** A restore with the repair that it belongs to, as what has to happen next depends on them. */
export function soFar(restore: Restore, repair: Repair): RestoreSoFar {
  const { purpose, checks, checksAt, checkedFingerprint, items, answers, overrules, signature, online } =
    restore;
  const current = checksAt !== null && checkedFingerprint === repair.fingerprint;
  return {
    purpose,
    needsRepair: needsRepair(repair),
    repairFinished: whatNext(repair.steps).needs === 'finished',
    checks: current ? checks : null,
    items,
    answers,
    overrules,
    signature,
    online,
  };
}
