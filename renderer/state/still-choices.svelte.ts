import { usualOptions } from '../../shared/backup-options';
import type { StillId, StillOptions, StillState } from '../../shared/still';
import { Numbers } from './numbers.svelte';

const usual = usualOptions.still;

/** What a person has chosen for a backup from a snapshot or the half of a mirror. */
export class StillChoices {
  provider = $state<StillId | null>(usual.provider);
  use = $state<StillOptions['use']>(usual.use);
  calm = $state<StillOptions['calm']>(usual.calm);
  readonly numbers = new Numbers({ calm: usual.calmSeconds, calmLimit: usual.calmMinutes });

  /** Whether a pause between writes is waited for. */
  readonly waits = $derived(this.calm !== 'off');
  /** Numbers that nobody sees can be as they like. */
  readonly ready = $derived(!this.waits || this.numbers.wrong.length === 0);

  readonly options = $derived<StillOptions>({
    provider: this.provider,
    use: this.use,
    calm: this.calm,
    calmSeconds: this.numbers.value('calm'),
    calmMinutes: this.numbers.value('calmLimit'),
  });

  /** Forgets a provider that cannot be used any more, or belongs to another method. */
  keepTo(states: readonly StillState[]): void {
    if (!states.some(({ id, usable }) => usable && id === this.provider)) this.provider = usual.provider;
  }

  reset(): void {
    this.provider = usual.provider;
    this.use = usual.use;
    this.calm = usual.calm;
    this.numbers.reset();
  }
}
