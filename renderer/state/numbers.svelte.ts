import { optionRanges } from '../../shared/backup-options';

export type NumberChoice = keyof typeof optionRanges;

/** A whole number as it was typed; null when it is none from `from` to `to`. */
export function wholeNumber(text: string, { from, to }: { from: number; to: number }): number | null {
  const trimmed = text.trim();
  if (!/^\d{1,5}$/.test(trimmed)) return null;
  const number = Number(trimmed);
  return number >= from && number <= to ? number : null;
}

/** Some of the numbers that a person may choose for a backup, as they were typed. */
export class Numbers<C extends NumberChoice> {
  readonly #usual: Readonly<Record<C, number>>;
  readonly #choices: readonly C[];
  texts: Record<C, string>;

  readonly wrong = $derived.by(() => this.#choices.filter((choice) => this.#typed(choice) === null));

  constructor(usual: Readonly<Record<C, number>>) {
    this.#usual = usual;
    this.#choices = Object.keys(usual) as C[];
    this.texts = $state(this.#asText());
  }

  reset(): void {
    this.texts = this.#asText();
  }

  isWrong(choice: C): boolean {
    return this.wrong.includes(choice);
  }

  /** What was typed; a number that is wrong counts as the usual one. */
  value(choice: C): number {
    return this.#typed(choice) ?? this.#usual[choice];
  }

  #typed(choice: C): number | null {
    return wholeNumber(this.texts[choice], optionRanges[choice]);
  }

  #asText(): Record<C, string> {
    return Object.fromEntries(this.#choices.map((choice) => [choice, String(this.#usual[choice])])) as Record<
      C,
      string
    >;
  }
}
