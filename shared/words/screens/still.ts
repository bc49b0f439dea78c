import type { Method } from '../../run';
import type { StillOptions, StillState } from '../../still';
import { formatBytes } from '../format';
import { gradeWords, methodWords } from '../grades';
import { coversWords, stillName, stillReason, stillWords } from '../still';

interface ChoiceWords {
  readonly name: string;
  readonly text: string;
}

const roomOf = ({ spaceBytes }: StillState): string =>
  spaceBytes === null ? '' : `; room for ${formatBytes(spaceBytes)} of what people write meanwhile`;
const calmOf = ({ needsCalm }: StillState): string =>
  needsCalm ? ' if nothing is written while it is made' : '';
/** `vg0/mail: all files of one instant; room for 2 GB of what people write meanwhile`. */
const offer = (state: StillState): string =>
  `${state.volumes.join(', ')}: ${coversWords[state.covers]}${calmOf(state)}${roomOf(state)}`;

const resyncs: Readonly<Record<'changes' | 'all' | 'unknown', string>> = {
  changes: 'Only what has changed has to be copied back when it is joined again.',
  all: 'All of it has to be copied back when it is joined again; of a large volume that takes hours.',
  unknown: 'What has changed, or all of it, has to be copied back when it is joined again.',
};

/** What was looked at to make a post office stand still. */
export const lookedWords = {
  title: 'What was looked at',
  titleFor: (of: Method): string => `What was looked at for “${methodWords[of].name}”`,
  name: stillName,
  usable: 'can be used',
  notUsable: 'not here',
  why: (state: StillState): string =>
    state.reason === null ? `${offer(state)}.` : stillReason(state.reason),
} as const;

const titles: Readonly<Record<'snapshot' | 'mirror', string>> = {
  snapshot: 'How should the snapshot be made?',
  mirror: 'How should the mirror be broken?',
};

/** The step of the guided backup in which standing still is prepared. */
export const stillStepWords = {
  title: titles,
  text: 'Nothing is made before you start the backup. What stands here fits most post offices.',
  looking: 'Looking at what can be done here…',
  noneTitle: 'Nothing here can make it stand still now',
  noneText: 'The reasons stand below. Put one of them right, or go back and choose another method.',

  aloneTitle: 'Until it is joined and in step again there is one disk alone',
  alone: (resync: StillState['resync']): string =>
    `${resyncs[resync ?? 'unknown']} A disk that fails meanwhile loses what people have written since. Have a recent backup at hand.`,

  provider: 'What makes it stand still',
  best: 'The best that can be had',
  /** `state`: what that is now; null where nothing can be used, undefined while that is not known. */
  bestNow: (state: StillState | null | undefined): string => {
    if (state === undefined) return 'The first one that can be used when the backup begins.';
    return state === null
      ? 'Nothing can be used now. It is looked for once more when the backup begins.'
      : `Now that is: ${stillName(state.id)}, ${offer(state)}.`;
  },
  usable: (state: StillState): string => `${stillWords[state.id].explained} Here: ${offer(state)}.`,
  notUsable: (state: StillState): string => (state.reason === null ? '' : stillReason(state.reason)),

  calm: 'Wait for a pause between writes',
  needsCalm: (id: StillState['id']): string =>
    `${stillName(id)}: writers are not held up while it is made. If something is written in that moment, the grade is ${gradeWords.loose.name}. Where a pause is waited for, it is made again until nothing was.`,
  calmChoices: {
    auto: {
      name: 'Wait, and then go on anyway',
      text: 'With a pause fewer things are half done in the copy. If none comes, it is made all the same, and the findings say so.',
    },
    required: {
      name: 'Wait, or stop',
      text: 'Without such a pause nothing is made, and there is no bag.',
    },
    off: {
      name: 'Do not wait',
      text: 'It is made at once. What is half done then is half done in the copy.',
    },
  } satisfies Record<StillOptions['calm'], ChoiceWords>,
  seconds: 'A pause lasts',
  secondsUnit: 'seconds',
  secondsHelp: 'For so long nothing may have been written.',
  minutes: 'Wait for it at most',
  minutesUnit: 'minutes',
  minutesHelp: (calm: StillOptions['calm']): string =>
    calm === 'required'
      ? 'If no pause comes by then, the run stops.'
      : 'While the run waits you can have it made at once with a button.',
  wrong: (from: number, to: number): string => `A whole number from ${from} to ${to}.`,

  use: 'If it cannot be had, or breaks while it is read',
  useChoices: {
    required: { name: 'Stop', text: 'There is no bag. Whatever had been begun is taken back.' },
    auto: {
      name: 'Copy while open instead',
      text: 'The files are read where they lie, in order, until nothing has moved. The findings say so, and the grade says what that copy is worth.',
    },
  } satisfies Record<StillOptions['use'], ChoiceWords>,
} as const;

/** What stands behind the best grade of a plan. */
export function stillGradeMore(use: StillOptions['use'], needsCalm: boolean): string {
  const calm = needsCalm ? `if nothing is written while it is made, else ${gradeWords.loose.name}; ` : '';
  return use === 'required'
    ? `${calm}if it stands still to the end, else there is no bag`
    : `${calm}if it stands still to the end, else what a copy while open is worth`;
}
