import { liveThen, type MadeAtWork } from './at-work';
import { settlingOf } from './backup';

/** What many backups came to, for a person to read (docs/settling.md). */
export class Figures {
  readonly #made: MadeAtWork[] = [];

  add(made: MadeAtWork): void {
    this.#made.push(made);
  }

  /** Backups in which something moved after it was copied, so that there was something to settle. */
  get moved(): number {
    return this.#made.filter(({ record }) => settlingOf(record).passes.some((pass) => pass.moved > 0)).length;
  }

  /** One line. */
  summary(): string {
    const all = this.#made;
    const sum = (of: (made: MadeAtWork) => number): number =>
      all.reduce((total, made) => total + of(made), 0);
    const passes = all.map(({ record }) => settlingOf(record).passes.length).sort((a, b) => a - b);
    const settled = all.filter(({ record }) => settlingOf(record).interval !== null);
    const times = settled.filter(
      ({ record }) => settlingOf(record).interval?.evidence === 'content-and-times',
    ).length;
    const busy = settled.filter((made) => liveThen(made).underWay > 0).length;
    return [
      `${all.length} backups: ${sum(({ record }) => Number(record.grade === 'instant'))} instant`,
      `${sum(({ record }) => Number(record.grade === 'loose'))} loose`,
      `something moved in ${this.moved}`,
      `${times} by content and times`,
      `passes ${passes[0] ?? 0} to ${passes.at(-1) ?? 0}, median ${passes[Math.floor(passes.length / 2)] ?? 0}`,
      `torn pages ${sum(({ copy }) => copy.torn)}`,
      `dangling pointers ${sum(({ copy }) => copy.dangling)}`,
      `orphans ${sum(({ copy }) => copy.orphans)}`,
      `pointers ${sum(({ copy }) => copy.pointers)}`,
      `operation under way in the interval ${busy} times`,
      `operations in all ${sum(({ operations }) => operations.length)}`,
    ].join(' · ');
  }
}
