import type { Params } from '../../../shared/severity';
import type { Step } from '../../run/step';
import type { StepId } from '../../../shared/run';
import { beginBag, checkSteps, copyGroupSteps, planned, sealSteps } from '../steps';
import type { BackupWork } from '../work';
import { waitWritesStep } from './calm-step';
import { confirmStillStep } from './confirm-step';
import { copyStillStep } from './copy-step';
import { checkStillStep, makeStep, mountStep } from './make-steps';
import { takeStillBackStep } from './back-steps';
import type { Stills } from './stills';

/** What a method calls the steps that make a post office stand still, show it, and take that back. */
export interface StillNames {
  readonly make: Extract<StepId, 'make-snapshot' | 'break-mirror'>;
  readonly mount: Extract<StepId, 'mount-snapshot' | 'mount-half'>;
  readonly back: Extract<StepId, 'remove-snapshot' | 'join-mirror'>;
}

/**
 * Everything of a backup from what stands still: all is checked, the bag begun, and a pause waited for, before anything
 * is made; it is taken back as soon as the last byte was read.
 */
export function stillSteps(work: BackupWork, names: StillNames): Step[] {
  const stills = work.stills;
  const { options } = stills.job;
  return [
    ...checkSteps(work),
    checkStillStep(planned('check-still', about(stills)), stills),
    beginBag(work),
    ...(options.calm === 'off'
      ? []
      : [waitWritesStep(planned('wait-writes', waiting(options)), stills, work)]),
    ...stills.parts.flatMap(({ look }, index) => partSteps(work, index, look, names)),
    ...copyGroupSteps(work).map((copy, index) => copyStillStep(copy, index === 0, stills, work)),
    confirmStillStep(planned('confirm-still', { use: options.use }), stills, work),
    ...(stills.parts.length > 0
      ? [takeStillBackStep(planned(names.back, { volume: stills.volumes }), stills)]
      : []),
    ...sealSteps(work),
  ];
}

function partSteps(
  work: BackupWork,
  index: number,
  { volume, mounts }: { readonly volume: string; readonly mounts: boolean },
  names: StillNames,
): Step[] {
  const { stills } = work;
  const make = planned(names.make, { volume }, names.back);
  const mount = planned(names.mount, { volume }, 'unmount');
  return [makeStep(make, index, stills, work), ...(mounts ? [mountStep(mount, index, stills)] : [])];
}

const about = (stills: Stills): Params => ({
  volume: stills.volumes,
  provider: stills.shown,
});

const waiting = ({ calm, calmSeconds, calmMinutes }: Stills['job']['options']): Params => ({
  calm,
  seconds: calmSeconds,
  minutes: calmMinutes,
});
