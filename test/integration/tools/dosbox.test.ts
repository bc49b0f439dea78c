/**
 * Motivation: most people who have such a post office today have no computer left that runs its tools. DOSBox runs them,
 * but it was made for games: it says nothing about how a program ended, shows a program whatever folder it is told to, and
 * cuts names and command lines without a word.
 * Description: the conformance suite with a real DOS program in a real DOSBox; what only DOS has: one short text as
 * command line, short names, drives; DOSBoxes that are killed, that fail, and that are none.
 * Pass criteria: what DOS cannot do is refused in words before anything is started; how the tool ended is exact; it reaches
 * the copy, its own folder and copies of the tools, and nothing else.
 */
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dosBoxRunner } from '../../../electron/tools/dosbox/dosbox';
import { probeCom } from '../../../electron/tools/dosbox/probe-com';
import { runComCode } from '../../../electron/tools/dosbox/run-com';
import type { ToolCall } from '../../../electron/tools/runner';
import { runnerReason, toolTrouble } from '../../../shared/words/tools';
import { toolConformance } from '../../conformance/tools';
import { cannotMount, freeBytes, mountMemory, takeUp } from '../../support/disks';
import { root, temporaryFolder } from '../../support/places';
import { assemble, makeDosTool, noDos } from '../../support/tools/tools';
import { callOf, filesWith, hears, makeBench, processesIn, type Bench } from '../../support/tools/world';

const usual = { dosbox: null, codePage: '437', window: false } as const;
const runner = dosBoxRunner(usual);
let folder: string;
let tool: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'postbag dos tools-'));
  if (noDos === null) tool = await makeDosTool(folder);
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const quoted = (name: string): string => (name.includes(' ') ? `"${name}"` : name);

toolConformance(
  'DOSBox',
  async () =>
    await Promise.resolve({
      runner,
      tool,
      separator: '\\',
      hears: (name) => `[ A ${quoted(name)} /N${quoted(name)} P:\\PO {other}]\r\n`,
      broken: async (at) => {
        // An .EXE that says that it goes on for a megabyte.
        const header = Buffer.alloc(512);
        header.write('MZ');
        header.writeUInt16LE(2048, 4);
        header.writeUInt16LE(0xffff, 8);
        const file = path.join(at, 'DAMAGED.EXE');
        await writeFile(file, header);
        return file;
      },
    }),
  { skip: noDos },
);

/** Runs the tool. */
async function runTool(bench: Bench, args: readonly string[], more: Partial<ToolCall> = {}, by = runner) {
  const call = await callOf(bench, tool, args, more);
  const end = await by.run(call);
  return { ...end, call, kept: await readFile(end.outputFile, 'utf8') };
}

describe('what is assembled', () => {
  test.skipIf(noDos)('the programs that stand in the sources are those of their own sources', async () => {
    const sources = path.join(root, 'electron/tools/dosbox');
    expect(Buffer.from(runComCode)).toEqual(await assemble(path.join(sources, 'run.asm')));
    expect(Buffer.from(probeCom)).toEqual(await assemble(path.join(sources, 'probe.asm')));
  });
});

