/**
 * Bundles the program into dist/.
 *
 *   node build/bundle.mjs                  everything
 *   node build/bundle.mjs --only=engine    the CLI and the entries (worker threads, child processes)
 *   node build/bundle.mjs --if-stale       nothing when dist/ is newer than every source
 *
 *   electron/main.ts          -> dist/main/main.cjs
 *   electron/cli.ts           -> dist/main/cli.cjs
 *   electron/**\/X.entry.ts    -> dist/main/X.cjs
 *   tools/practice-dos/*.COM   -> dist/main/practice-dos/
 *   electron/preload.ts       -> dist/preload/preload.cjs
 *   renderer/index.html       -> dist/renderer/
 *
 * Everything but the renderer is CommonJS, because the oldest Electron we run on refuses an ES module as its main
 * file. Every program is one file of its own, so `__dirname` is dist/main in each and a worker thread does not load
 * what only the main process needs. Files appear by rename: who reads dist/ meanwhile sees the old or the new one.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'vite';
import { dist, root } from './paths.mjs';
import { isFresh, markBuilt } from './stale.mjs';

/** Oldest runtimes: Electron 25 is Node 18.15 and Chrome 114. */
const nodeTarget = 'node18.15';
const chromeTarget = 'chrome114';

/** @typedef {{ name: string, source: string, folder: string, banner?: string }} Program one CommonJS file */

/**
 * The programs that plain Node can run.
 * @returns {Program[]}
 */
function enginePrograms() {
  const folder = path.join(dist, 'main');
  const entries = fs
    .readdirSync(path.join(root, 'electron'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.entry.ts'))
    .map((file) => ({ name: path.basename(file, '.entry.ts'), source: path.join('electron', file), folder }));
  const cli = { name: 'cli', source: 'electron/cli.ts', folder, banner: '#!/usr/bin/env node' };
  const programs = [cli, ...entries];
  const twice = programs.find((one) => programs.some((other) => other !== one && other.name === one.name));
  if (twice) throw new Error(`Two programs would be dist/main/${twice.name}.cjs; rename one of them.`);
  return programs;
}

/** @returns {Program[]} */
function appPrograms() {
  return [
    { name: 'main', source: 'electron/main.ts', folder: path.join(dist, 'main') },
    { name: 'preload', source: 'electron/preload.ts', folder: path.join(dist, 'preload') },
  ];
}

/**
 * Bundles one program into one file; only Node's own modules and `electron` stay outside.
 * @param {Program} program
 */
async function bundleProgram({ name, source, folder, banner }) {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    ssr: { noExternal: true, external: ['electron'], target: 'node' },
    build: {
      ssr: path.join(root, source),
      target: nodeTarget,
      minify: false,
      write: false,
      rolldownOptions: {
        external: ['electron'],
        output: {
          format: 'cjs',
          entryFileNames: `${name}.cjs`,
          codeSplitting: false,
          ...(banner && { banner }),
        },
      },
    },
  });
  const outputs = /** @type {import('vite').Rolldown.RolldownOutput} */ (result).output;
  fs.mkdirSync(folder, { recursive: true });
  for (const output of outputs) {
    const file = path.join(folder, output.fileName);
    const partial = `${file}.${process.pid}`;
    fs.writeFileSync(partial, output.type === 'chunk' ? output.code : output.source, {
      mode: banner ? 0o755 : 0o644,
    });
    fs.renameSync(partial, file);
  }
}

/** The practice tools' DOS program is made by its own compiler and only comes along. */
function copyPracticeTool() {
  const folder = path.join(dist, 'main/practice-dos');
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(root, 'tools/practice-dos/PRACTOOL.COM'), path.join(folder, 'PRACTOOL.COM'));
}

/** Bundles the screens. The pages load with their own scheme, so every address in them is relative. */
async function bundleRenderer() {
  await build({
    configFile: false,
    root: path.join(root, 'renderer'),
    base: './',
    logLevel: 'warn',
    plugins: [svelte({ configFile: false })],
    build: {
      target: chromeTarget,
      outDir: path.join(dist, 'renderer'),
      emptyOutDir: true,
      minify: true,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: path.join(root, 'renderer/index.html'),
        checks: { bundlerTimings: false },
        // Of a component library only what is used gets compiled, which halves the time.
        experimental: { lazyBarrel: true },
      },
    },
  });
}

/** @param {string} source path relative to the project */
const exists = (source) => fs.existsSync(path.join(root, source));

/**
 * @param {string[]} sources paths relative to the project
 * @throws {Error} naming those that do not exist
 */
function requireSources(sources) {
  const missing = sources.filter((source) => !exists(source));
  if (missing.length > 0) throw new Error(`Cannot bundle, these sources are missing: ${missing.join(', ')}`);
}

/**
 * Removes programs of an earlier build whose source is gone.
 * @param {Program[]} programs
 */
function removeLeftovers(programs) {
  const keep = new Set(programs.map(({ folder, name }) => path.join(folder, `${name}.cjs`)));
  for (const folder of new Set(programs.map((program) => program.folder))) {
    for (const file of fs.readdirSync(folder).map((name) => path.join(folder, name))) {
      if (file.endsWith('.cjs') && !keep.has(file)) fs.rmSync(file);
    }
  }
}

/**
 * @param {'all' | 'engine'} part
 * @param {{ ifStale?: boolean }} [options]
 * @returns {Promise<boolean>} whether anything had to be built
 */
export async function bundle(part, { ifStale = false } = {}) {
  if (ifStale && isFresh(part)) return false;
  const started = Date.now();
  const programs = part === 'all' ? [...enginePrograms(), ...appPrograms()] : enginePrograms();
  const page = 'renderer/index.html';
  for (const program of programs.filter(({ source }) => exists(source))) await bundleProgram(program);
  copyPracticeTool();
  if (part === 'all' && exists(page)) await bundleRenderer();
  requireSources([...programs.map(({ source }) => source), ...(part === 'all' ? [page] : [])]);
  if (part === 'all') removeLeftovers(programs);
  markBuilt(part, started);
  return true;
}

if (process.argv[1] === import.meta.filename) {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => arg !== '--only=engine' && arg !== '--if-stale');
  try {
    if (unknown) throw new Error(`Unknown argument ${unknown}; known are --only=engine and --if-stale.`);
    const part = args.includes('--only=engine') ? 'engine' : 'all';
    const started = Date.now();
    const built = await bundle(part, { ifStale: args.includes('--if-stale') });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(built ? `Bundled ${part} into dist/ in ${seconds} s` : 'dist/ is up to date');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
