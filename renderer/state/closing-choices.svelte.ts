import { usualOptions } from '../../shared/backup-options';
import type { ShutdownOptions } from '../../shared/access';
import { Numbers } from './numbers.svelte';

const usual = usualOptions.shutdown;

/** The longest message that a backup takes. */
export const LONGEST_MESSAGE = 500;

type ClosingNumber = 'grace' | 'quiet' | 'wait';

/** What a person has chosen for closing a post office. */
export class ClosingChoices {
  message = $state<string>(usual.message);
  disconnect = $state<ShutdownOptions['disconnect']>(usual.disconnect);
  notQuiet = $state<ShutdownOptions['notQuiet']>(usual.notQuiet);
  readonly numbers = new Numbers({
    grace: usual.graceMinutes,
    quiet: usual.quietSeconds,
    wait: usual.waitMinutes,
  });

  /** Whether the run ever waits for a person's word. */
  readonly waits = $derived(this.disconnect === 'ask' || this.notQuiet === 'ask');
  readonly messageTooLong = $derived(this.message.length > LONGEST_MESSAGE);
  readonly wrong = $derived<readonly ClosingNumber[]>(
    this.numbers.wrong.filter((choice) => choice !== 'wait' || this.waits),
  );
  readonly ready = $derived(this.wrong.length === 0 && !this.messageTooLong);

  readonly options = $derived<ShutdownOptions>({
    message: this.message.slice(0, LONGEST_MESSAGE),
    graceMinutes: this.numbers.value('grace'),
    disconnect: this.disconnect,
    quietSeconds: this.numbers.value('quiet'),
    notQuiet: this.notQuiet,
    waitMinutes: this.numbers.value('wait'),
  });

  reset(): void {
    this.message = usual.message;
    this.disconnect = usual.disconnect;
    this.notQuiet = usual.notQuiet;
    this.numbers.reset();
  }
}
