import type { OutputLine } from '../../shared/repair';
import { ask, listen } from './bridge';

/** Lines that are asked for at once, and that are kept: a tool may print without end. */
const AT_ONCE = 500;

/** The last lines of what a step's tool says while it runs. */
export class LiveOutput {
  lines = $state.raw<readonly OutputLine[]>([]);
  /** Index of the first line that is here; those before it are not kept. */
  first = $state(0);
  #looking = false;
  #again = false;

  constructor(
    private readonly id: string,
    private readonly step: string,
  ) {}

  /** How many lines it has said so far. */
  get total(): number {
    return this.first + this.lines.length;
  }

  /** Looks now and whenever the tool says more, until the returned function is called. */
  watch(): () => void {
    void this.#look();
    return listen('tool-output', ({ id, step }) => {
      if (id === this.id && step === this.step) void this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#fetch();
      }
    } catch {
      // There may be no output yet; it is looked at again as soon as there is some.
    } finally {
      this.#looking = false;
    }
  }

  async #fetch(): Promise<void> {
    // The last line may have grown since.
    const offset = Math.max(this.first, this.total - 1);
    const { id, step } = this;
    const { total, lines } = await ask('readToolOutput', { id, step, offset, limit: AT_ONCE });
    const end = offset + lines.length;
    // Begun anew, or so far ahead that what lies between is not worth fetching.
    if (total < offset || total - end > AT_ONCE) {
      this.first = Math.max(0, total - AT_ONCE);
      this.lines = [];
      this.#again ||= total > 0;
      return;
    }
    const all = [...this.lines.slice(0, offset - this.first), ...lines];
    const tooMany = Math.max(0, all.length - AT_ONCE);
    this.first += tooMany;
    this.lines = all.slice(tooMany);
    this.#again ||= end < total && lines.length > 0;
  }
}
