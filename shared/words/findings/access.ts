import type { AdapterId } from '../../access';
import type { FindingCode } from '../../finding';
import { adapterWords } from '../access';
import { countOf } from '../format';
import { say, type Words } from './say';

const adapterName = (id: string): string => (id in adapterWords ? adapterWords[id as AdapterId].name : id);

/** Closing a post office and opening it again. */
export const accessWords = {
  'access-required': (p) =>
    say(
      `${adapterName(p('adapter'))} is required for this post office, and cannot be used here.`,
      p('reason'),
      'Put that right, or change what is required under Access on the post office’s page.',
    ),
  'access-failed': (p) =>
    say(
      `Who is connected could not be seen: ${adapterName(p('adapter'))}.`,
      p('reason'),
      'Put that right and try again. Not to see anybody is no proof that nobody is there.',
    ),
  'cannot-close': () =>
    say(
      'Nothing here can refuse new connections to this post office.',
      'The share it lies on belongs to another computer, or Postbag has not the rights to close it.',
      'Run Postbag on the server as administrator, or give a command of your own under Access. Until then close it by hand before you start.',
    ),
  'cannot-see': () =>
    say(
      'Nothing here can see who is connected to this post office.',
      'Without that it cannot be shown to be quiet, and the copy cannot have the grade Closed.',
      'Run Postbag on the server as administrator, or give a command of your own that lists connections, under Access.',
    ),
  'closed-by-somebody-else': (p) =>
    say(
      'The post office was closed by somebody else already.',
      `${p('file')} was there before Postbag did anything. It may be a repair that is under way, or a leftover.`,
      'Find out who closed it. Postbag never opens what it did not close.',
    ),
  'close-failed': (p) =>
    say(
      `The post office could not be closed: ${adapterName(p('adapter'))}.`,
      p('reason'),
      'Everything that had been closed was opened again. Put that right, or copy with another method.',
    ),
  'users-not-told': () =>
    say(
      'Postbag cannot tell the users by itself.',
      'No command was given that would reach them.',
      'Tell them yourself before you start, or give a command under Access; the message can be copied from the wizard.',
    ),
  'tell-failed': (p) =>
    say(
      'The users could not be told.',
      `The command failed: ${p('reason')}`,
      'The grace period goes on. Tell them by telephone, or look at the command under Access.',
    ),
  'service-unknown': (p) =>
    say(
      `Nobody can say whether ${p('service')} runs.`,
      p('reason'),
      'Look at its name and its commands under Access.',
    ),
  'service-not-stopped': (p) =>
    say(
      `${p('service')} did not stop.`,
      p('reason'),
      'Everything was opened again, and what had been stopped was started. Stop it by hand, or find out what it is doing, then try again.',
    ),
  'disconnect-failed': (p) =>
    say(
      `${p('who')} could not be disconnected.`,
      p('reason'),
      'Ask the person to log out, or close the program there.',
    ),
  'connection-gone': (p) =>
    say(`${p('who')} is not connected any more.`, 'It ended meanwhile.', 'Nothing is left to do.'),
  'still-connected': (p, n) =>
    say(
      `${countOf(n('count'), 'connection')} did not end: ${p('who')}.`,
      'They came back, or hold on to their files.',
      'Everything was opened again. End them where they are, then start the backup again.',
    ),
  'not-quiet': (p) =>
    say(
      'The post office could not be shown to be quiet.',
      p('reason'),
      'Nothing was copied, and everything was opened again. Find out what still writes, or copy with another method.',
    ),
  'went-on-not-quiet': (p) =>
    say(
      'It was copied without proof that the post office was quiet.',
      `${p('reason')} It was decided to go on.`,
      'The copy does not have the grade Closed. Repair it before anybody works with it.',
    ),
  'quiet-short': (p) =>
    say(
      `The two samples are only ${p('seconds')} seconds apart.`,
      'The Exchange connector for cc:Mail, for one, works every 15 seconds: what rests so briefly may not be quiet.',
      'Choose more than 15 seconds if anything like it may be running.',
    ),
  'moved-while-closed': (p, n) =>
    say(
      `${countOf(n('count'), 'file')} moved while the post office was closed: ${p('names')}.`,
      'Something wrote that no way of seeing connections has seen.',
      'The copy does not have the grade Closed. Find out what it was; it may be a program on another computer.',
    ),
  'connected-while-closed': (p) =>
    say(
      'Somebody was connected when the copy was made.',
      `Seen right after the last byte was read: ${p('who')}.`,
      'The copy does not have the grade Closed. Find out how they got in.',
    ),
  'command-not-allowed': (p) =>
    say(
      `The command ${p('slot')} cannot be kept.`,
      'Its program has to be chosen in the system’s own dialog.',
      'Choose the program, then type its arguments.',
    ),
} satisfies Partial<Record<FindingCode, Words>>;
