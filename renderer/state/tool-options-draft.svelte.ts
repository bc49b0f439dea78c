import type { Input } from '../../shared/contract';
import type { ToolSettings } from '../../shared/repair';
import type { CodePage } from '../../shared/tools';
import { commandWords } from '../../shared/words/screens/commands';
import { wholeNumber } from './numbers.svelte';

type ToolOptions = Input<'setToolOptions'>;

export const runnerChoices: readonly ToolSettings['runner'][] = ['auto', 'native', 'dosbox', 'wine'];
export const codePages: readonly CodePage[] = ['437', '850'];

const MINUTES = { from: 1, to: 6000 };

/** How tools are run, for all post offices, while a person changes it. */
export class ToolOptionsDraft {
  runner = $state<ToolSettings['runner']>('auto');
  codePage = $state<CodePage>('437');
  window = $state(false);
  limit = $state('');
  readonly #saved: string;

  readonly #minutes = $derived.by(() => wholeNumber(this.limit, MINUTES));
  readonly limitWrong = $derived.by(() =>
    this.#minutes === null ? commandWords.wrong.number(MINUTES.from, MINUTES.to) : null,
  );
  readonly ready = $derived.by(() => this.limitWrong === null);
  readonly dirty = $derived.by(() => JSON.stringify(this.value) !== this.#saved || !this.ready);

  constructor({ runner, runners, limitMinutes }: ToolSettings) {
    this.runner = runner;
    this.codePage = runners.codePage;
    this.window = runners.window;
    this.limit = String(limitMinutes);
    this.#saved = JSON.stringify(this.value);
  }

  /** What is to be saved; nothing wrong is. */
  get value(): ToolOptions {
    const { runner, codePage, window } = this;
    return { runner, codePage, window, limitMinutes: this.#minutes ?? MINUTES.from };
  }
}
