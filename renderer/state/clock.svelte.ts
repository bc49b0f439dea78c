import { createSubscriber } from 'svelte/reactivity';

const STEP_MS = 30_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, STEP_MS);
  return () => clearInterval(timer);
});

/** The time now in ms since 1970 UTC; who reads it in a template is told again every half minute. */
export function now(): number {
  subscribe();
  return Date.now();
}
