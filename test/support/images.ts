import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { mount } from './disks';

/** Makes a sparse file that is to be used as a disk. */
export function makeImage(image: string, bytes: number): void {
  writeFileSync(image, '');
  truncateSync(image, bytes);
}

/** Puts a file system on an image. ext4 keeps what it discards, since a disk that fails is not to be asked more than needed. */
export function format(image: string, kind: 'ext4' | 'btrfs'): void {
  const options = kind === 'ext4' ? ['-q', '-F', '-E', 'nodiscard'] : ['--quiet', '--force'];
  execFileSync(`mkfs.${kind}`, [...options, image], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Mounts an image, or another file that serves as a disk, on a folder until the test has finished. */
export function mountImage(image: string, folder: string, options: readonly string[] = []): void {
  mkdirSync(folder, { recursive: true });
  mount(['-o', ['loop', ...options].join(','), image], folder);
}
