import type { EventName } from './contract';

/** Every event by name. Apart from the contract, so that the preload need not load the schemas. */
export const eventNames = [
  'run-progress',
  'run-changed',
  'post-offices-changed',
  'bags-changed',
  'find-progress',
  'practice-users',
  'repair-changed',
  'tool-output',
  'restore-changed',
] as const satisfies readonly EventName[];
