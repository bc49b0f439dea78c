/**
 * Motivation: there are three DOSBoxes, which are found in different places, say in different ways what they are and want
 * to be started differently.
 * Description: what each of them says; played Windows and macOS; the configuration that is written.
 * Pass criteria: each is known and found, nobody's own configuration is read, and no folder but ours is shown to DOS.
 */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunProgram } from '../../../electron/run/program';
import { dosTail } from '../../../electron/tools/dosbox/command-line';
import { configText, dosBoxArguments } from '../../../electron/tools/dosbox/config';
import { dosBoxRunner } from '../../../electron/tools/dosbox/dosbox';
import { findDosBox, parseVersion } from '../../../electron/tools/dosbox/find';
import { readEnd, runCom, runComCode } from '../../../electron/tools/dosbox/run-com';
import { nameInDos } from '../../../electron/tools/dosbox/tools-folder';
import { temporaryFolder } from '../../support/places';

const says =
  (stdout: string): RunProgram =>
  async () =>
    await Promise.resolve({ code: 0, stdout, stderr: '', failed: null });

describe('which DOSBox it is', () => {
  test.for([
    ['\nDOSBox version 0.74-3, copyright 2002-2019 DOSBox Team.\n\nDOSBox is written by', 'dosbox', '0.74-3'],
    ['DOSBox-X version 2024.03.01 SDL2, copyright 2011-2024 The DOSBox-X Team.', 'dosbox-x', '2024.03.01'],
    ['DOSBox-X version 2026.08.31 SDL2', 'dosbox-x', '2026.08.31'],
    ['dosbox-staging version 0.81.0-alpha-2001-g8d787', 'dosbox-staging', '0.81.0-alpha-2001-g8d787'],
    ['dosbox-staging, version 0.78.1', 'dosbox-staging', '0.78.1'],
    ['DOSBox Staging version 0.82.0', 'dosbox-staging', '0.82.0'],
  ] as const)('%s', ([text, variant, version]) => {
    expect(parseVersion(text)).toEqual({ variant, version });
  });

  test.for(['', 'ls (GNU coreutils) 9.1', 'a version of DOSBox'])('not %s', (text) => {
    expect(parseVersion(text)).toBeNull();
  });
});

describe('where it is found', () => {
  async function place(...names: string[]): Promise<string> {
    const program = path.join(...names);
    await mkdir(path.dirname(program), { recursive: true });
    await writeFile(program, '');
    await chmod(program, 0o755);
    return program;
  }

  test('in the folders that are searched, and nowhere relative', async () => {
    const base = await temporaryFolder();
    const program = await place(base, 'bin', 'dosbox-x');
    const env = { PATH: `.:relative:${base}/other:${base}/bin` };
    const found = await findDosBox(
      null,
      { platform: 'darwin', env },
      says('DOSBox-X version 2024.03.01 SDL2'),
    );
    expect(found).toEqual({ program, variant: 'dosbox-x', version: '2024.03.01' });
  });

  test('where installers of Windows put it; there it says nothing, and its name tells', async () => {
    const base = await temporaryFolder();
    await place(base, 'DOSBox-0.74-2', 'dosbox.exe');
    const program = await place(base, 'DOSBox-0.74-10', 'dosbox.exe');
    const surroundings = { platform: 'win32', env: { ProgramFiles: base, PATH: '' } } as const;
    expect(await findDosBox(null, surroundings, says(''))).toEqual({
      program,
      variant: 'dosbox',
      version: null,
    });
    const staging = await place(base, 'DOSBox Staging', 'dosbox.exe');
    expect(await findDosBox(staging, surroundings, says(''))).toMatchObject({ variant: 'dosbox-staging' });
  });

  test('nowhere', async () => {
    const nowhere = { platform: 'darwin', env: { PATH: '' } } as const;
    const runner = dosBoxRunner({ dosbox: null, codePage: '437', window: false, surroundings: nowhere });
    expect(await runner.look()).toMatchObject({
      usable: false,
      reason: { code: 'program-missing', params: { program: 'DOSBox' } },
    });
  });

  test('it may not be run, or takes too long to say what it is', async () => {
    const base = await temporaryFolder();
    const program = await place(base, 'dosbox');
    const ends =
      (failed: 'refused' | 'timeout'): RunProgram =>
      async () =>
        await Promise.resolve({ code: null, stdout: '', stderr: '', failed });
    const surroundings = { platform: 'linux', env: {} } as const;
    expect(await findDosBox(program, surroundings, ends('refused'))).toMatchObject({ code: 'no-rights' });
    expect(await findDosBox(program, surroundings, ends('timeout'))).toMatchObject({ code: 'failed' });
  });
});

