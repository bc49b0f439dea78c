import { usualOptions } from '../../shared/backup-options';
import type { BackupOptions } from '../../shared/run';
import { ClosingChoices } from './closing-choices.svelte';
import { Numbers } from './numbers.svelte';
import { StillChoices } from './still-choices.svelte';

export { optionRanges as numberRanges } from '../../shared/backup-options';

/** What a person has chosen for one backup beside the method; numbers as they were typed. */
export class Choices {
  readonly numbers = new Numbers({ ...usualOptions.settle, lockedWait: usualOptions.lockedWaitSeconds });
  readonly closing = new ClosingChoices();
  readonly still = new StillChoices();
  hold = $state(false);
  afresh = $state(false);

  /** What is asked for; a number that is wrong counts as the usual one. */
  readonly options = $derived<BackupOptions>({
    settle: { passes: this.numbers.value('passes'), minutes: this.numbers.value('minutes') },
    lockedWaitSeconds: this.numbers.value('lockedWait'),
    hold: this.hold,
    shutdown: this.closing.options,
    still: this.still.options,
    afresh: this.afresh,
  });

  /** Makes every choice the usual one. */
  reset(): void {
    this.numbers.reset();
    this.closing.reset();
    this.still.reset();
    this.hold = false;
    this.afresh = false;
  }
}
