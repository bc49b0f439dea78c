import type { RestorePurpose } from '../../shared/proof';
import type { BagRow } from '../../shared/views';
import { ask } from './bridge';
import { PlannedStart } from './planned-start.svelte';
import type { Runs } from './runs.svelte';

/** The choices with which a restore or a proof of a bag is begun, and the plan of verifying and staging it. */
export class BeginRestore extends PlannedStart {
  purpose = $state<RestorePurpose>('prove');

  constructor(bag: () => BagRow, runs: Runs) {
    super(bag, runs, () =>
      ask('planRestore', { bagId: bag().id, purpose: this.purpose, procedure: this.procedure }),
    );
  }

  begin(purpose: RestorePurpose): void {
    this.purpose = purpose;
    this.beginAnew();
  }

  /**
   * Lets the machine go as far as it can by itself.
   * @returns the id of the restore; null when it did not start
   */
  async startDrill(): Promise<string | null> {
    let id: string | null = null;
    await this.starting.do(async () => {
      ({ id } = await ask('startDrill', { bagId: this.bag().id }));
    });
    return id;
  }
}
