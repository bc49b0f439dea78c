import type { MethodAdvice, MethodNeed } from '../../views';
import { adapterTarget } from '../access';
import { gradeWords, methodWords } from '../grades';
import { countOf } from '../format';
import type { AdapterId } from '../../access';

type Need = MethodNeed['need'];

const needs: Readonly<Record<Need, { readonly met: string; readonly not: string }>> = {
  'people-go-on': { met: 'People can go on working.', not: 'People cannot go on working.' },
  sees: { met: 'Who is connected can be seen', not: 'Who is connected cannot be seen' },
  refuses: { met: 'New connections can be refused', not: 'New connections cannot be refused' },
  tells: {
    met: 'The users can be told by a command',
    not: 'The users are told by yourself: no command is set up for it',
  },
  services: { met: 'Stopped and started again', not: 'What belongs to it cannot be stopped' },
  still: { met: 'Here it is made to stand still by', not: 'Nothing here can make it stand still' },
  'one-instant': {
    met: 'All files are of one instant.',
    not: 'The files are of different instants, each of its own.',
  },
  calm: {
    met: 'There was a pause between writes.',
    not: 'It needs a moment without writes, which is waited for',
  },
  room: {
    met: 'Room for what people write meanwhile',
    not: 'There is no room for what people write meanwhile',
  },
  redundancy: {
    met: 'Both halves stay in step.',
    not: 'Until both halves are in step again the files are on one disk alone',
  },
};

const resyncs: Readonly<Record<string, string>> = {
  changes: 'only what has changed has to be copied back',
  all: 'all of it has to be copied back',
};
const lacks: Readonly<Partial<Record<Need, string>>> = {
  sees: 'not everybody who is connected can be seen',
  refuses: 'new connections cannot be refused',
};

/** What the methods need, and which one is recommended. */
export const adviceWords = {
  looking: 'Looking at what can be done here…',
  needs: (method: MethodAdvice['method']): string => `What “${methodWords[method].name}” needs`,
  met: 'there',
  notMet: 'missing',
  need: ({ need, met, detail }: MethodNeed): string => {
    if (need === 'services')
      return `Stopped and started again: ${detail === '' ? 'nothing is set up for it' : detail}`;
    const said = met ? needs[need].met : needs[need].not;
    if (need === 'redundancy') return `${said}${detail === '' ? '' : `; ${resyncs[detail] ?? ''}`}.`;
    return detail === '' ? said : `${said}: ${detail}`;
  },
  recommended: 'Recommended',
  why: ({ method, best }: MethodAdvice): string => {
    if (method === 'shutdown') {
      return `Everything that proves a quiet post office is there, and only a copy of the grade ${gradeWords.closed.name} needs no repair.`;
    }
    if (method === 'snapshot')
      return 'The post office cannot be closed with proof here. A snapshot has all files of one instant, and nobody has to log out.';
    return `The post office cannot be closed with proof here, and nobody has to log out for a copy that may be ${gradeWords[best].name}.`;
  },
  /** Said where a post office is shut and the copy is no better for it than `best`. */
  downgradeTitle: (best: MethodAdvice['best']): string =>
    `Here it can reach ${gradeWords[best].name} at best, not ${gradeWords.closed.name}.`,
  downgrade: ({ needs: all, otherwise }: MethodAdvice): string => {
    const missing = all.flatMap(({ need, met }) => (met ? [] : (lacks[need] ?? [])));
    const why = missing.length === 0 ? 'not all that it needs is there' : missing.join(', and ');
    return `That is because ${why}. People are shut out all the same, and if the copy does not settle it is ${gradeWords[otherwise].name}.`;
  },
} as const;

/** The step of the guided backup in which the closing is prepared. */
export const prepareWords = {
  title: 'How should it be closed?',
  text: 'Nothing is closed before you start the backup. What stands here fits most post offices.',
  message: 'Message to the users',
  messageHelp: (left: number): string => (left === 1 ? '1 character left.' : `${left} characters left.`),
  messageTooLong: (most: number): string => `At most ${most} characters.`,
  copy: 'Copy message',
  copied: 'Message copied',
  tells: 'Postbag sends it with your command when the run begins.',
  tellsNot:
    'Postbag cannot tell the users by itself here. Copy the message and send it to them before you start.',
  grace: 'Time to log out',
  graceUnit: 'minutes',
  graceHelp: 'Counted from the moment when the users are told. You can close earlier with a button.',
  disconnect: 'Whoever is still connected then',
  disconnectChoices: {
    ask: {
      name: 'Wait for me',
      text: 'You see who is still there, and can disconnect each one, or everybody.',
    },
    all: {
      name: 'Disconnect everybody',
      text: 'Every session that can be ended is ended without a further question.',
    },
  },
  disconnectAllTitle: 'Unsaved work may be lost',
  disconnectAllText:
    'Nobody is asked again: messages that are being written when the time is over may be lost. Choose this only if the users know it.',
  quiet: 'Nothing may move for',
  quietUnit: 'seconds',
  quietHelp: 'More than 15 seconds, as the Exchange connector works every 15 seconds.',
  notQuiet: 'If it cannot be shown to be quiet',
  notQuietChoices: {
    stop: {
      name: 'Stop and open again',
      text: 'No bag is made. Everything is opened and started again at once.',
    },
    ask: { name: 'Ask me', text: 'You decide whether to go on; the copy then is not Closed.' },
  },
  wait: 'Wait for me for at most',
  waitUnit: 'minutes',
  waitHelp: 'Then the run stops, and everything is opened again.',
  wrong: (from: number, to: number): string => `A whole number from ${from} to ${to}.`,

  order: 'In this order',
  orderText: 'This is what is stopped and closed.',
  looking: 'Looking at what can be closed here…',
  /** `tells`: Postbag can tell them by itself. */
  orderTell: (tells: boolean, minutes: number): string => {
    const time = minutes === 0 ? 'no time' : countOf(minutes, 'minute');
    return tells
      ? `The users are told, and have ${time} to log out.`
      : `The users, whom you have told, have ${time} to log out.`;
  },
  orderStop: (name: string): string => `${name} is stopped.`,
  orderClose: (id: AdapterId, target: string): string =>
    `New connections are refused: ${adapterTarget(id, target)}.`,
  orderNothing: 'Nothing here can refuse new connections: close it by hand before you start.',
  orderCopy: 'It is watched whether anything moves, then everything is copied.',
  orderOpen: 'It opens again in reverse order, also when anything goes wrong.',
} as const;
