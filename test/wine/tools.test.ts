/**
 * Motivation: the newest tools for these post offices are Windows programs. Wine runs them on Linux and macOS; but a Wine
 * without its 32-bit part says nothing at all about a 32-bit program, and ends with 0.
 * Description: the conformance suite with a real Windows program in a real Wine; programs that Wine cannot run.
 * Pass criteria: what Wine cannot run is refused in words and never taken for a success; when a tool is ended, the programs
 * that it started end with it.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onDriveZ, wineRunner } from '../../electron/tools/wine';
import { runnerReason, toolTrouble } from '../../shared/words/tools';
import { toolConformance } from '../conformance/tools';
import { temporaryFolder } from '../support/places';
import { makeWindowsTool } from '../support/tools/tools';
import { callOf, hears, makeBench, processesIn } from '../support/tools/world';
import { cannotRun, driveC, prepareWindows } from './windows';

const prefix = path.dirname(driveC);
const parts = { wine: null, prefix, codePage: '437' } as const;
const runner = wineRunner(parts);
let folder: string;
let tool: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'postbag windows tools-'));
  if (cannotRun !== null) return;
  prepareWindows();
  tool = await makeWindowsTool(folder);
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

/** What begins as a Windows program does, with this behind it. */
function windowsProgram(begins: string): Buffer {
  const program = Buffer.alloc(512);
  program.write('MZ');
  program.writeUInt32LE(64, 0x3c);
  program.write(begins, 64, 'latin1');
  return program;
}

toolConformance(
  'Wine',
  async () =>
    await Promise.resolve({
      runner,
      tool,
      separator: '\\',
      hears: (name, copy) => `[ A ${name} /N${name} ${onDriveZ(copy)} {other}]\r\n`,
      broken: async (at) => {
        const file = path.join(at, 'damaged.exe');
        await writeFile(file, 'MZ and nothing else');
        return file;
      },
    }),
  { skip: cannotRun },
);

describe('what Wine may do', () => {
  test.skipIf(cannotRun)('one that starts others is ended with them', async () => {
    const bench = await makeBench();
    const controller = new AbortController();
    const said: string[] = [];
    const call = await callOf(bench, tool, ['C'], {
      signal: controller.signal,
      onOutput: (text) => said.push(text),
    });
    const running = runner.run(call);
    await hears(said, 'hanging');
    expect(processesIn(bench.base).length).toBeGreaterThan(1);
    controller.abort();
    expect(await running).toMatchObject({ failed: 'cancelled' });
    expect(processesIn(bench.base)).toEqual([]);
  });

  test.skipIf(cannotRun)('programs that it cannot run are refused, in words', async () => {
    const bench = await makeBench();
    const refusals = [
      ['CHKSTAT.EXE', Buffer.from('MZ, and that is all'), 'needs-dos', 'use DOSBox'],
      ['DOS.COM', Buffer.from([0xcd, 0x20]), 'needs-dos', 'use DOSBox'],
      ['OLD.EXE', windowsProgram(`NE${'\0'.repeat(52)}\x02`), 'needs-old-windows', '32-bit Windows'],
      ['text.exe', Buffer.from('text'), 'not-a-program', 'no program'],
    ] as const;
    for (const [name, bytes, code, words] of refusals) {
      const file = path.join(bench.base, name);
      await writeFile(file, bytes);
      const end = await runner.run(await callOf(bench, file, []));
      expect(end, name).toMatchObject({ failed: 'refused', reason: { code } });
      expect(end.reason && toolTrouble(end.reason)).toContain(words);
    }
  });

  test.skipIf(cannotRun)(
    'a 32-bit program, in a Wine that has no 32-bit part, is refused',
    async ({ skip }) => {
      const cmd = path.join(driveC, 'windows/syswow64/cmd.exe');
      const has32Bit = await readFile(cmd).then(
        () => true,
        () => false,
      );
      skip(has32Bit, 'this Wine has its 32-bit part');
      const bench = await makeBench();
      const file = path.join(bench.base, 'EXPORT32.EXE');
      await writeFile(file, windowsProgram('PE\0\0\x4c\x01'));
      const end = await runner.run(await callOf(bench, file, []));
      expect(end).toMatchObject({ failed: 'refused', reason: { code: 'needs-32-bit' } });
      expect(end.reason && toolTrouble(end.reason)).toContain('wine32');
    },
  );

  test.skipIf(cannotRun)('names that Windows does not have are refused', async () => {
    const bench = await makeBench();
    const copy = path.join(bench.base, 'copy: 1');
    await mkdir(copy);
    const end = await runner.run(await callOf(bench, tool, ['A', '{dir}'], { copy }));
    expect(end).toMatchObject({ failed: 'refused', reason: { code: 'characters' } });
  });

  test.skipIf(cannotRun)('a Windows of its own is made where there is none yet', async () => {
    const base = await temporaryFolder();
    const fresh = wineRunner({ ...parts, prefix: path.join(base, 'not', 'yet') });
    const scratch = path.join(base, 'scratch');
    await mkdir(scratch);
    const state = await fresh.selfTest(scratch, new AbortController().signal);
    expect(state).toMatchObject({ usable: true, reason: null });
  });

  test('one that a person showed and that is none', async () => {
    const base = await temporaryFolder();
    const file = path.join(base, 'wine');
    const shown = wineRunner({ ...parts, wine: file });
    expect(await shown.look()).toMatchObject({ usable: false, reason: { code: 'program-missing' } });
    await writeFile(file, '#!/bin/sh\necho 9.1\n', { mode: 0o755 });
    expect(await shown.look()).toMatchObject({ usable: false, reason: { code: 'not-understood' } });
    await writeFile(file, '#!/bin/sh\necho no loader >&2\nexit 1\n', { mode: 0o755 });
    const state = await shown.look();
    expect(state).toMatchObject({ usable: false, reason: { code: 'failed' } });
    expect(state.reason && runnerReason(state.reason)).toBe(`${file} failed: no loader`);
  });

  test('on Windows there is nothing to run in Wine', async () => {
    const windows = wineRunner({ ...parts, surroundings: { platform: 'win32', env: {} } });
    expect(await windows.look()).toMatchObject({ usable: false, reason: { code: 'other-system' } });
  });
});
