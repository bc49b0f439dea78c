/**
 * Runs the program from a checkout, with whatever it needs:
 *
 *   node build/run.mjs start [args]    bundles when needed, then opens the app
 *   node build/run.mjs cli [args]      bundles when needed, then runs the CLI and ends with its exit code
 *   node build/run.mjs e2e [args]      bundles when needed, then drives the app with Playwright
 *   node build/run.mjs dist [args]     bundles, then makes packages with electron-builder
 */
import path from 'node:path';
import { bundle } from './bundle.mjs';
import { prepareLaunch, run } from './launch.mjs';
import { dist, root } from './paths.mjs';
import { packagingEnvironment } from './packaging.mjs';

/** @param {string} file such as vitest/vitest.mjs: the module's own command, absolute */
const tool = (file) => path.join(root, 'node_modules', file);

/** @type {Record<string, (args: string[]) => Promise<number>>} */
const commands = {
  async start(args) {
    await bundle('all', { ifStale: true });
    const { runtime, env, flags, stop } = await prepareLaunch();
    const code = await run(runtime.binary, [...flags, root, ...args], env);
    stop();
    return code;
  },

  async cli(args) {
    await bundle('engine', { ifStale: true });
    return run(process.execPath, [path.join(dist, 'main/cli.cjs'), ...args]);
  },

  async e2e(args) {
    await bundle('all', { ifStale: true });
    const { env, stop } = await prepareLaunch();
    const code = await run(
      process.execPath,
      [tool('@playwright/test/cli.js'), 'test', '-c', 'build/playwright.config.ts', ...args],
      env,
    );
    stop();
    return code;
  },

  async dist(args) {
    await bundle('all');
    const config = ['--config', 'build/electron-builder.mjs', ...args];
    return run(process.execPath, [tool('electron-builder/cli.js'), ...config], await packagingEnvironment());
  },
};

const [name = '', ...args] = process.argv.slice(2);
try {
  const command = commands[name];
  if (!command) throw new Error(`Unknown command; known are: ${Object.keys(commands).join(', ')}`);
  process.exitCode = await command(args);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
