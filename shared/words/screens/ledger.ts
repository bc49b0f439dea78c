import type { FileChange, Origin } from '../../run';
import { formatBytes } from '../format';

/** The files of a bag, as copied. */
export const ledgerWords = {
  title: 'Files of the bag',
  onlyChanged: 'Only files that changed',
  columns: {
    group: 'Group',
    path: 'File',
    size: 'Size',
    origin: 'From',
    sha: 'SHA-256',
    changed: 'Changed?',
  },
  origin: {
    copied: 'copied',
    shared: 'shared with an older bag',
    kept: 'kept from the run that was cut short',
  } satisfies Record<Origin, string>,
  unchanged: 'no change seen',
  changed: 'Changed',
  replaced: 'Replaced',
  followed: '; the copy followed',
  when: {
    'while-copying': 'while it was copied',
    'after-copy': 'after it was copied',
  } satisfies Record<FileChange['when'], string>,
  sizes: (change: FileChange): string =>
    change.bytesBefore === change.bytesAfter
      ? 'same size'
      : `${formatBytes(change.bytesBefore)} before, ${formatBytes(change.bytesAfter)} after`,
  copySha: (path: string): string => `Copy SHA-256 of ${path}`,
  shaCopied: 'SHA-256 copied',
  empty: 'This run has no ledger: no file was copied.',
  emptyChanged: 'No change of any file was seen.',
} as const;
