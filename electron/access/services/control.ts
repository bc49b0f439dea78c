import type { BelongingService } from '../../../shared/access';
import { PostbagError } from '../../run/errors';

/** What a service does just now; `unknown` where nobody can say. */
export type Activity = 'running' | 'stopped' | 'starting' | 'stopping' | 'unknown';

/** One service, of whatever kind. */
export interface ServiceControl {
  /** Whether it is told apart that it runs and that it is on its way to stop. */
  readonly seesStopping: boolean;
  /** @throws PostbagError `service-unknown` where it should be known and is not */
  activity(): Promise<Activity>;
  /**
   * Asks for it. Whether it came to that, only `activity` says.
   * @param limitMs after that long it is not waited for any more
   * @returns what was complained of; null when nothing was
   */
  stop(limitMs: number): Promise<string | null>;
  start(limitMs: number): Promise<string | null>;
}

export const serviceUnknown = ({ name }: BelongingService, reason: string): PostbagError =>
  new PostbagError('close', 'service-unknown', { service: name, reason });
