import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { mount } from './disks';

/** Makes a sparse file that is to be used as a disk. */
export function makeImage(image: string, bytes: number): void {
  writeFileSync(image, '');
  truncateSync(image, bytes);
}

/** What each `mkfs` needs to be quiet. ext4 keeps what it discards: a disk that fails is not to be asked more than needed. */
const quietly = {
  ext4: ['-q', '-F', '-E', 'nodiscard'],
  btrfs: ['--quiet', '--force'],
  xfs: ['-q', '-f'],
} as const;

/** Puts a file system on an image; XFS needs 300 MB at least. */
export function format(image: string, kind: keyof typeof quietly, options: readonly string[] = []): void {
  const args = [...quietly[kind], ...options, image];
  execFileSync(`mkfs.${kind}`, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Mounts an image, or another file that serves as a disk, on a folder until the test has finished. */
export function mountImage(image: string, folder: string, options: readonly string[] = []): void {
  mkdirSync(folder, { recursive: true });
  mount(['-o', ['loop', ...options].join(','), image], folder);
}
