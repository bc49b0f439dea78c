import type { OutputRule } from '../../shared/repair';
import { repairSettingsWords } from '../../shared/words/screens/repair-settings';

const words = repairSettingsWords.wrongRule;

export const ruleMarks: readonly OutputRule['mark'][] = ['good', 'warning', 'bad', 'plain'];

const LONGEST_PATTERN = 200;
const LONGEST_LABEL = 20;

let made = 0;

/** One rule for a line of a tool's output, while a person changes it. */
export class RuleDraft {
  readonly key = ++made;
  pattern = $state('');
  mark = $state<OutputRule['mark']>('plain');
  label = $state('');

  readonly patternWrong = $derived.by(() => {
    if (this.pattern === '') return words.missing;
    if (this.pattern.length > LONGEST_PATTERN) return words.tooLong(LONGEST_PATTERN);
    return this.invalid;
  });
  /** Why it is no regular expression: said while it is typed. */
  readonly invalid = $derived.by(() => {
    const reason = whyInvalid(this.pattern);
    return reason === null ? null : words.invalid(reason);
  });
  readonly labelWrong = $derived.by(() =>
    this.label.trim().length > LONGEST_LABEL ? words.tooLong(LONGEST_LABEL) : null,
  );
  readonly ready = $derived.by(() => this.patternWrong === null && this.labelWrong === null);

  constructor(rule: OutputRule | null) {
    this.pattern = rule?.pattern ?? '';
    this.mark = rule?.mark ?? 'plain';
    this.label = rule?.label ?? '';
  }

  get value(): OutputRule {
    const label = this.label.trim();
    return { pattern: this.pattern, mark: this.mark, label: label === '' ? null : label };
  }
}

/** With the flags that output is read with. */
function whyInvalid(pattern: string): string | null {
  try {
    new RegExp(pattern, 'iu');
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
