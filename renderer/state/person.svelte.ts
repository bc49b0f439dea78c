/** The longest name that a decision can be made with. */
const LONGEST_NAME = 80;

/** Who decides at this window, as typed; remembered until it is closed, and kept nowhere. */
export class Person {
  name = $state('');

  /** What cannot be decided with: no name, or one that is too long. */
  readonly wrong = $derived.by(() => {
    const { length } = this.name.trim();
    if (length === 0) return 'missing';
    return length > LONGEST_NAME ? 'too-long' : null;
  });
}
