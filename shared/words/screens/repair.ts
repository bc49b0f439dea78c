import type { StepOutcome } from '../../repair';
import { countOf, formatBytes } from '../format';
import { repairStepWords } from '../repair';

/** One repair: its steps, what its tools said, and what a person decides. */
export const repairScreenWords = {
  crumb: 'Repairs',
  title: (name: string): string => `Repair of a copy of ${name}`,
  loading: 'Repair',
  facts: {
    bag: 'Bag',
    grade: 'Grade',
    procedure: 'Procedure',
    size: 'Private copy',
    taken: 'Takes with what can be taken back',
    copy: 'The private copy lies in',
    files: (files: number, bytes: number): string => `${countOf(files, 'file')}, ${formatBytes(bytes)}`,
  },
  untouched: 'Tools work on this copy only. The bag stays as it is.',
  stepOf: (place: number, all: number): string => `Step ${place} of ${all}`,
  about: 'About this repair',
  steps: 'Steps of this repair',
  show: 'Show the folder',
  toRestore: 'Back to the restore',
  runningNow: (tool: string): string => `${tool} is running.`,
  wait: 'It is being worked on.',
  takingBack: (step: string): string =>
    `“${repairStepWords(step).name}” is being taken back. If that was cut short, take it back again.`,
  staging: {
    title: 'The private copy is still being made.',
    text: 'The repair can begin as soon as it is there.',
    open: 'See how far it is',
  },
  state: {
    waiting: 'waiting',
    next: 'next',
    running: 'running',
    failed: 'did not run to its end',
    asks: 'waits for somebody',
    settled: 'done',
    'left-out': 'left out',
  },
  didNotRun: 'Not run to its end',
  /** In the place of the mark of an output that a person has read. */
  wasRead: 'Read by a person',
  runBy: (runner: string): string => `run by ${runner}`,
  line: 'Command line',
  changedLine: 'Typed by a person.',
  onlyIf: (step: string, label: string): string =>
    `Only if “${repairStepWords(step).name}” reports ${label}. If it does not, this step is left out by itself.`,
  optional: 'May be left out.',
  destructive: 'removes mail',

  next: {
    label: (step: string): string => `What can be done: ${step}`,
    run: 'Run this step',
    runAgain: 'Run it again',
    all: 'Run all up to the next question',
    starting: 'Starting…',
    cannot: 'It cannot be run now',
    toTools: 'Repair tools',
    lookAgain: 'Look again',
    itself: 'Nothing has to be done here: when all are run, this step is left out by itself.',
  },
  failed: {
    title: (tool: string): string => `${tool} did not run to its end`,
    copy: 'The private copy is as it was before this step. It can be run again.',
  },

  answered: (by: string, decision: 'go-on' | 'skip'): string => {
    if (by === '') return 'Left out by the rules of the procedure.';
    return decision === 'skip' ? `Left out by ${by}.` : `Read by ${by}, who said to go on.`;
  },

  finished: {
    clean: 'The copy is repaired',
    withDoubt: 'All steps are done, and something should be looked at',
    cleanText: 'Every tool ran to its end, and the last look found nothing.',
    withDoubtText: 'See what the tools said last, and what was decided by a person.',
    next: 'Check the copy by hand before anybody works with it.',
    where: 'It lies in',
    complained: 'What the tools complained about',
    said: ({ bad, warning, unknown }: StepOutcome['lines']): string => {
      const parts = [
        bad === 0 ? '' : countOf(bad, 'bad line'),
        warning === 0 ? '' : countOf(warning, 'warning'),
        unknown === 0 ? '' : `${countOf(unknown, 'line')} not understood`,
      ].filter((part) => part !== '');
      return parts.length === 0 ? 'nothing' : parts.join(', ');
    },
    count: 'Count its mail',
    counting: 'Counting…',
    countText: 'Counts the mail in the private copy: what is whole now, and what could not be saved.',
  },

  remove: {
    open: 'Remove this repair…',
    title: (name: string): string => `Remove the repair of ${name}?`,
    text: (bytes: number): string =>
      `The private copy is removed, with everything that the tools said (${formatBytes(bytes)}). The bag stays as it is, and a new repair can be made from it.`,
    confirm: 'Remove this repair',
    leave: 'Keep it',
    removed: 'The repair was removed',
  },
} as const;
