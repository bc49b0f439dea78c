import { countOf } from '../format';

/** Copying the files of a bag out into a folder. */
export const copyOutWords = {
  open: 'Copy files out…',
  title: (name: string): string => `Copy files of ${name} out`,
  text: 'Into a new or empty folder, never over a post office. Each file is compared with its checksum.',
  what: 'Which files',
  all: 'All files',
  allMore: 'the whole set, as it was in the backup',
  some: 'Some file groups',
  someMore: 'to look at, or to hand to somebody who knows what to do with them',
  groups: 'File groups',
  groupMissing: 'Choose at least one group.',
  warning: 'Never copy a part of a set over a post office',
  warningText:
    'The files of a post office point into each other. One group of an older moment among files of today breaks those pointers: messages are lost or appear under the wrong name. So these files go only to another folder. To get a post office back, restore the whole bag.',
  folder: 'Folder',
  noFolder: 'none chosen yet',
  choose: 'Choose a folder…',
  chooseOther: 'Choose another folder…',
  making: 'Looking at the bag and the folder…',
  blocked: (count: number): string =>
    count === 1
      ? 'One thing must be put right before anything can be copied.'
      : `${countOf(count, 'thing')} must be put right before anything can be copied.`,
  again: 'Check again',
  start: 'Copy the files',
  starting: 'Starting…',
  leave: 'Copy nothing',
} as const;
