import type { ChecklistItem } from '../../shared/proof';
import { checklistCardWords as words } from '../../shared/words/screens/checklist';

const LONGEST_QUESTION = 300;
const LONGEST_HELP = 1_500;
const MOST_ITEMS = 60;

/** One point of a checklist while a person changes it. */
export class ItemDraft {
  question = $state('');
  help = $state('');

  readonly questionWrong = $derived.by(() => {
    const { length } = this.question.trim();
    if (length === 0) return words.questionMissing;
    return length > LONGEST_QUESTION ? words.questionTooLong(LONGEST_QUESTION) : null;
  });
  readonly helpWrong = $derived.by(() =>
    this.help.trim().length > LONGEST_HELP ? words.helpTooLong(LONGEST_HELP) : null,
  );
  readonly ready = $derived.by(() => this.questionWrong === null && this.helpWrong === null);

  /** @param id stays, whatever becomes of the words: answers are kept by it */
  constructor(
    readonly id: string,
    saved: Pick<ChecklistItem, 'question' | 'help'>,
  ) {
    this.question = saved.question;
    this.help = saved.help;
  }

  get value(): ChecklistItem {
    return { id: this.id, question: this.question.trim(), help: this.help.trim() };
  }
}

/** The checklist of a post office while a person changes it. */
export class ChecklistDraft {
  items: readonly ItemDraft[];
  readonly #saved: string;

  readonly mayAdd = $derived.by(() => this.items.length < MOST_ITEMS);
  readonly ready = $derived.by(() => this.items.length > 0 && this.items.every(({ ready }) => ready));
  readonly dirty = $derived.by(() => JSON.stringify(this.value) !== this.#saved);

  constructor(saved: readonly ChecklistItem[]) {
    this.items = $state.raw(saved.map((item) => new ItemDraft(item.id, item)));
    this.#saved = JSON.stringify(this.value);
  }

  get value(): ChecklistItem[] {
    return this.items.map(({ value }) => value);
  }

  add(): void {
    this.items = [...this.items, new ItemDraft(this.#freeId(), { question: '', help: '' })];
  }

  remove(item: ItemDraft): void {
    this.items = this.items.filter((one) => one !== item);
  }

  #freeId(): string {
    const taken = this.items.map(({ id }) => id);
    let number = 1;
    while (taken.includes(`own-${number}`)) number++;
    return `own-${number}`;
  }
}
