import type { Calm } from '../../../shared/still';
import { someNames } from '../../copy/ledger';
import type { RunContext } from '../../run/step';
import type { BackupWork } from '../work';
import { lookAtSet, seenBy, writtenBetween, type SeenBy, type SetLook } from './look-at-set';
import type { Stills } from './stills';

/** How often file times are looked at, ms; of a large set less often, so that looking does not keep the disk busy. */
const LOOK_EVERY = 250;
const PAUSE_PER_LOOK = 3;

/** Waits for pauses between the writes to a post office, for all of a run together no longer than was asked for. */
export class Watching {
  readonly #written = new Set<string>();
  readonly #since = Date.now();
  readonly #until: number;

  constructor(
    private readonly stills: Stills,
    private readonly work: BackupWork,
    private readonly context: RunContext,
  ) {
    const begun = context.facts.still?.calm;
    this.#until = begun ? Date.parse(begun.until) : this.#since + stills.job.options.calmMinutes * 60_000;
  }

  /** No pause is waited for any longer. */
  get over(): boolean {
    return this.stills.hurried || this.stills.job.options.calm === 'off' || Date.now() > this.#until;
  }

  /** Waits until nothing was written for as long as was asked for, or a person does not want to wait. @throws Cancelled */
  async untilCalm(): Promise<Calm> {
    const by = await seenBy(this.work);
    return await this.work.wishes.listen(
      (wish) => wish === 'go-on',
      async (heard) => {
        this.#tell(by, null);
        const { calmSeconds } = this.stills.job.options;
        let look = await this.#look(by);
        let lastWrite = Date.now();
        const pause =
          by === 'times' ? Math.max(LOOK_EVERY, PAUSE_PER_LOOK * look.tookMs) : calmSeconds * 1000;
        for (;;) {
          const wish = await heard.next(this.context.signal, pause);
          if (wish !== null) this.stills.hurried = true;
          if (this.over) return this.#tell(by, false);
          const now = await this.#look(by);
          const written = writtenBetween(look.set, now.set);
          look = now;
          if (written.length > 0) {
            lastWrite = Date.now();
            this.#remember(written);
            this.#tell(by, null);
          } else if (Date.now() - lastWrite >= calmSeconds * 1000) return this.#tell(by, true);
        }
      },
    );
  }

  async #look(by: SeenBy): Promise<{ set: SetLook; tookMs: number }> {
    const began = performance.now();
    const set = await lookAtSet(this.work, by, this.context);
    return { set, tookMs: performance.now() - began };
  }

  /** The last ones are named first. */
  #remember(written: readonly string[]): void {
    for (const path of written) {
      this.#written.delete(path);
      this.#written.add(path);
    }
  }

  #tell(by: SeenBy, calm: boolean | null): Calm {
    const { calm: asked, calmSeconds } = this.stills.job.options;
    const found: Calm = {
      asked,
      seconds: calmSeconds,
      calm,
      since: new Date(this.#since).toISOString(),
      until: new Date(this.#until).toISOString(),
      writes: this.#written.size,
      names: someNames([...this.#written].reverse()),
      seenBy: by,
    };
    this.stills.tell(this.context, { phase: 'calming', calm: found });
    return found;
  }
}