describe('the command line of DOS', () => {
  test.skipIf(noDos)('126 characters are handed over whole, 127 are refused', async () => {
    const bench = await makeBench();
    const fits = 'x'.repeat(126 - ' A '.length);
    expect((await runTool(bench, ['A', fits])).kept).toBe(`[ A ${fits}]\r\n`);
    const { failed, reason, kept } = await runTool(bench, ['A', `${fits}x`]);
    expect({ failed, reason }).toEqual({
      failed: 'refused',
      reason: { code: 'too-long', params: { length: 127, most: 126 } },
    });
    expect(kept).toBe('');
    expect(reason && toolTrouble(reason)).toContain('127 characters and DOS takes 126');
  });

  test.skipIf(noDos)(
    'letters of the code page arrive; others, and control characters, are refused',
    async () => {
      const bench = await makeBench();
      const fine = await runTool(bench, ['A', '{name}'], { values: { name: 'München', password: '' } });
      expect(fine.kept).toBe('[ A München]\r\n');
      const shown = {
        ...fine.call,
        args: ['/N{name}', '/P{password}', '{dir}'],
        values: { name: 'a b', password: 'x y' },
      };
      expect(runner.commandLine(shown)).toBe('T:\\CHKSTAT.COM /N"a b" /P****** P:\\PO');
      for (const name of ['Łódź', 'two\nlines', 'a\0b', 'a"b']) {
        const { reason } = await runTool(bench, ['A', '{name}'], { values: { name, password: '' } });
        expect(reason, name).toEqual({ code: 'characters', params: { argument: '{name}' } });
      }
    },
  );

  test.skipIf(noDos)('an empty value would move the words behind it up, so it is refused', async () => {
    const bench = await makeBench();
    const { failed, reason } = await runTool(bench, ['A', '{name}', '{password}', '{dir}']);
    expect({ failed, reason }).toEqual({
      failed: 'refused',
      reason: { code: 'empty-argument', params: { argument: '{password}' } },
    });
    expect((await runTool(bench, ['A', '/P{password}'])).kept).toBe('[ A /P]\r\n');
  });

  test.skipIf(noDos)(
    'a word with a space in it, typed without quotes, is refused; with quotes it arrives',
    async () => {
      const bench = await makeBench();
      expect((await runTool(bench, ['A', 'two words'])).reason).toMatchObject({ code: 'characters' });
      expect((await runTool(bench, ['A', '/N"two words"'])).kept).toBe('[ A /N"two words"]\r\n');
    },
  );
});

