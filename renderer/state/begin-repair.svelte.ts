import type { Dialect } from '../../shared/procedures';
import type { BagRow } from '../../shared/views';
import { ask } from './bridge';
import { PlannedStart } from './planned-start.svelte';
import type { Runs } from './runs.svelte';

/** The choices with which a repair of a bag is begun, and the plan of making its private copy. */
export class BeginRepair extends PlannedStart {
  /** Null: the usual one, as the post office has it. */
  dialect = $state<Dialect | null>(null);

  constructor(bag: () => BagRow, runs: Runs) {
    super(bag, runs, () =>
      ask('planStage', { bagId: bag().id, procedure: this.procedure, dialect: this.dialect }),
    );
  }

  begin(): void {
    this.dialect = null;
    this.beginAnew();
  }
}
