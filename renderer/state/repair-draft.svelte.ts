import { procedures, type Dialect, type ProcedureId } from '../../shared/procedures';
import { lineKey, type RepairSettings } from '../../shared/repair';
import { repairSettingsWords as words } from '../../shared/words/screens/repair-settings';
import { LineDraft } from './repair-line-draft.svelte';
import { RuleDraft } from './repair-rule-draft.svelte';

export const dialects: readonly Dialect[] = ['positional', 'switches'];

const LONGEST_LOGIN = 256;
const MOST_RULES = 100;

type Lines = readonly {
  readonly procedure: ProcedureId;
  readonly dialect: Dialect;
  readonly line: LineDraft;
}[];

const linesFrom = (saved: RepairSettings, which: readonly ProcedureId[]): Lines =>
  which.flatMap((procedure) =>
    dialects.flatMap((dialect) =>
      procedures[procedure].steps.map((step) => {
        const key = lineKey(procedure, dialect, step.id);
        return {
          procedure,
          dialect,
          line: new LineDraft(step, step.lines[dialect], key, saved.lines[key]),
        };
      }),
    ),
  );

/** What a post office has of its own for repairs, while a person changes it. */
export class RepairDraft {
  login = $state('');
  dialect = $state<Dialect>('positional');
  rules: RuleDraft[];
  readonly #lines: Lines;
  /** Lines of procedures that do not fit it now; they stay as they are. */
  readonly #others: RepairSettings['lines'];
  readonly #saved: string;

  readonly loginWrong = $derived.by(() =>
    this.login.trim().length > LONGEST_LOGIN ? words.loginTooLong(LONGEST_LOGIN) : null,
  );
  readonly mayAdd = $derived.by(() => this.rules.length < MOST_RULES);
  readonly ready = $derived.by(
    () =>
      this.loginWrong === null &&
      this.#lines.every(({ line }) => line.wrong === null) &&
      this.rules.every((rule) => rule.ready),
  );
  readonly dirty = $derived.by(() => JSON.stringify(this.value) !== this.#saved);

  /** @param which the procedures that fit the post office */
  constructor(
    saved: RepairSettings,
    readonly which: readonly ProcedureId[],
  ) {
    this.login = saved.login;
    this.dialect = saved.dialect;
    this.#lines = linesFrom(saved, which);
    this.rules = $state.raw(saved.rules.map((rule) => new RuleDraft(rule)));
    const own = this.#lines.map(({ line }) => line.key);
    this.#others = Object.fromEntries(Object.entries(saved.lines).filter(([key]) => !own.includes(key)));
    this.#saved = JSON.stringify(this.value);
  }

  /** What is to be saved: of the lines those only that differ from what is known. */
  get value(): RepairSettings {
    const changed = this.#lines.filter(({ line }) => line.changed);
    return {
      login: this.login.trim(),
      dialect: this.dialect,
      lines: { ...this.#others, ...Object.fromEntries(changed.map(({ line }) => [line.key, line.typed])) },
      rules: this.rules.map(({ value }) => value),
    };
  }

  /** The lines of a procedure in the dialect that is chosen, in the order of its steps. */
  linesOf(procedure: ProcedureId): LineDraft[] {
    return this.#lines
      .filter((one) => one.procedure === procedure && one.dialect === this.dialect)
      .map(({ line }) => line);
  }

  addRule(): void {
    this.rules = [...this.rules, new RuleDraft(null)];
  }

  removeRule(rule: RuleDraft): void {
    this.rules = this.rules.filter((one) => one !== rule);
  }
}