describe('what the tool is given', () => {
  test.skipIf(noDos)('tools with other names than DOS knows run under a short one', async () => {
    const bench = await makeBench();
    const odd = await makeDosTool(bench.base, 'check statistics.com');
    const said: string[] = [];
    const call = await callOf(bench, odd, ['X', '3'], { onOutput: (text) => said.push(text) });
    expect(runner.commandLine(call)).toBe('T:\\TOOL.COM X 3');
    expect(await runner.run(call)).toMatchObject({ exitCode: 3, failed: null });
  });

  test.skipIf(noDos)('an .EXE that takes all the memory there is runs as a .COM does', async () => {
    const bench = await makeBench();
    const header = Buffer.alloc(32);
    header.write('MZ');
    // Bytes in the last page, pages, paragraphs of the header, memory it must have and wants, stack pointer.
    for (const [at, value] of [
      [2, 37],
      [4, 1],
      [8, 2],
      [10, 0x8000],
      [12, 0xffff],
      [16, 0x200],
    ] as const)
      header.writeUInt16LE(value, at);
    const file = path.join(bench.base, 'RECLAIM.EXE');
    await writeFile(file, Buffer.concat([header, Buffer.from([0xb8, 0x06, 0x4c, 0xcd, 0x21])]));
    expect(await runTool(bench, [], { tool: file })).toMatchObject({ exitCode: 6, failed: null });
  });

  test.skipIf(noDos)('it finds what lies beside it, and cannot change it', async () => {
    const bench = await makeBench();
    const tools = path.join(bench.base, 'tools');
    await mkdir(tools);
    const own = await makeDosTool(tools);
    await writeFile(path.join(tools, 'ie.ri'), 'resources');
    await writeFile(path.join(tools, 'a long name.txt'), 'no DOS name');
    expect((await runTool(bench, ['R', 'T:\\IE.RI'], { tool: own })).kept).toBe('resources');
    expect((await runTool(bench, ['W', 'T:\\IE.RI'], { tool: own })).exitCode).toBe(0);
    expect((await runTool(bench, ['W', 'T:\\NEW'], { tool: own })).exitCode).toBe(0);
    expect(await readFile(path.join(tools, 'ie.ri'), 'utf8')).toBe('resources');
    expect((await readdir(tools)).sort()).toEqual(['CHKSTAT.COM', 'a long name.txt', 'ie.ri']);
  });

  test.skipIf(noDos)('nothing beside the copy can be reached', async () => {
    const bench = await makeBench();
    await writeFile(path.join(bench.base, 'OTHER'), 'somebody else');
    for (const to of ['P:\\OTHER', 'P:\\PO\\..\\OTHER', 'C:\\..\\OTHER', 'D:\\OTHER', 'Z:\\OTHER']) {
      await runTool(bench, ['W', to]);
      await runTool(bench, ['D', to]);
    }
    expect(await readFile(path.join(bench.base, 'OTHER'), 'utf8')).toBe('somebody else');
    const names = (await readdir(bench.base)).filter((name) => !name.startsWith('call '));
    expect(names.sort()).toEqual(['OTHER', 'Private copy of Harbour']);
  });

  test.skipIf(noDos)('a folder in which gigabytes lie beside the tool is refused, in words', async () => {
    const bench = await makeBench();
    const own = await makeDosTool(bench.base);
    await writeFile(path.join(bench.base, 'MLANDATA'), '');
    await truncate(path.join(bench.base, 'MLANDATA'), 3_000_000_000);
    const { failed, reason } = await runTool(bench, ['A'], { tool: own });
    expect({ failed, reason }).toMatchObject({ failed: 'refused', reason: { code: 'tools-folder-large' } });
    expect(reason && toolTrouble(reason)).toContain('a folder of its own');
  });

  test.skipIf(noDos)('it sees as much free space as DOS can count', async () => {
    const { exitCode } = await runTool(await makeBench(), ['G']);
    expect(exitCode, 'sectors of a cluster; DOSBox by itself has 32, and says 250 MB').toBe(64);
  });

  test.skipIf(noDos ?? cannotMount)(
    'a copy whose disk is full ends the tool, which DOSBox tells that all is well',
    async () => {
      const bench = await makeBench();
      const copy = path.join(bench.base, 'small disk');
      mountMemory(copy, 40_960);
      takeUp(path.join(copy, 'MLANDATA'), freeBytes(copy));
      const { exitCode, failed, reason } = await runTool(bench, ['W', '{dir}\\NEW'], { copy });
      expect({ exitCode, failed }).toEqual({ exitCode: null, failed: 'output-lost' });
      expect(reason).toEqual({ code: 'disk-full', params: { folder: copy } });
    },
  );

  test.skipIf(noDos)('a tool that waits for a key is ended after the limit', async () => {
    const end = await runTool(await makeBench(), ['K'], { limitMs: 3000 });
    expect(end).toMatchObject({ failed: 'timeout', kept: 'hanging\r\n' });
  });

  test.skipIf(noDos)('two run at the same time, each with its own output', async () => {
    const bench = await makeBench();
    const [one, two] = await Promise.all([runTool(bench, ['X', '1']), runTool(bench, ['A', 'two'])]);
    expect([one.exitCode, two.exitCode]).toEqual([1, 0]);
    expect([one.kept, two.kept]).toEqual(['ending\r\n', '[ A two]\r\n']);
  });

  test.skipIf(noDos)('the password is on the disk until the tool has begun, and no longer', async () => {
    const bench = await makeBench();
    const said: string[] = [];
    const controller = new AbortController();
    const call = await callOf(bench, tool, ['H', '{password}'], {
      values: { name: '', password: 'geheim99' },
      onOutput: (text) => said.push(text),
      signal: controller.signal,
    });
    const running = runner.run(call);
    await hears(said, 'hanging');
    expect(await filesWith(call.scratch, 'geheim99')).toEqual([]);
    const lines = processesIn(bench.base).map((line) => Number(line.split(' ')[0]));
    expect(lines).toHaveLength(1);
    for (const pid of lines) {
      const started = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8');
      const environment = await readFile(`/proc/${String(pid)}/environ`, 'utf8');
      expect(`${started}${environment}`).not.toContain('geheim99');
    }
    controller.abort();
    await running;
  });
});

