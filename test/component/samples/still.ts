import type { Plan, PlannedStep, RunRecord } from '../../../shared/run';
import { usualBackupOptions } from '../../../shared/run';
import type { Calm, RunStill, StillState } from '../../../shared/still';
import type { MethodAdvice } from '../../../shared/views';
import { stillName, stillReason } from '../../../shared/words/still';
import { ago, MB, MINUTE } from './common';
import { livePlan } from './plans';
import { liveRun } from './runs';

/** What makes Head office stand still, and runs that copy from it. */

export const ext4 = { type: 'ext4', point: '/srv' };

export const still = (id: StillState['id'], more: Partial<StillState> = {}): StillState => ({
  id,
  usable: more.volumes !== undefined,
  reason: null,
  volumes: [],
  covers: 'one-instant',
  needsCalm: false,
  spaceBytes: null,
  resync: null,
  ...more,
});

export const lvm = (): StillState => still('lvm', { volumes: ['vg0/mail'], spaceBytes: 2_000 * MB });
export const reflink = (): StillState => still('reflink', { volumes: ['/srv'], covers: 'per-file' });
const noZfs = (): StillState =>
  still('zfs', { reason: { code: 'program-missing', params: { program: 'zfs' } } });
const vss = (): StillState => still('vss', { reason: { code: 'other-system', params: {} } });

/** Everything that can make a snapshot where one lies on LVM and XFS. */
export const snapshots = (): StillState[] => [noZfs(), lvm(), vss(), reflink()];
export const mirrors = (): StillState[] => [
  still('mirror-commands', { reason: { code: 'not-set-up', params: {} } }),
  still('md', { volumes: ['/dev/md0'], resync: 'changes' }),
  still('zfs-mirror', { volumes: ['tank'], resync: 'all' }),
];

export function stillAdvice(method: 'snapshot' | 'mirror', providers: readonly StillState[]): MethodAdvice {
  const best = providers.find(({ usable }) => usable);
  const why = providers.flatMap(({ id, reason }) =>
    reason && reason.code !== 'other-system' ? [`${stillName(id)}: ${stillReason(reason)}`] : [],
  );
  const grade = best?.covers === 'per-file' ? 'per-file' : 'instant';
  return {
    method,
    best: grade,
    otherwise: grade,
    needs: [
      { need: 'people-go-on', met: true, detail: '' },
      best
        ? { need: 'still', met: true, detail: `${stillName(best.id)} (${best.volumes.join(', ')})` }
        : { need: 'still', met: false, detail: why.join(' ') },
      ...(method === 'mirror' && best
        ? [{ need: 'redundancy' as const, met: false, detail: best.resync ?? '' }]
        : []),
    ],
    recommended: false,
    available: best !== undefined,
    providers: [...providers],
  };
}

export const calm = (more: Partial<Calm> = {}): Calm => ({
  asked: 'auto',
  seconds: 2,
  calm: null,
  since: ago(10_000),
  until: new Date(Date.now() + 2 * MINUTE).toISOString(),
  writes: 0,
  names: '',
  seenBy: 'times',
  ...more,
});

export const runStill = (phase: RunStill['phase'], more: Partial<RunStill> = {}): RunStill => ({
  asked: { provider: null, use: 'required' },
  provider: 'lvm',
  volumes: ['vg0/mail'],
  covers: 'one-instant',
  phase,
  calm: null,
  at: null,
  madeAt: null,
  exact: null,
  held: null,
  why: '',
  resync: null,
  ...more,
});

/** The live run, which copies from a snapshot. */
export const stillRun = (
  phase: RunStill['phase'],
  more: Partial<RunStill> = {},
  record: Partial<RunRecord> = {},
): RunRecord => ({ ...liveRun(), method: 'snapshot', still: runStill(phase, more), ...record });

/** The same from the half of a mirror. */
export const mirrorRun = (
  phase: RunStill['phase'],
  more: Partial<RunStill> = {},
  record: Partial<RunRecord> = {},
): RunRecord =>
  stillRun(phase, { provider: 'md', volumes: ['/dev/md0'], ...more }, { method: 'mirror', ...record });

const step = (
  id: PlannedStep['id'],
  params: PlannedStep['params'] = {},
  undo: PlannedStep['undo'] = null,
): PlannedStep => ({ id, params, undo });

const calming = { calm: 'auto', seconds: 2, minutes: 2 };

/** The plan of a run that copies from what stands still. */
export function stillPlan(method: 'snapshot' | 'mirror'): Plan {
  const plan = livePlan();
  const mirror = method === 'mirror';
  const volume = mirror ? '/dev/md0' : 'vg0/mail';
  const undo = mirror ? 'join-mirror' : 'remove-snapshot';
  const provider = stillName(mirror ? 'md' : 'lvm');
  return {
    ...plan,
    method,
    options: { ...usualBackupOptions, hold: true },
    steps: [
      ...plan.steps.slice(0, 3),
      step('check-still', { volume, provider }),
      step('open-bag', {}, 'remove-partial-bag'),
      step('wait-writes', calming),
      step(mirror ? 'break-mirror' : 'make-snapshot', { volume }, undo),
      step(mirror ? 'mount-half' : 'mount-snapshot', { volume }, 'unmount'),
      ...plan.steps.filter(({ id }) => id === 'copy-group'),
      step('confirm-still', { use: 'required' }),
      step(mirror ? 'join-mirror' : 'remove-snapshot', { volume }),
      step('verify'),
      step('seal'),
      ...(mirror ? [step('watch-resync', { volume })] : []),
    ],
  };
}
