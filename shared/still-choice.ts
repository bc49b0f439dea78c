import type { Method } from './run';
import type { StillState } from './still';

/** The methods that read a post office which stands still while people go on working. */
export type StillMethod = Extract<Method, 'snapshot' | 'mirror'>;

export function isStill(method: string | null): method is StillMethod {
  return method === 'snapshot' || method === 'mirror';
}

/** The one that is used where no other is asked for: those of one instant go before others. */
export function bestOf(states: readonly StillState[]): StillState | null {
  const usable = states.filter((state) => state.usable);
  return usable.find(({ covers }) => covers === 'one-instant') ?? usable[0] ?? null;
}
