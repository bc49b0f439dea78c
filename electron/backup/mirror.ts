import type { Step } from '../run/step';
import { planned } from './steps';
import { watchResyncStep } from './still/back-steps';
import { stillSteps } from './still/steps';
import type { BackupWork } from './work';

/**
 * The mirror method: one half is broken off and copied, people go on working on the other (technical note 8.3.1, method
 * 3). It is joined again as soon as the last byte was read, and watched at the very end, when the bag is sealed.
 */
export function mirror(work: BackupWork): Step[] {
  const { stills, wishes } = work;
  const watch = planned('watch-resync', { volume: stills.volumes });
  return [
    ...stillSteps(work, { make: 'break-mirror', mount: 'mount-half', back: 'join-mirror' }),
    ...(stills.parts.length > 0 ? [watchResyncStep(watch, stills, wishes)] : []),
  ];
}
