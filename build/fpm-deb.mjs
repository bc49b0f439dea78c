#!/usr/bin/env node
/**
 * Stands in for `fpm`, which electron-builder would download to make a .deb: it understands the arguments that
 * electron-builder passes and calls Debian's own dpkg-deb.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const flags = new Set(['--force', '--debug', '--deb-no-default-config-files']);

/**
 * @param {string[]} argv
 * @returns {{ all: (name: string) => string[], last: (name: string) => string, sources: string[] }} options may be
 *   given several times; sources are `from=to`
 */
function parse(argv) {
  /** @type {Map<string, string[]>} */
  const options = new Map();
  const sources = [];
  for (let at = 0; at < argv.length; at++) {
    const arg = argv[at] ?? '';
    if (flags.has(arg)) continue;
    if (arg.startsWith('-')) options.set(arg, [...(options.get(arg) ?? []), argv[++at] ?? '']);
    else sources.push(arg);
  }
  const all = (/** @type {string} */ name) => options.get(name) ?? [];
  return { all, last: (name) => all(name).at(-1) ?? '', sources };
}

/**
 * Copies what goes into the package below `root`.
 * @param {string[]} sources `from=to`; what ends in a slash is a folder's content
 * @param {string} root
 */
function copySources(sources, root) {
  for (const source of sources) {
    const cut = source.lastIndexOf('=');
    const from = source.slice(0, cut);
    const to = path.join(root, source.slice(cut + 1));
    fs.mkdirSync(from.endsWith('/') ? to : path.dirname(to), { recursive: true });
    fs.cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  }
}

/**
 * The text of DEBIAN/control, as in Debian policy 5.
 * @param {ReturnType<typeof parse>} options
 * @param {number} size of what will be installed, in KiB
 */
function controlFile({ all, last }, size) {
  const [synopsis = '', ...more] = last('--description').split('\n');
  const iteration = last('--iteration');
  const list = (/** @type {string} */ field, /** @type {string[]} */ values) =>
    values.length > 0 ? [`${field}: ${values.join(', ')}`] : [];
  const lines = [
    `Package: ${last('--name')}`,
    `Version: ${last('--version')}${iteration && `-${iteration}`}`,
    `Architecture: ${last('--architecture')}`,
    `Maintainer: ${last('--maintainer')}`,
    `Installed-Size: ${size}`,
    `Section: ${last('--category') || 'default'}`,
    `Priority: ${last('--deb-priority') || 'optional'}`,
    ...list('Depends', all('-d')),
    ...list('Recommends', all('--deb-recommends')),
    ...list('Homepage', all('--url')),
    `Description: ${synopsis.trim() || last('--name')}`,
    ...more
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => ` ${line}`),
  ];
  return `${lines.join('\n')}\n`;
}

const options = parse(process.argv.slice(2));
if (options.last('-t') !== 'deb') throw new Error(`only deb packages can be made, not ${options.last('-t')}`);

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'fpm-deb-'));
try {
  fs.chmodSync(root, 0o755);
  copySources(options.sources, root);
  const size = Number.parseInt(execFileSync('du', ['-sk', root], { encoding: 'utf8' }), 10);
  const debian = path.join(root, 'DEBIAN');
  fs.mkdirSync(debian);
  fs.writeFileSync(path.join(debian, 'control'), controlFile(options, size));
  for (const [option, name] of Object.entries({
    '--after-install': 'postinst',
    '--after-remove': 'postrm',
  })) {
    const script = options.last(option);
    if (!script) continue;
    fs.copyFileSync(script, path.join(debian, name));
    fs.chmodSync(path.join(debian, name), 0o755);
  }
  const asked = options.last('--deb-compression') || 'xz';
  const compression = asked === 'gz' ? 'gzip' : asked;
  const level = process.env['ELECTRON_BUILDER_COMPRESSION_LEVEL'] ?? '6';
  const build = [
    '--root-owner-group',
    `-Z${compression}`,
    `-z${level}`,
    '--build',
    root,
    options.last('--package'),
  ];
  execFileSync('dpkg-deb', build, { stdio: 'inherit' });
} finally {
  fs.rmSync(root, { recursive: true, force: true });
}
