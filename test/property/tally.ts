import { expect } from 'vitest';
import type { RunRecord } from '../../shared/run';
import { settlingOf } from '../support/backup';

/** Counts what a batch of runs came to, so that it cannot pass because nothing happened in it. */
export class Tally {
  readonly #grades = new Map<string, number>();
  readonly #evidence = new Map<string, number>();
  readonly #moves = new Map<string, number>();
  #gaps = 0;
  #passes = 0;
  #runs = 0;
  #steps = 0;

  /** Adds writes, or operations, that were made meanwhile. */
  steps(count: number): void {
    this.#steps += count;
  }

  run(record: RunRecord): void {
    const { passes, interval } = settlingOf(record);
    const grade = record.grade ?? 'none';
    const moved = passes.some((pass) => pass.moved > 0) ? 'moved' : 'still';
    count(this.#grades, grade);
    count(this.#moves, `${grade}, ${moved}`);
    if (interval) count(this.#evidence, interval.evidence);
    this.#passes += passes.length;
    this.#runs++;
  }

  /** A copy that met the gap: something changed and changed back, and equal bytes were all that was claimed. */
  gap(): void {
    this.#gaps++;
  }

  /** Some copies settled after something had moved, and some did not settle. */
  expectAllKinds(): void {
    expect(Object.fromEntries(this.#moves)).toMatchObject({
      'instant, moved': expect.any(Number) as number,
      'loose, moved': expect.any(Number) as number,
    });
    expect(this.#steps).toBeGreaterThan(this.#runs);
  }

  /** One line for a person. */
  summary(): string {
    const shown = (counts: ReadonlyMap<string, number>): string =>
      [...counts].map(([name, times]) => `${times} ${name}`).join(' · ');
    const mean = (this.#passes / Math.max(1, this.#runs)).toFixed(1);
    return `${this.#runs} backups, ${this.#steps} writes: ${shown(this.#moves)}; evidence: ${shown(this.#evidence)}; ${this.#gaps} met the gap; ${mean} passes on average`;
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
