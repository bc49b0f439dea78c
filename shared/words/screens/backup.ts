import type { Method, Reuse } from '../../run';
import { countOf, formatBytes } from '../format';
import { methodWords } from '../grades';

/** `212 files, 612 MB`. */
const amount = ({ files, bytes }: Pick<Reuse, 'files' | 'bytes'>): string =>
  `${countOf(files, 'file')}, ${formatBytes(bytes)}`;

/** The guided backup. */
export const backupWords = {
  title: 'Back up a post office',
  titleFor: (name: string): string => `Back up ${name}`,
  sub: 'Nothing is touched until you have seen the plan.',
  /** Only methods that close a post office, or make it stand still, have something to prepare. */
  steps: (method: Method | null): readonly string[] => [
    'Post office',
    'How',
    ...(method === null || method === 'linear' ? [] : ['Prepare']),
    'Where to',
    'Plan',
    'Copy',
    'Result',
  ],
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
    /** The best grade, and the one if the copy does not settle; `still`: if it is not made in a calm moment. */
    bestElse: (grade: string, otherwise: string, still: boolean): string =>
      `${grade} ${still ? 'in a pause' : 'if it settles'}, else ${otherwise}`,
    /** Said when a method that was chosen turns out to be impossible. */
    dropped: (method: Method): string => `“${methodWords[method].name}” cannot be used here.`,
    instead: (method: Method): string =>
      `“${methodWords[method].name}” is chosen instead. What would have to be there stands above.`,
  },
  choices: {
    title: 'More choices',
    text: 'What stands here fits most post offices; nothing has to be changed.',
    settle: 'Settling',
    settleText:
      'After the copy everything is read again until nothing moves between two readings. It ends at one of these limits if people never pause.',
    settleTextOpen:
      'Only where it is copied while open instead: then everything is read again until nothing moves between two readings. It ends at one of these limits if people never pause.',
    passes: 'Read again at most',
    passesUnit: 'times',
    minutes: 'For at most',
    minutesUnit: 'minutes',
    lockedWait: 'Wait for a locked file',
    lockedWaitUnit: 'seconds',
    lockedWaitHelp: 'A file that stays locked longer is named, and is not in the bag.',
    hold: 'Let me look before the bag is sealed',
    holdHelp: 'The run waits for your word when everything is copied.',
    wrong: (from: number, to: number): string => `A whole number from ${from} to ${to}.`,
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
    total: 'Together',
    grade: 'Best grade',
    gradeMore: (otherwise: string): string => `if the copy settles, else ${otherwise}`,
    gradeClosedMore: (otherwise: string): string => `if nothing moves, else ${otherwise}`,
    needed: 'Needed',
    neededOf: (bytes: string): string => `about ${bytes}`,
    neededMore: (free: string): string => `${free} free there`,
    shares: 'Shared',
    sharesMore: (bag: string): string =>
      `with the newest bag, ${bag}: an estimate by size and time; when a file is read, its content decides`,
    sharesOf: (shares: Reuse): string => `about ${amount(shares)}`,
    again: 'Check again',
    start: 'Start backup',
    starting: 'Starting…',
    why: 'Why this order',
  },
  resume: {
    title: 'An earlier backup was cut short',
    text: (run: string | null): string =>
      run === null
        ? 'What it had copied is still in the vault.'
        : `It began ${run}. What it had copied is still in the vault.`,
    label: 'Begin where?',
    goOn: 'Go on from what is there',
    goOnMore: (there: Reuse): string =>
      `${amount(there)} need not be copied again. Each file is read again first; only what is still the same is kept.`,
    afresh: 'Begin anew',
    afreshMore: 'Everything is copied again. What is there is removed when the new bag is sealed.',
  },
} as const;
