import type { FindingCode } from '../../finding';
import type { UndoAction } from '../../run';
import { countOf, formatBytes } from '../format';
import { doneUndoSentence, pendingUndoSentence } from '../steps';
import { say, type Words } from './say';

/** The run itself: how it ended, and what it left behind. */
export const runWords = {
  cancelled: () =>
    say(
      'The run was cancelled.',
      'A person asked for it.',
      'Nothing is left to do; what had been begun was taken back.',
    ),
  'process-died': (p) =>
    say(
      `An earlier run of ${p('postOffice')} ended without finishing.`,
      'Postbag or the computer was stopped in the middle of it.',
      p('kind') === '' || p('kind') === 'backup' ? 'Start a new backup.' : 'Begin it again when you want to.',
    ),
  'process-died-done': (p) =>
    say(
      `An earlier run of ${p('postOffice')} was stopped at its very end, when its bag had just been sealed.`,
      'Postbag or the computer was stopped then. The bag had been read again before, and is complete.',
      'Nothing is left to do.',
    ),
  'unfinished-kept': (p, n) =>
    say(
      `What was copied of ${p('postOffice')} was kept: ${countOf(n('files'), 'file')}, ${formatBytes(n('bytes'))}.`,
      'The run was cut short. Its unfinished bag is hidden in the vault and cannot be taken for a finished one.',
      'Start the backup again: it goes on from there. Or remove the unfinished bag.',
    ),
  'undo-done': (p, _n, params) =>
    say(
      // Journals of earlier versions do not name the action: there was but one.
      doneUndoSentence((p('action') || 'remove-partial-bag') as UndoAction, params),
      'Its run did not finish. What is unfinished must not be taken for finished, and nothing may stay shut or stopped.',
      'Nothing is left to do.',
    ),
  'undo-failed': (p, _n, params) =>
    say(
      `Something is still to be undone: ${pendingUndoSentence(p('action') as UndoAction, params)}`,
      `It failed: ${p('reason')}.`,
      'Connect what it lies on, or look what keeps it, then choose Try again. Postbag also tries at every start.',
    ),
  unexpected: (p) =>
    say(
      'Something unexpected went wrong.',
      p('reason'),
      'Try again. If it happens again, copy the log of the run and report it.',
    ),
  'run-not-holding': (p) =>
    say(
      `The run ${p('runId')} is not waiting for a word.`,
      'It has ended, or it is still copying.',
      'Look at the run.',
    ),
  'nothing-unfinished': (p) =>
    say(
      `The run ${p('runId')} left nothing unfinished.`,
      'It ended, or its unfinished bag was removed or gone on with already.',
      'Nothing is left to do.',
    ),
  'plan-unknown': () =>
    say(
      'This plan is not known any more.',
      'A plan can be started once, and is forgotten when Postbag is closed.',
      'Make the plan again.',
    ),
  'run-unknown': (p) =>
    say(
      `There is no run ${p('runId')}.`,
      'Its journal was removed, or it belongs to another account.',
      'Choose a run from the list.',
    ),
} satisfies Partial<Record<FindingCode, Words>>;
