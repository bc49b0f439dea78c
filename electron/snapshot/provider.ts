import type { Params } from '../../shared/severity';
import type { SnapshotId } from '../../shared/still';
import type { RunProgram } from '../run/program';
import type { StillProvider } from '../volume/still';

/**
 * Makes snapshots of one kind. Every implementation passes `test/conformance/snapshot.ts`. The undo of a `make` has the
 * action `remove-snapshot` and names its provider; that of a `mount` has the action `unmount`, or again `remove-snapshot`
 * where what shows it has to be removed.
 */
export interface SnapshotProvider extends StillProvider {
  readonly id: SnapshotId;
  /**
   * Takes back what an act with the undo action `remove-snapshot` did, also in another process, after a crash or a power
   * cut. Removes only what the run `runId` made, can be repeated, and does nothing where nothing is left.
   * @returns whether anything had to be done
   * @throws when it could not be removed now: it is in use, for one
   */
  remove(params: Params, runId: string, runProgram: RunProgram): Promise<boolean>;
}
