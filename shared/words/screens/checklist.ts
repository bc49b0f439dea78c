import { countOf } from '../format';

/** The checklist of one post office, to be changed. */
export const checklistCardWords = {
  title: 'Checklist for proofs',
  text: 'What a person looks at before a backup of this post office counts as proven. A proof that was begun keeps the list it began with.',
  open: 'Change the checklist',
  close: 'Hide the checklist',
  count: (count: number): string => countOf(count, 'point'),
  usual: 'the usual list of its format',
  own: 'changed for this post office',
  facts: { points: 'Points', list: 'List' },
  item: (place: number): string => `Point ${place}`,
  question: 'Question',
  questionHelp: 'To be answered with yes, no or not applicable. “Yes” must mean that it is good.',
  questionMissing: 'Type the question, or remove the point.',
  questionTooLong: (most: number): string => `At most ${most} characters.`,
  help: 'What to do, and what to look for',
  helpTooLong: (most: number): string => `At most ${most} characters.`,
  none: 'There is no point. At least one is needed; or use the usual list.',
  add: 'Add a point',
  remove: 'Remove',
  removeOf: (place: number): string => `Remove point ${place}`,
  save: 'Save the checklist',
  saved: 'Checklist saved',
  useUsual: 'Use the usual list again',
  usualAgain: 'The usual list is used again',
} as const;
