import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from './fixtures';

const root = path.resolve(import.meta.dirname, '../..');
const release = path.join(root, '.cache/release');
const program = path.join(release, 'linux-unpacked/postbag');

/** How a fuse is written in the program. */
const off = '0'.charCodeAt(0);
const on = '1'.charCodeAt(0);

const fuses = {
  RunAsNode: off,
  EnableCookieEncryption: on,
  EnableNodeOptionsEnvironmentVariable: off,
  EnableNodeCliInspectArguments: off,
  EnableEmbeddedAsarIntegrityValidation: on,
  OnlyLoadAppFromAsar: on,
};

/** Starts the packaged app, which says that its window is open and ends; gives what it wrote, or fails. */
async function startPackaged(home: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(program, process.getuid?.() === 0 ? ['--no-sandbox'] : [], {
    env: { ...process.env, POSTBAG_HOME: home, POSTBAG_SMOKE: '1', ...env },
    timeout: 60_000,
  });
  return stdout;
}

test.describe('the packaged app', () => {
  test.skip(process.platform !== 'linux', 'needs Linux, where this test makes the package');

  test.beforeAll(() => {
    test.setTimeout(300_000);
    fs.rmSync(release, { recursive: true, force: true });
    const args = ['build/run.mjs', 'dist', '--linux', 'dir', `-c.directories.output=${release}`];
    execFileSync(process.execPath, args, {
      cwd: root,
      env: { ...process.env, E2E_BUILD: '0' },
      stdio: 'pipe',
    });
  });

  test.afterAll(() => {
    fs.rmSync(release, { recursive: true, force: true });
  });

  test('cannot be turned into something else: all fuses are set', async () => {
    const wire = new Map<string, unknown>(Object.entries(await getCurrentFuseWire(program)));
    for (const [name, state] of Object.entries(fuses)) {
      const fuse = FuseV1Options[name as keyof typeof fuses];
      expect(wire.get(String(fuse)), name).toBe(state);
    }
    // The oldest Electron we run on does not have this one.
    const files = wire.get(String(FuseV1Options.GrantFileProtocolExtraPrivileges));
    if (files !== undefined) expect(files, 'GrantFileProtocolExtraPrivileges').toBe(off);
  });

  test('carries the program and nothing else', () => {
    const resources = path.join(path.dirname(program), 'resources');
    expect(fs.readdirSync(resources).sort()).toEqual(['app.asar', 'app.asar.unpacked']);
    // DOSBox has to read the practice tool, and cannot look into an archive.
    const unpacked = fs.readdirSync(path.join(resources, 'app.asar.unpacked'), {
      recursive: true,
      encoding: 'utf8',
      withFileTypes: true,
    });
    const files = unpacked.filter((entry) => entry.isFile()).map(({ name }) => name);
    expect(files).toEqual(['PRACTOOL.COM']);
  });

  test('opens its window', async ({ home }) => {
    expect(await startPackaged(home)).toContain('ready');
  });

  test('does not become a plain Node when asked to', async ({ home }) => {
    expect(await startPackaged(home, { ELECTRON_RUN_AS_NODE: '1' })).toContain('ready');
  });
});
