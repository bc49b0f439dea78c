import type { PatternChanges, Patterns } from '../../shared/postoffice';
import type { PostOfficeDetail } from '../../shared/views';

export type PatternRole = keyof Patterns;
export const patternRoles: readonly PatternRole[] = [
  'user',
  'directory',
  'store',
  'auxiliary',
  'program',
  'leaveOut',
];

const toText = (patterns: readonly string[]): string => patterns.join('\n');
const toPatterns = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const same = (one: readonly string[], other: readonly string[]): boolean => toText(one) === toText(other);

function textsOf(own: Patterns, saved: PatternChanges): Record<PatternRole, string> {
  const text = (role: PatternRole): string => toText(saved[role] ?? own[role]);
  return {
    user: text('user'),
    directory: text('directory'),
    store: text('store'),
    auxiliary: text('auxiliary'),
    program: text('program'),
    leaveOut: text('leaveOut'),
  };
}

/** Patterns while a person changes them: one text a role, one pattern a line. */
export class PatternDraft {
  readonly #own: Patterns;
  readonly #saved: PatternChanges;
  texts: Record<PatternRole, string>;

  constructor(detail: Pick<PostOfficeDetail, 'changes'> & { readonly defaultPatterns: Patterns }) {
    this.#own = detail.defaultPatterns;
    this.#saved = detail.changes;
    this.texts = $state(textsOf(this.#own, this.#saved));
  }

  /** What differs from the format's own patterns; a role that is the same is absent. */
  readonly changes = $derived.by(() => {
    const changes: PatternChanges = {};
    for (const role of patternRoles) {
      const patterns = toPatterns(this.texts[role]);
      if (!same(patterns, this.#own[role])) changes[role] = patterns;
    }
    return changes;
  });
  readonly dirty = $derived(
    patternRoles.some(
      (role) => !same(this.changes[role] ?? this.#own[role], this.#saved[role] ?? this.#own[role]),
    ),
  );

  isChanged(role: PatternRole): boolean {
    return this.changes[role] !== undefined;
  }

  reset(role: PatternRole): void {
    this.texts[role] = toText(this.#own[role]);
  }

  discard(): void {
    this.texts = textsOf(this.#own, this.#saved);
  }
}
