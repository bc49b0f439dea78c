import type { Failure } from '../../shared/result';
import { failureOf } from './bridge';

/** One thing a person asked for: whether it is being done, and what went wrong the last time. */
export class Task {
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);

  /**
   * Does the work unless it is being done already.
   * @returns whether it succeeded; what went wrong is in `failure`
   */
  async do(work: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.failure = failureOf(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  forget(): void {
    this.failure = null;
  }
}
