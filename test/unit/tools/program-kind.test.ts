/**
 * Motivation: 64-bit Windows cannot run a 16-bit program, DOSBox no Windows program and Wine no DOS program; none of them
 * says so well. And a file that is no program at all must not be handed to a shell.
 * Description: headers of each kind; a Windows that is played.
 * Pass criteria: each is known by its header, and refused where it cannot run, with words that say what to do.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lookAtTool } from '../../../electron/tools/look-at-tool';
import { nativeRunner } from '../../../electron/tools/native';
import { programKind } from '../../../electron/tools/program-kind';
import { isUnixProgram } from '../../../electron/tools/unix-program';
import { toolTrouble } from '../../../shared/words/tools';
import { temporaryFolder } from '../../support/places';

/** A program with a new header, as all that are newer than DOS have. */
function program(begins: string, target = 0, at = 64): Buffer {
  const bytes = Buffer.alloc(at + 64);
  bytes.write('MZ');
  bytes.writeUInt32LE(at, 0x3c);
  bytes.write(begins, at, 'latin1');
  if (begins === 'NE') bytes[at + 0x36] = target;
  return bytes;
}

const samples = [
  ['CHKSTAT.EXE', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(1000)]), 'dos'],
  ['SHORT.EXE', Buffer.from('MZ and no more'), 'dos'],
  ['OLDER.EXE', Buffer.concat([Buffer.from('ZM'), Buffer.alloc(1000)]), 'dos'],
  ['CHKSTAT2.EXE', program('NE', 1), 'dos'],
  ['EXTENDED.EXE', program('LE'), 'dos'],
  ['CUT.EXE', program('PE\0\0', 0, 64).subarray(0, 70), 'dos'],
  ['ANALYZE.COM', Buffer.from([0xb4, 0x4c, 0xcd, 0x21]), 'dos'],
  ['WINADMIN.EXE', program('NE', 2), 'windows-16'],
  ['EXPORT32.EXE', program('PE\0\0\x4c\x01'), 'windows-32'],
  ['NEW.EXE', program('PE\0\0\x64\x86', 0, 256), 'windows-64'],
  ['RUN.BAT', Buffer.from('@echo off\r\n'), 'other'],
  ['TEXT.EXE', Buffer.from('text'), 'other'],
  ['EMPTY.COM', Buffer.alloc(0), 'other'],
  ['script.com', Buffer.from('#!/bin/sh\n'), 'other'],
] as const;

async function write(name: string, bytes: Uint8Array): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, bytes, { mode: 0o755 });
  return file;
}

const command = (tool: string) => ({ tool, args: [], values: { name: '', password: '' }, copy: '/copy' });
const words = async (runner: ReturnType<typeof nativeRunner>, tool: string): Promise<string | null> => {
  const trouble = await runner.check(command(tool));
  return trouble && `${trouble.code}: ${toolTrouble(trouble)}`;
};

describe('what kind of program a file is', () => {
  test.for(samples)('%s', async ([name, bytes, kind]) => {
    expect(await programKind(await write(name, bytes))).toBe(kind);
  });

  test('what is not there, and what is a folder', async () => {
    expect(await lookAtTool('/nowhere/CHKSTAT.EXE')).toMatchObject({ code: 'tool-missing' });
    expect(await lookAtTool('/bin/sh/CHKSTAT.EXE')).toMatchObject({ code: 'tool-missing' });
    expect(await lookAtTool('/tmp')).toMatchObject({ code: 'not-a-program' });
  });
});

describe('where it runs', () => {
  const windows64 = nativeRunner({ codePage: '437', platform: 'win32', sixteenBit: false });
  const windows32 = nativeRunner({ codePage: '437', platform: 'win32', sixteenBit: true });
  const unix = nativeRunner({ codePage: '437', platform: 'linux' });

  test('64-bit Windows: not what has 16 bits', async () => {
    for (const [name, bytes, kind] of samples) {
      const said = await words(windows64, await write(name, bytes));
      if (kind.startsWith('windows-32') || kind === 'windows-64') expect(said, name).toBeNull();
      else if (kind === 'dos') expect(said, name).toMatch(/^needs-dos: .*64-bit Windows.*use DOSBox/);
      else if (kind === 'windows-16') expect(said, name).toMatch(/^needs-old-windows: .*16-bit Windows/);
      else expect(said, name).toMatch(/^not-a-program: .*not a batch file/);
    }
  });

  test('32-bit Windows: all programs', async () => {
    for (const [name, bytes, kind] of samples) {
      const said = await words(windows32, await write(name, bytes));
      if (kind === 'other') expect(said, name).toMatch(/^not-a-program: /);
      else expect(said, name).toBeNull();
    }
  });

  test('Linux and macOS: neither DOS nor Windows programs', async () => {
    for (const [name, bytes, kind] of samples) {
      const said = await words(unix, await write(name, bytes));
      if (name === 'script.com') expect(said).toBeNull();
      else expect(said, name).toMatch(/^(needs-dos|needs-windows|needs-old-windows|not-a-program): /);
      if (kind === 'windows-32') expect(said).toMatch(/^needs-windows: .*Wine/);
    }
  });
});

describe('what a Unix can start by itself', () => {
  const elf = (type: number, machine: number): Buffer => {
    const header = Buffer.alloc(64);
    header.write('\x7fELF\x02\x01', 'latin1');
    header.writeUInt16LE(type, 16);
    header.writeUInt16LE(machine, 18);
    return header;
  };

  test.for([
    ['a program', elf(3, 62), true],
    ['a program for another kind of computer', elf(2, 8), false],
    ['a part of a program', elf(1, 62), false],
    ['a damaged one', Buffer.from('\x7fELF and more text', 'latin1'), false],
    ['a script', Buffer.from('#!/usr/bin/env node\n'), true],
    ['a program of a Mac', Buffer.from('cffaedfe07000001', 'hex'), true],
    ['a text that a shell would run', Buffer.from('rm -rf somewhere\n'), false],
    ['nothing', Buffer.alloc(0), false],
  ] as const)('%s', async ([, bytes, runs]) => {
    expect(await isUnixProgram(await write('tool', bytes), 'x64')).toBe(runs);
  });

  test('the shell of this computer', async () => {
    expect(await isUnixProgram('/bin/sh')).toBe(true);
  });
});
