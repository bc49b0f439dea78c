import type { Covers, MirrorCommands, StillId, StillReason } from '../../shared/still';
import type { Params } from '../../shared/severity';
import type { RunProgram } from '../run/program';
import type { Undo } from '../run/step';

/** A post office, or the part of one that lies on a volume of its own, and what a provider may use. */
export interface StillPlace {
  /** Absolute folder, as it really lies (links followed). */
  readonly folder: string;
  /** What the administrator calls the post office. */
  readonly name: string;
  /** Bytes of its files: what people write while they are read is likely to be much less. */
  readonly bytes: number;
  readonly commands: MirrorCommands;
  /** Runs a program of the system; tests put a stand-in here. */
  readonly runProgram: RunProgram;
  readonly platform: NodeJS.Platform;
}

/** What a provider can do for a place now. */
export interface StillLook {
  readonly usable: boolean;
  /** Set where it is not usable. */
  readonly reason: { readonly code: StillReason; readonly params: Params } | null;
  /** The volume as an administrator calls it: `vg/data`, `tank/mail`, `/dev/md0`. Empty where it is not usable. */
  readonly volume: string;
  readonly covers: Covers;
  /** Bytes that people can write meanwhile; null where nothing but the file system limits it. */
  readonly spaceBytes: number | null;
  /** What has to be copied when a mirror is joined again; null where that is not known, and for what is no mirror. */
  readonly resync: 'changes' | 'all' | null;
  /** Whether it can be read only after it was mounted: a step of its own. */
  readonly mounts: boolean;
}

/** The run that asks, and a folder of its own: not there yet, inside one that is. */
export interface StillRun {
  readonly runId: string;
  /** Absolute. Mount points and notes go there and nowhere else. */
  readonly folder: string;
}

/** One thing that is done to a volume. Preparing it has changed nothing. */
export interface StillAct {
  /** How it is taken back, as data that stands in the journal before `act` is called. */
  readonly undo: Undo;
  /** @throws PostbagError `still-not-made` with `provider`, `reason` */
  act(signal: AbortSignal): Promise<void>;
}

/** Whether a still could be read to its end, or why not. */
export type Held = { readonly held: true } | { readonly held: false; readonly reason: string };

/** A view of a place that stands still, prepared and not made yet. */
export interface Still {
  /** Makes the snapshot, or breaks the mirror. */
  readonly make: StillAct;
  /** Mounts it; null where `make` is enough. */
  readonly mount: StillAct | null;
  /** Absolute: where the place can be read, once everything is done. @throws Error before */
  folder(): string;
  /** Asked behind the last byte: whether everything that was read was what the still held. Never throws. */
  held(): Promise<Held>;
}

/** A way to make a place stand still: what snapshots and mirrors have in common. */
export interface StillProvider {
  readonly id: StillId;
  /**
   * What it makes is of one instant only if nothing is written in the moment in which it is made: it writes out one file
   * after the other, and does not hold up those who write meanwhile (docs/snapshots.md).
   */
  readonly needsCalm?: boolean;
  /** Whether it can be used for a place, and if not why; finds the place's volume by itself. Changes nothing. Never throws. */
  look(place: StillPlace): Promise<StillLook>;
  /**
   * Prepares it. Changes nothing.
   * @throws PostbagError `still-not-made` when it cannot be made (any more)
   */
  prepare(place: StillPlace, run: StillRun): Promise<Still>;
}

/** What `look` answers where nothing can be done. */
export function unusable(code: StillReason, params: Params = {}): StillLook {
  return {
    usable: false,
    reason: { code, params },
    volume: '',
    covers: 'one-instant',
    spaceBytes: null,
    resync: null,
    mounts: false,
  };
}

/** The name of everything that a run makes on a volume: whoever finds it knows whose it is. */
export const stillName = (runId: string): string => `postbag-${runId}`;
