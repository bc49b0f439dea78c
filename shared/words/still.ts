import type { Covers, StillId, StillPhase, StillReason } from '../still';
import type { Params } from '../severity';
import { formatBytes } from './format';

interface ProviderWords {
  readonly name: string;
  readonly explained: string;
}

/** The ways to read a post office that stands still while people go on working. */
export const stillWords: Readonly<Record<StillId, ProviderWords>> = {
  btrfs: {
    name: 'Btrfs snapshot',
    explained:
      'A read-only snapshot of the subvolume; needs next to no room. It is of one instant if nothing is written in the moment in which it is made.',
  },
  zfs: {
    name: 'ZFS snapshot',
    explained: 'A snapshot of the dataset, and a read-only clone of it to read from.',
  },
  lvm: {
    name: 'LVM snapshot',
    explained:
      'A snapshot of the logical volume. Outside a thin pool it needs free room in the volume group for what people write meanwhile.',
  },
  vss: {
    name: 'Windows shadow copy',
    explained: 'A shadow copy of the drive (VSS); needs an administrator.',
  },
  apfs: {
    name: 'APFS snapshot',
    explained: 'A local snapshot, as Time Machine makes them; needs an administrator.',
  },
  reflink: {
    name: 'Clones of the files',
    explained:
      'Each file is cloned in an instant, one after the other in the copy order: not all at the same moment.',
  },
  'mirror-commands': {
    name: 'Your own commands',
    explained:
      'For clusters, replicas and storage arrays: commands that you type break the mirror and join it again.',
  },
  'lvm-mirror': {
    name: 'LVM mirror',
    explained: 'Half of a raid1 volume is split off, and only what changed is copied back.',
  },
  md: {
    name: 'Linux software mirror',
    explained: 'A disk is taken out of the array (mdadm), and added again afterwards.',
  },
  'zfs-mirror': {
    name: 'ZFS mirror',
    explained: 'Half of the pool is split off; when it is attached again all of it has to be copied.',
  },
};

export const coversWords: Readonly<Record<Covers, string>> = {
  'one-instant': 'all files of one instant',
  'per-file': 'each file of an instant of its own',
};

const reasons: Readonly<Record<StillReason, (p: (name: string) => string) => string>> = {
  'other-system': () => 'It belongs to another operating system.',
  'on-another-computer': (p) => `The post office lies on ${p('server')}: run Postbag there.`,
  'program-missing': (p) => `The program ${p('program')} is not installed here.`,
  'no-rights': (p) =>
    `${p('program')} needs more rights: start Postbag as administrator (as root on Linux) to use it.`,
  'other-volume': (p) => `The post office lies on ${p('type')} at ${p('point')}.`,
  'no-clones': (p) => `${p('type')} at ${p('point')} cannot clone files.`,
  'no-mirror': (p) => `${p('volume')} is no mirror of two halves.`,
  'parts-share': (p) => `Two parts of the post office lie on ${p('volume')}, which can be broken only once.`,
  degraded: (p) => `${p('volume')} has lost a half already (${p('state')}): put that right first.`,
  'not-in-step': (p) =>
    `The halves of ${p('volume')} are not in step yet${p('percent') === '' ? '' : ` (${p('percent')} %)`}.`,
  'no-space': (p) =>
    `${p('volume')} has ${formatBytes(Number(p('freeBytes')))} free, and ${formatBytes(Number(p('neededBytes')))} are needed for what people write meanwhile.`,
  'not-writable': (p) => `No folder can be made there (${p('reason')}).`,
  'not-set-up': () => 'No command was typed for this post office.',
  failed: (p) => `${p('program')} failed: ${p('reason')}`,
  'not-understood': (p) => `What ${p('program')} printed could not be understood.`,
};

/** Why a provider cannot be used here. */
export function stillReason({ code, params }: { code: StillReason; params: Params }): string {
  return reasons[code]((name) => String(params[name] ?? ''));
}

/** What people call a provider, also one that a later version knows. */
export const stillName = (id: string): string => (id in stillWords ? stillWords[id as StillId].name : id);

interface PhaseWords {
  readonly title: string;
  readonly text: string;
}

/** What a run is doing that copies from a snapshot or a mirror half. */
export const stillPhaseWords: Readonly<Record<StillPhase, PhaseWords>> = {
  calming: { title: 'Waiting for a moment without writes', text: 'People go on working.' },
  making: { title: 'Making it stand still', text: 'The snapshot is made, or the mirror broken.' },
  copying: {
    title: 'Copying what stands still',
    text: 'People go on working; what they write now is not in this copy.',
  },
  live: {
    title: 'Copying while open instead',
    text: 'What was asked for could not be had. The files are read where they lie, in order, until nothing has moved.',
  },
  removing: {
    title: 'Putting everything back',
    text: 'The snapshot is removed, or the mirror joined again.',
  },
  gone: { title: 'Everything is as it was', text: 'Nothing is left of the snapshot or of the split.' },
  resyncing: {
    title: 'The mirror is coming into step again',
    text: 'The bag is sealed. Until both halves are in step again the files are on one disk alone.',
  },
};
