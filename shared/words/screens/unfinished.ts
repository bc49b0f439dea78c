import type { Reuse } from '../../run';
import { countOf, formatBytes } from '../format';

const amount = ({ files, bytes }: Reuse): string => `${countOf(files, 'file')}, ${formatBytes(bytes)}`;

/** A run that was cut short and can be gone on with. */
export const unfinishedWords = {
  title: (name: string): string => `A backup of ${name} was cut short and can go on`,
  there: (resumable: Reuse): string => `What it had copied is still in the vault: ${amount(resumable)}.`,
  text: 'A new backup reads every file again first, and copies only what is missing or has changed since.',
  goOn: 'Go on…',
  goOnWith: (name: string): string => `Go on with the backup of ${name}`,
  remove: 'Remove the unfinished bag…',
  removeOf: (name: string): string => `Remove the unfinished bag of ${name}…`,
  askTitle: (name: string): string => `Remove the unfinished bag of ${name}?`,
  askText: (resumable: Reuse): string =>
    `What was copied (${amount(resumable)}) is removed from the vault, and the next backup begins anew. Your finished bags stay as they are.`,
  confirm: 'Remove the unfinished bag',
  leave: 'Keep it',
  removed: 'The unfinished bag was removed',
} as const;