describe('how it is started', () => {
  test('with a configuration of ours alone', () => {
    for (const variant of ['dosbox', 'dosbox-x', 'dosbox-staging'] as const) {
      expect(dosBoxArguments(variant)).toContain('postbag.conf');
    }
    expect(dosBoxArguments('dosbox-staging')).toEqual(
      expect.arrayContaining(['--noprimaryconf', '--nolocalconf']),
    );
    expect(dosBoxArguments('dosbox-x')).toContain('-nopromptfolder');
  });

  test('with four drives, all of them ours, and no way to mount another', () => {
    const text = configText({ variant: 'dosbox', workFree: 100_000_000, copyFree: 5_000_000_000 });
    expect(text.match(/^mount .*$/gm)).toEqual([
      'mount c work -size 512,64,65535,3051',
      'mount p post -size 512,64,65535,65535',
      'mount r run -size 512,64,65535,3051',
      'mount t tools -size 512,64,65535,3051',
    ]);
    expect(text.indexOf('-securemode')).toBeLessThan(text.indexOf('run.com'));
  });
});

describe('what a tool is called in DOS', () => {
  test.for([
    ['/srv/tools/chkstat.exe', 'CHKSTAT.EXE'],
    ['/srv/tools/CHKSTAT2.EXE', 'CHKSTAT2.EXE'],
    ['/srv/tools/chkstat-new.exe', 'TOOL.EXE'],
    ['/srv/tools/chk stat.com', 'TOOL.COM'],
    ['/srv/tools/chk.stat.exe', 'TOOL.EXE'],
    ['/srv/tools/prüfen.exe', 'TOOL.EXE'],
  ] as const)('%s', ([file, name]) => {
    expect(nameInDos(file)).toBe(name);
  });
});

describe('what starts it', () => {
  const command = (args: readonly string[], values = { name: 'HARBOUR', password: 'pw' }) => ({
    tool: '/srv/tools/CHKSTAT.EXE',
    args,
    values,
    copy: '/copies/1',
  });
  const tailOf = (args: readonly string[], values?: { name: string; password: string }): string =>
    Buffer.from(dosTail(command(args, values), '437') as Uint8Array).toString('latin1');

  test('the lines that sources print (domain.md 3.2)', () => {
    expect(tailOf(['{name}', '{password}', '{dir}', 'DIAGNOSTICS/M'])).toBe(
      ' HARBOUR pw P:\\PO DIAGNOSTICS/M',
    );
    expect(tailOf(['/N{name}', '/P{password}', '/D{dir}'])).toBe(' /NHARBOUR /Ppw /DP:\\PO');
    expect(tailOf(['/N{name}', '/D{dir}'], { name: 'Last, first', password: '' })).toBe(
      ' /N"Last, first" /DP:\\PO',
    );
  });

  test('a password that stands in the command as it was typed is not told in a reason', () => {
    const trouble = dosTail(command(['/Ppw>x']), '437');
    expect(trouble).toEqual({ code: 'shell-only', params: { argument: '/P******>x' } });
  });

  test('is laid out as its source says', () => {
    const bytes = runCom({ program: 'T:\\A.COM', tail: Buffer.from(' x'), keyboard: true });
    const behind = bytes.subarray(runComCode.length);
    expect([...behind.subarray(0, 5)]).toEqual([1, 2, 0x20, 0x78, 13]);
    expect(behind.subarray(129).toString('latin1')).toBe('T:\\A.COM\0');
    expect(runCom({ program: 'T:\\A.COM', tail: Buffer.alloc(0), keyboard: false })[runComCode.length]).toBe(
      0,
    );
    expect(() => runCom({ program: 'T:\\A.COM', tail: Buffer.alloc(127), keyboard: false })).toThrow(
      'too long',
    );
  });

  test('says how the tool ended', () => {
    expect(readEnd(Buffer.from('X\x09\0', 'latin1'))).toEqual({ kind: 'exit', code: 9 });
    expect(readEnd(Buffer.from('X\x09\x03', 'latin1'))).toEqual({ kind: 'exit', code: 9 });
    expect(readEnd(Buffer.from('X\x00\x01', 'latin1'))).toEqual({ kind: 'cut-off', code: 0 });
    expect(readEnd(Buffer.from('E\x08\0', 'latin1'))).toEqual({ kind: 'error', number: 8 });
    for (const text of ['', 'X', 'X\0', 'X\0\0\0', 'Y\0\0']) expect(readEnd(Buffer.from(text))).toBeNull();
  });
});
