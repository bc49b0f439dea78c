import { removesMail } from '../../shared/destructive';
import type { ProcedureLine, ProcedureStep } from '../../shared/procedures';
import { repairSettingsWords as words } from '../../shared/words/screens/repair-settings';

const LONGEST_LINE = 400;

/** The switch that hands over the password, with something else in it. */
const passwordTyped = /(?:^|\s)\/P(?!\s*\{password\})\s*\S/i;

/** The command line of one step in one dialect, while a person changes it. */
export class LineDraft {
  text = $state('');

  readonly typed = $derived.by(() => this.text.trim());
  readonly changed = $derived.by(() => this.typed !== this.line.known);
  readonly empty = $derived.by(() => this.typed === '');
  readonly destructive = $derived.by(() => removesMail(this.typed));
  /** Whether the password may stand in it: nobody can know, but {password} is not there where it belongs. */
  readonly withoutPlaceholder = $derived.by(() => {
    if (this.empty) return false;
    if (passwordTyped.test(this.typed)) return true;
    const belongs = `${this.line.known} ${this.line.suggested}`.includes('{password}');
    return belongs && !this.typed.includes('{password}');
  });
  readonly maySuggest = $derived.by(
    () => this.line.known === '' && this.line.suggested !== '' && this.typed !== this.line.suggested,
  );
  readonly wrong = $derived.by(() =>
    this.typed.length > LONGEST_LINE ? words.lineTooLong(LONGEST_LINE) : null,
  );

  /** @param saved what is kept for this post office; undefined where nothing is */
  constructor(
    readonly step: ProcedureStep,
    readonly line: ProcedureLine,
    readonly key: string,
    saved: string | undefined,
  ) {
    this.text = saved ?? line.known;
  }

  useSuggestion(): void {
    this.text = this.line.suggested;
  }

  reset(): void {
    this.text = this.line.known;
  }
}
