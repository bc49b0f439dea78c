import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Folders in a vault that carry a finished bag's name, and those that say they are unfinished. Absolute, sorted. */
export async function bagsIn(vault: string): Promise<{ finished: string[]; unfinished: string[] }> {
  const folders: string[] = [];
  for (const postOffice of await readdir(vault)) {
    for (const name of await readdir(path.join(vault, postOffice)))
      folders.push(path.join(vault, postOffice, name));
  }
  const hidden = (folder: string): boolean => path.basename(folder).startsWith('.');
  return {
    finished: folders.filter((folder) => !hidden(folder)).sort(),
    unfinished: folders.filter(hidden).sort(),
  };
}

/** The one finished bag. @throws Error when there is none, or more than one */
export async function onlyBag(vault: string): Promise<string> {
  const { finished } = await bagsIn(vault);
  const [bag, ...more] = finished;
  if (bag === undefined || more.length > 0)
    throw new Error(`expected one bag, there are: ${finished.join(', ')}`);
  return bag;
}

/**
 * RFC 8493 section 3, checked by what every Unix system has: all checksums are right, every file of the payload stands
 * in the manifest once, and the Payload-Oxum is what is there.
 */
const script = `
  set -eu
  sha256sum --check --strict --quiet manifest-sha256.txt
  sha256sum --check --strict --quiet tagmanifest-sha256.txt
  cut -c 67- manifest-sha256.txt | sort > "$1/listed"
  find data -type f | sort | diff "$1/listed" - >&2
  oxum=$(find data -type f -printf '%s\\n' | awk '{ bytes += $1 } END { printf "%.0f.%d", bytes, NR }')
  grep -qx "Payload-Oxum: $oxum" bag-info.txt || { echo "Payload-Oxum is not $oxum" >&2; exit 1; }
`;

/** @throws Error with what the system's tools said when the bag is not valid */
export async function checkWithCoreutils(bag: string): Promise<void> {
  const scratch = await mkdtemp(path.join(os.tmpdir(), 'postbag-check-'));
  try {
    await run('bash', ['-o', 'pipefail', '-c', script, 'check', scratch], { cwd: bag });
  } finally {
    await rm(scratch, { recursive: true });
  }
}
