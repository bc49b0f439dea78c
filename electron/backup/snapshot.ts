import type { Step } from '../run/step';
import { stillSteps } from './still/steps';
import type { BackupWork } from './work';

/**
 * The snapshot method, today's form of the open file manager: "waits until no writes are pending, then makes a snapshot"
 * (technical note 8.3.1, method 2). People go on working; the snapshot is removed as soon as the last byte was read.
 */
export function snapshot(work: BackupWork): Step[] {
  return stillSteps(work, { make: 'make-snapshot', mount: 'mount-snapshot', back: 'remove-snapshot' });
}
