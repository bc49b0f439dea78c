import { optionRanges, usualOptions } from '../../shared/backup-options';
import type { BackupOptions } from '../../shared/run';

export { optionRanges as numberRanges } from '../../shared/backup-options';

export type NumberChoice = keyof typeof optionRanges;
export const numberChoices = Object.keys(optionRanges) as NumberChoice[];

const usual: Readonly<Record<NumberChoice, number>> = {
  ...usualOptions.settle,
  lockedWait: usualOptions.lockedWaitSeconds,
};

/** What a person has chosen for one backup beside the method; numbers as they were typed. */
export class Choices {
  readonly texts = $state<Record<NumberChoice, string>>({
    passes: String(usual.passes),
    minutes: String(usual.minutes),
    lockedWait: String(usual.lockedWait),
  });
  hold = $state(false);
  afresh = $state(false);

  readonly wrong = $derived(numberChoices.filter((choice) => this.#number(choice) === null));

  /** What is asked for; a number that is wrong counts as the usual one. */
  readonly options = $derived<BackupOptions>({
    settle: { passes: this.#orUsual('passes'), minutes: this.#orUsual('minutes') },
    lockedWaitSeconds: this.#orUsual('lockedWait'),
    hold: this.hold,
    afresh: this.afresh,
  });

  /** Makes every choice the usual one. */
  reset(): void {
    for (const choice of numberChoices) this.texts[choice] = String(usual[choice]);
    this.hold = false;
    this.afresh = false;
  }

  isWrong(choice: NumberChoice): boolean {
    return this.wrong.includes(choice);
  }

  #orUsual(choice: NumberChoice): number {
    return this.#number(choice) ?? usual[choice];
  }

  #number(choice: NumberChoice): number | null {
    const text = this.texts[choice].trim();
    const { from, to } = optionRanges[choice];
    if (!/^\d{1,5}$/.test(text)) return null;
    const number = Number(text);
    return number >= from && number <= to ? number : null;
  }
}
