import type { RunAccess } from '../../shared/access';
import type { RunContext } from '../run/step';

const begun: RunAccess = {
  phase: 'stopping',
  until: null,
  asks: false,
  closedSince: null,
  openedAt: null,
  quiet: null,
  stayedQuiet: null,
};

/** Tells how far the closing is. What is not named stays as it is, but nothing waits and no time runs unless said. */
export function tell(context: RunContext, change: Partial<RunAccess>): void {
  const access = { ...begun, ...context.facts.access, until: null, asks: false, ...change };
  context.setFacts({ access });
}
