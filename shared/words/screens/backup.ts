import { countOf } from '../format';

/** The guided backup. */
export const backupWords = {
  title: 'Back up a post office',
  titleFor: (name: string): string => `Back up ${name}`,
  sub: 'Nothing is touched until you have seen the plan.',
  steps: ['Post office', 'How', 'Where to', 'Plan', 'Copy', 'Result'],
  stepsLabel: 'Steps of this backup',
  done: 'done',
  leave: 'Leave without a backup',

  choose: {
    title: 'Which post office?',
    label: 'Post office',
    none: 'There is no post office on the list yet.',
    noneNext: 'Find or add one first; it takes a minute.',
    running: 'is being worked on now',
  },
  method: {
    title: 'How should it be copied?',
    label: 'Method',
    best: (grade: string): string => `${grade} at best`,
  },
  vault: {
    title: 'Where should the bag go?',
    text: 'A vault is a folder that holds bags. Best is one on another disk, or on another computer.',
    label: 'Vault',
    free: (free: string, total: string): string => `${free} free of ${total}`,
    freeUnknown: 'free space is not known',
    bags: (count: number): string => countOf(count, 'bag'),
    gone: 'Not there now: connect its drive or share.',
    none: 'There is no vault yet. Choose a folder for the bags to begin with.',
    add: 'Add vault…',
    adding: 'Adding…',
  },
  plan: {
    title: 'This is what will happen',
    making: 'Looking at the post office and the vault, without changing anything…',
    findingsTitle: 'What the checks say',
    noFindings: 'All checks are fine.',
    blocked: (count: number): string =>
      count === 1
        ? 'One thing must be put right before this backup can start.'
        : `${countOf(count, 'thing')} must be put right before this backup can start.`,
    stepsTitle: 'Steps',
    groupsTitle: 'What is copied, in this order',
    to: 'To',
    free: (free: string): string => `${free} free there`,
    total: 'Together',
    grade: 'Best grade',
    again: 'Check again',
    start: 'Start backup',
    starting: 'Starting…',
    why: 'Why this order',
  },
} as const;
