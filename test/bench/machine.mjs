/** What the figures were taken on. */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';

/**
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} cores
 * @property {number} memory bytes
 * @property {string} system
 * @property {string} kernel
 * @property {string} fileSystem of the scratch folder, with its device
 * @property {Record<string, string>} versions of the runtimes and contenders, by name
 */

/** @returns {string} */
function systemName() {
  const release = fs.readFileSync('/etc/os-release', 'utf8');
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(release)?.[1] ?? os.type();
}

/** @param {string} folder */
function fileSystemOf(folder) {
  const { stdout, status } = spawnSync('findmnt', ['-n', '-o', 'FSTYPE,SOURCE', '-T', folder], {
    encoding: 'utf8',
  });
  if (status === 0) return stdout.trim().replace(/\s+/g, ' on ');
  return execFileSync('stat', ['-f', '-c', '%T', folder], { encoding: 'utf8' }).trim();
}

/**
 * @param {string} folder scratch
 * @param {import('./peers/contender.mjs').Contender[]} contenders
 * @returns {Machine}
 */
export function describeMachine(folder, contenders) {
  const cpus = os.cpus();
  const versions = Object.fromEntries(
    contenders.map(({ name, command, version }) => [command ?? name, version()]),
  );
  return {
    processor: cpus[0]?.model ?? 'unknown',
    cores: cpus.length,
    memory: os.totalmem(),
    system: systemName(),
    kernel: os.release(),
    fileSystem: fileSystemOf(folder),
    versions,
  };
}
