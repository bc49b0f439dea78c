import { whatNext } from '../../../shared/repair-next';
import type { RepairStep } from '../../../shared/repair';
import { found, type Check, type Found } from './checked-copy';

const ran = ({ outcome }: RepairStep): boolean => outcome?.failed === null;

/**
 * The repair went to its end, and its last look found nothing. That a tool said something bad may be overruled by a person,
 * whose name is told; that nothing was mended may not, however the steps were answered (domain.md 3.5).
 */
export const toolsCleanCheck: Check = ({ checked: { repair, needsRepair } }) => {
  const { steps } = repair;
  if (!needsRepair && !steps.some(ran)) return found('not-applicable', { reason: 'not-needed' });
  const next = whatNext(steps);
  if (next.needs !== 'finished') return found('failed', { reason: 'not-finished', step: next.step ?? '' });
  if (needsRepair && !steps.some((step) => step.purpose === 'mend' && ran(step))) {
    return found('failed', { reason: 'nothing-mended' });
  }
  const last = steps.filter(({ purpose }) => purpose === 'prove').at(-1);
  return last ? lastLook(last) : found('failed', { reason: 'no-look' });
};

function lastLook({ tool, outcome, answer, optional }: RepairStep): Found {
  const by = answer?.by ?? '';
  if (outcome?.failed !== null) {
    if (by !== '') return found('warning', { reason: 'skipped', tool, by });
    return found(optional ? 'warning' : 'failed', { reason: 'left-out', tool });
  }
  const { mark, lines } = outcome;
  const params = { tool, mark, warnings: lines.warning, bad: lines.bad, unknown: lines.unknown };
  if (mark === 'good') return found('ok', params);
  if (by !== '') return found('warning', { reason: 'answered', by, ...params });
  return found(mark === 'warning' ? 'warning' : 'failed', { reason: 'said', ...params });
}
