import type { Params } from '../../shared/severity';
import type { MirrorId, Resync } from '../../shared/still';
import type { RunProgram } from '../run/program';
import type { StillProvider } from '../volume/still';

/**
 * Breaks mirrors of one kind and joins them again. Every implementation passes `test/conformance/mirror.ts`. One that is
 * degraded or not in step is refused by `look`. The undo of a `make` has the action `join-mirror` and names its provider;
 * that of a `mount` has the action `unmount`.
 */
export interface MirrorProvider extends StillProvider {
  readonly id: MirrorId;
  /**
   * Begins to join again what the run `runId` broke, also in another process, after a crash or a power cut; can be
   * repeated, and does nothing where it is joined. What another or a person took out is left as it is. Does not wait
   * until both halves are in step.
   * @returns whether anything had to be done
   * @throws when it could not be joined now
   */
  join(params: Params, runId: string, runProgram: RunProgram): Promise<boolean>;
  /** How far the halves are in step, by the params of the undo. @throws Error when it cannot be said */
  resync(params: Params, runProgram: RunProgram): Promise<Resync>;
}
