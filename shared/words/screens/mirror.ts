import type { MirrorCommands } from '../../still';

/** The four commands of the administrator's own. */
export type MirrorSlot = Exclude<keyof MirrorCommands, 'limitSeconds'>;

interface CommandWords {
  readonly name: string;
  readonly help: string;
}

const commands: Readonly<Record<MirrorSlot, CommandWords>> = {
  break: {
    name: 'Break the mirror',
    help: 'From when it has ended with 0, one half stands still. Without the command that joins it again it is refused.',
  },
  where: {
    name: 'Where the half can be read',
    help: 'It prints one line: the absolute folder in which the post office lies in that half.',
  },
  join: {
    name: 'Join the mirror again',
    help: 'It must do no harm when the mirror was never broken: after a crash it may be run again.',
  },
  inStep: {
    name: 'Are both halves in step?',
    help: 'It ends with 0 when they are. While they are not it may print how far they have come, as a percentage. Without it nobody sees whether they are.',
  },
};

/** Snapshots and mirrors of one post office, and the commands that an administrator types for a mirror. */
export const mirrorWords = {
  title: 'Snapshots and mirrors',
  text: 'What makes the post office stand still for a backup while people go on working. What the system itself can do is found without being set up.',
  open: 'Change mirror commands',
  close: 'Hide mirror commands',
  set: 'The mirror of this post office is broken and joined again by your own commands.',
  none: 'No commands of your own are set for a mirror.',
  offers: 'What this place offers',
  nothing: 'Nothing here is known to make a post office stand still.',
  looking: 'Looking at what can be done here…',

  commands: 'Your own commands for a mirror',
  commandsText:
    'For a cluster, a replica or a storage array that nothing else here can speak to. Each is a program and its arguments, run as they are, without a shell.',
  documented: 'The page docs/mirrors.md of the documentation explains each of them with examples.',
  placeholders: 'Filled in when it is run: {postOffice} {name} {run}',
  command: (slot: MirrorSlot): CommandWords => commands[slot],

  wrong: {
    joinMissing: 'What is broken must be joined again: choose a program for this too.',
    breakMissing: 'There is nothing to join again without a command that breaks it.',
    whereMissing: 'Without it nobody knows where the half can be read: choose a program for this too.',
  },
  save: 'Save mirror commands',
  saved: 'Mirror commands saved',
} as const;
