import { countOf } from '../format';
import { gradeWords } from '../grades';
import type { Grade } from '../../run';

/** The list of repairs, and beginning one. */
export const repairsWords = {
  title: 'Repairs',
  sub: 'Each one works on a private copy. The bag it was made from, and the post office, are never touched.',
  table: 'Repairs',
  columns: {
    postOffice: 'Post office',
    grade: 'Grade',
    procedure: 'Procedure',
    state: 'How far',
    begun: 'Begun',
    size: 'Takes',
  },
  open: (name: string, begun: string): string => `Repair of ${name}, begun ${begun}`,
  practice: 'practice',
  far: (done: number, all: number): string => `${done} of ${countOf(all, 'step')}`,
  running: 'A tool is running.',
  damaged: 'Cannot be gone on with',
  none: 'No repair yet.',
  noneNext:
    'A copy of open files has to be put in order before anybody works with it: the format’s own tools do that, step by step, on a private copy. Choose a bag to begin; the bag itself stays as it is.',
  toBags: 'Choose a bag',
  toTools: 'Show where the tools are',

  begin: {
    open: 'Repair a copy…',
    title: (name: string): string => `Repair a copy of ${name}`,
    text: (grade: Grade | null): string =>
      grade === 'closed'
        ? `This bag is of grade ${gradeWords.closed.name}: it needs no repair, but one can be made. A private copy is made first; the bag stays as it is.`
        : 'A private copy of the bag is made first. The tools work on that copy only; the bag stays as it is.',
    procedure: 'Procedure',
    dialect: 'How the tools take their command line',
    usual: 'As usual for this post office',
    making: 'Looking at the bag and at the room there is…',
    blocked: (count: number): string =>
      count === 1
        ? 'One thing must be put right before this repair can begin.'
        : `${countOf(count, 'thing')} must be put right before this repair can begin.`,
    again: 'Check again',
    start: 'Make the private copy',
    starting: 'Starting…',
    leave: 'Do not repair',
  },
} as const;
