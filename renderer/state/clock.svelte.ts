import { createSubscriber } from 'svelte/reactivity';

function every(ms: number): () => void {
  return createSubscriber((update) => {
    const timer = setInterval(update, ms);
    return () => clearInterval(timer);
  });
}

const eachHalfMinute = every(30_000);
const eachSecond = every(1_000);

/** The time now in ms since 1970 UTC; who reads it in a template is told again every half minute. */
export function now(): number {
  eachHalfMinute();
  return Date.now();
}

/** The same, told again every second: for what counts down. */
export function nowToTheSecond(): number {
  eachSecond();
  return Date.now();
}