describe('what DOSBox may do', () => {
  test.skipIf(noDos)(
    'a Windows program and a 16-bit Windows program are refused: DOS does not run them',
    async () => {
      const bench = await makeBench();
      for (const [begins, code] of [
        ['PE\0\0\x4c\x01', 'needs-windows'],
        ['NE', 'needs-old-windows'],
      ] as const) {
        const program = Buffer.alloc(256);
        program.write('MZ');
        program.writeUInt32LE(64, 0x3c);
        program.write(begins, 64, 'latin1');
        program[64 + 0x36] = 2;
        const file = path.join(bench.base, 'EXPORT32.EXE');
        await writeFile(file, program);
        expect((await runTool(bench, [], { tool: file })).reason).toEqual({ code, params: { tool: file } });
      }
    },
  );

  test.skipIf(noDos)('killed by somebody else: that is no end of the tool', async () => {
    const bench = await makeBench();
    const said: string[] = [];
    const call = await callOf(bench, tool, ['H'], { onOutput: (text) => said.push(text) });
    const running = runner.run(call);
    await hears(said, 'hanging');
    for (const line of processesIn(bench.base)) process.kill(Number(line.split(' ')[0]), 'SIGKILL');
    const end = await running;
    expect(end).toMatchObject({ exitCode: null, failed: 'ended' });
    expect(end.reason && toolTrouble(end.reason)).toMatch(/^It did not end by itself: /);
  });

  test.skipIf(noDos)('nobody’s own configuration is read or made', async () => {
    const home = await temporaryFolder();
    const before = process.env['HOME'];
    process.env['HOME'] = home;
    try {
      await mkdir(path.join(home, '.dosbox'));
      const own = '[autoexec]\nexit\n';
      await writeFile(path.join(home, '.dosbox/dosbox-0.74-3.conf'), own);
      expect((await runTool(await makeBench(), ['X', '7'])).exitCode).toBe(7);
      expect(await readdir(path.join(home, '.dosbox'))).toEqual(['dosbox-0.74-3.conf']);
    } finally {
      process.env['HOME'] = before;
    }
  });

  test.skipIf(noDos)('one that a person showed and that is none', async () => {
    const bench = await makeBench();
    const file = path.join(bench.base, 'dosbox');
    const shown = dosBoxRunner({ ...usual, dosbox: file });
    expect(await shown.look()).toMatchObject({ usable: false, reason: { code: 'program-missing' } });
    const missing = await runTool(bench, ['A'], {}, shown);
    expect(missing).toMatchObject({
      failed: 'missing',
      reason: { code: 'runner-missing', params: { program: file } },
    });

    await writeFile(file, '#!/bin/sh\necho ls 9.1\n', { mode: 0o755 });
    const state = await shown.look();
    expect(state).toMatchObject({ usable: false, reason: { code: 'not-understood' } });
    expect(state.reason && runnerReason(state.reason)).toContain('could not be understood');
    expect((await runTool(bench, ['A'], {}, shown)).reason).toMatchObject({ code: 'not-started' });
  });

  test.skipIf(noDos)(
    'one that does not start the tool: that is no success, whatever it ends with',
    async () => {
      const bench = await makeBench();
      const file = path.join(bench.base, 'dosbox');
      const says =
        'case "$1" in --version) echo "DOSBox version 0.74-3, copyright";; *) echo Exit to error: no display;; esac';
      await writeFile(file, `#!/bin/sh\n${says}\n`);
      await chmod(file, 0o755);
      const broken = dosBoxRunner({ ...usual, dosbox: file });
      const end = await runTool(bench, ['A'], {}, broken);
      expect(end).toMatchObject({ exitCode: null, failed: 'did-not-run', reason: { code: 'not-started' } });
      expect(end.reason && toolTrouble(end.reason)).toContain('Exit to error: no display');

      const scratch = path.join(bench.base, 'self test');
      await mkdir(scratch);
      const state = await broken.selfTest(scratch, new AbortController().signal);
      expect(state).toMatchObject({ usable: false, reason: { code: 'self-test-failed' } });
      expect(state.reason && runnerReason(state.reason)).toContain('no display');
    },
  );

  test.skipIf(noDos)('a copy that is gone is told of, and no folder is made in its place', async () => {
    const bench = await makeBench();
    await rm(bench.copy, { recursive: true });
    const end = await runTool(bench, ['A']);
    expect(end).toMatchObject({ failed: 'did-not-run', reason: { code: 'not-prepared' } });
    await expect(stat(bench.copy)).rejects.toThrow('ENOENT');
  });
});
