import type { Step } from '../run/step';
import { beginBag, checkSteps, copySteps, sealSteps } from './steps';
import type { BackupWork } from './work';

/**
 * The linear method: files are read where they lie, open or not, group by group in the order that loses least
 * (users, then directory and index, then the message store: technical note 8.3.1, domain.md 1.5), and read again until
 * they have settled.
 */
export function linear(work: BackupWork): Step[] {
  return [...checkSteps(work), beginBag(work), ...copySteps(work), ...sealSteps(work)];
}
