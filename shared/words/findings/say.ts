import type { Params } from '../../severity';

/** What happened, why, and what to do next; three short sentences for a person. */
export interface FindingWords {
  readonly what: string;
  readonly why: string;
  readonly next: string;
}

/** Makes the words from parameters: `p` gives them as text, `n` as numbers. */
export type Words = (
  p: (name: string) => string,
  n: (name: string) => number,
  params: Params,
) => FindingWords;

export const say = (what: string, why: string, next: string): FindingWords => ({ what, why, next });
