import type { Argv } from '../../shared/access';
import { commandWords } from '../../shared/words/screens/commands';
import { joinWords, splitWords } from './command-words';
import { wholeNumber } from './numbers.svelte';

const { wrong } = commandWords;
const MOST_WORDS = 50;
const LONGEST_WORD = 1_000;

/** One command line: a program that was chosen, and its arguments as they were typed. */
export class CommandDraft {
  program = $state<string | null>(null);
  args = $state('');
  readonly #split = $derived(splitWords(this.args));
  readonly argv = $derived<Argv>(this.program === null ? [] : [this.program, ...this.#split.words]);
  readonly wrong = $derived.by(() => {
    if (this.program === null) return null;
    if (this.#split.open) return wrong.quoteOpen;
    const tooMuch = this.argv.length > MOST_WORDS || this.argv.some(({ length }) => length > LONGEST_WORD);
    return tooMuch ? wrong.tooMany : null;
  });

  constructor([program, ...args]: readonly string[] = []) {
    this.program = program ?? null;
    this.args = joinWords(args);
  }
}

/** Seconds as they were typed. */
export class SecondsDraft {
  text = $state('');
  readonly #number = $derived.by(() => wholeNumber(this.text, this.range));
  readonly wrong = $derived.by(() =>
    this.#number === null ? wrong.number(this.range.from, this.range.to) : null,
  );

  constructor(
    seconds: number,
    private readonly range: { readonly from: number; readonly to: number },
  ) {
    this.text = String(seconds);
  }

  /** What was typed, or the least where it is wrong: nothing wrong is saved. */
  get value(): number {
    return this.#number ?? this.range.from;
  }
}
