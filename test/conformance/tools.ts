/**
 * What every tool runner must do, run against each of them with a real small tool: `test/support/dos/tool.asm` says what
 * the tool's words mean.
 */
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as passes } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ToolCall, ToolRunner } from '../../electron/tools/runner';
import type { ToolEnd } from '../../shared/tools';
import { toolTrouble } from '../../shared/words/tools';
import { cannotMount, mountMemory } from '../support/disks';
import { callOf, filesWith, hears, makeBench, processesIn, type Bench } from '../support/tools/world';

export interface ToolsWorld {
  readonly runner: ToolRunner;
  /** Absolute path of the test tool. */
  readonly tool: string;
  /** How a path goes on behind `{dir}`. */
  readonly separator: string;
  /** What `A {name} /N{name} {dir}` prints, for this name and copy. */
  readonly hears: (name: string, copy: string) => string;
  /** Something that looks like a tool of this runner and cannot be run. Absolute. */
  readonly broken: (folder: string) => Promise<string>;
}

const LINE = 'the same line again and again, sixty-four bytes of it with its end';
const PASSWORD = 'Gh%7xQ<z';

/** Registers the tests. */
export function toolConformance(
  name: string,
  makeWorld: () => Promise<ToolsWorld>,
  { skip: why }: { readonly skip?: string | null } = {},
): void {
  let world: ToolsWorld;

  const onBench =
    (work: (bench: Bench, world: ToolsWorld) => Promise<void>, needsMounts = false) =>
    async ({ skip }: { skip: (condition: boolean, why: string) => void }) => {
      skip(typeof why === 'string', why ?? '');
      skip(needsMounts && cannotMount !== null, cannotMount ?? '');
      await work(await makeBench(), world);
    };

  /** Runs the test tool. @returns its end, what was heard live, and what was kept */
  const runTool = async (bench: Bench, args: readonly string[], more: Partial<ToolCall> = {}) => {
    const said: string[] = [];
    const call = await callOf(bench, world.tool, args, { onOutput: (text) => said.push(text), ...more });
    const end = await world.runner.run(call);
    return { ...end, call, said: said.join(''), kept: await readFile(end.outputFile, 'utf8') };
  };
  const inCopy = (file: string): string => `{dir}${world.separator}${file}`;
  const well = { failed: null, reason: null };

  describe(`${name} runs tools`, () => {
    beforeAll(async () => {
      if (typeof why !== 'string') world = await makeWorld();
    });

    test(
      'it says whether it can be used, and a test program shows that it can',
      onBench(async ({ base }, { runner }) => {
        expect(await runner.look()).toMatchObject({ id: runner.id, usable: true, reason: null });
        const scratch = path.join(base, 'self test');
        await mkdir(scratch);
        const state = await runner.selfTest(scratch, new AbortController().signal);
        expect(state).toMatchObject({ id: runner.id, usable: true, reason: null });
      }),
    );

    test(
      'arguments arrive as they were typed, with the name and the folder filled in',
      onBench(async (bench, { hears: expected }) => {
        for (const given of ['HARBOUR', 'Last, first', '{dir} & $HOME', '100%']) {
          const args = ['A', '{name}', '/N{name}', '{dir}', '{other}'];
          const { said, kept, exitCode } = await runTool(bench, args, {
            values: { name: given, password: '' },
          });
          expect(said).toBe(expected(given, bench.copy));
          expect(kept).toBe(said);
          expect(exitCode).toBe(0);
        }
      }),
    );

    test.for([0, 1, 9, 42, 255])(
      'exit code %i is told as it is, and is no failure',
      async (code, { skip }) =>
        await onBench(async (bench) => {
          const { exitCode, said, ...end } = await runTool(bench, ['X', String(code)]);
          expect(end).toMatchObject(well);
          expect(exitCode).toBe(code);
          expect(said.trim()).toBe('ending');
        })({ skip }),
    );

    test(
      'it reads, makes and deletes files of the copy, and leaves the others',
      onBench(async (bench) => {
        expect((await runTool(bench, ['R', inCopy('MLANDATA')])).said).toBe('messages');
        expect(await runTool(bench, ['W', inCopy('NEW')])).toMatchObject({ exitCode: 0, ...well });
        expect(await readFile(path.join(bench.copy, 'NEW'), 'utf8')).toBe('by the tool');
        expect(await runTool(bench, ['D', inCopy('USR00001')])).toMatchObject({ exitCode: 0, ...well });
        expect((await readdir(bench.copy)).sort()).toEqual(['MLANDATA', 'NEW']);
        expect(await runTool(bench, ['R', inCopy('USR00001')])).toMatchObject({ exitCode: 1, ...well });
      }),
    );

    test(
      'it works in a folder of its own, and nothing but that and its output is left in the scratch folder',
      onBench(async (bench) => {
        const { call, startedAt, endedAt } = await runTool(bench, ['O', 'one']);
        expect((await readdir(call.scratch)).sort()).toEqual(['output.txt', 'work']);
        expect(await readFile(path.join(call.scratch, 'work', 'OWN.LOG'), 'utf8')).toBe(' O one');
        expect((await readdir(bench.copy)).sort()).toEqual(['MLANDATA', 'USR00001']);
        expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
      }),
    );

    test(
      'all of its output is kept, and told',
      onBench(async (bench) => {
        const { kept, said } = await runTool(bench, ['B']);
        const lines = kept.split(/\r?\n/);
        expect(lines.pop()).toBe('');
        expect(lines).toEqual(new Array(1000).fill(LINE));
        expect(said).toBe(kept);
      }),
    );

    test(
      'what it prints as an error is kept as well',
      onBench(async (bench) => {
        const { kept } = await runTool(bench, ['S']);
        expect(kept.split(/\r?\n/).sort()).toEqual(['', 'on standard error', 'on standard output']);
      }),
    );

    test(
      'letters beyond ASCII are read in the right characters',
      onBench(async (bench) => {
        expect((await runTool(bench, ['8'])).kept.trim()).toBe('üäÜß');
      }),
    );

    test(
      'errors in the output of a tool that ends with 0 are its own affair: they are kept',
      onBench(async (bench) => {
        const { exitCode, kept, ...end } = await runTool(bench, ['N']);
        expect({ exitCode, ...end }).toMatchObject({ exitCode: 0, ...well });
        expect(kept).toContain('Errors found: 3');
      }),
    );

    test(
      'output is told while the tool is at work',
      onBench(async (bench, { runner, tool }) => {
        const said: string[] = [];
        const call = await callOf(bench, tool, ['L', inCopy('GO')], { onOutput: (text) => said.push(text) });
        const running = runner.run(call);
        await hears(said, 'first');
        await passes(300);
        expect(said.join('').trim()).toBe('first');
        expect(await readFile(path.join(call.scratch, 'output.txt'), 'utf8')).toBe(said.join(''));
        await writeFile(path.join(bench.copy, 'GO'), '');
        expect(await running).toMatchObject({ exitCode: 0, ...well });
        expect(said.join('').split(/\r?\n/)).toEqual(['first', 'second', '']);
      }),
    );

    test(
      'a tool that asks gets no answer',
      onBench(async (bench) => {
        const { exitCode, said } = await runTool(bench, ['Q']);
        expect(said.trim()).toBe('Go on (Y/N)? no answer');
        expect(exitCode).toBe(5);
      }),
    );

    test(
      'a tool that hangs is ended after the limit, with everything that belongs to it',
      onBench(async (bench) => {
        const end = await runTool(bench, ['H'], { limitMs: 4000 });
        expect(end).toMatchObject({ exitCode: null, failed: 'timeout' });
        expect(end.kept.trim()).toBe('hanging');
        expect(processesIn(bench.base)).toEqual([]);
        expect(sentenceOf(end)).toMatch(/^It had not ended after 4s/);
      }),
    );

    test(
      'a tool that prints without end is ended, and no more is kept than was said',
      onBench(async (bench) => {
        const end = await runTool(bench, ['F'], { mostBytes: 100_000 });
        expect(end).toMatchObject({ exitCode: null, failed: 'flooded', reason: { code: 'flooded' } });
        expect(Buffer.byteLength(end.kept)).toBe(100_000);
        expect(end.said).toBe(end.kept);
        expect(processesIn(bench.base)).toEqual([]);
      }),
    );

    test(
      'a person can cancel it',
      onBench(async (bench, { runner, tool }) => {
        const controller = new AbortController();
        const said: string[] = [];
        const call = await callOf(bench, tool, ['H'], {
          signal: controller.signal,
          onOutput: (text) => said.push(text),
        });
        const running = runner.run(call);
        await hears(said, 'hanging');
        controller.abort();
        expect(await running).toMatchObject({ exitCode: null, failed: 'cancelled' });
        expect(processesIn(bench.base)).toEqual([]);

        const before = await runTool(bench, ['W', inCopy('NEW')], { signal: controller.signal });
        expect(before).toMatchObject({ exitCode: null, failed: 'cancelled' });
        expect(await readdir(bench.copy), 'it was not started').not.toContain('NEW');
      }),
    );

    test(
      'a tool that is not there, is a folder, or is damaged',
      onBench(async (bench, { broken }) => {
        const gone = await runTool(bench, ['A'], { tool: path.join(bench.base, 'CHKSTAT.EXE') });
        expect(gone).toMatchObject({ exitCode: null, failed: 'missing', reason: { code: 'tool-missing' } });
        const folder = await runTool(bench, ['A'], { tool: bench.base });
        expect(folder).toMatchObject({ failed: 'refused', reason: { code: 'not-a-program' } });
        const damaged = await runTool(bench, ['A'], { tool: await broken(bench.base) });
        expect(damaged.exitCode).toBeNull();
        expect(damaged.failed).toMatch(/^(did-not-run|refused)$/);
        for (const { reason, kept } of [gone, folder, damaged]) {
          expect(reason && toolTrouble(reason)).toMatch(/^[^{}]+\.$/);
          expect(kept).toBe('');
        }
      }),
    );

    test(
      'what only a command prompt understands is refused before anything is started',
      onBench(async (bench, { runner, tool }) => {
        for (const typed of ['>output.txt', '<NUL', '|more']) {
          const end = await runTool(bench, ['STATUSERS/N', typed]);
          expect(end).toMatchObject({ failed: 'refused', reason: { code: 'shell-only' } });
          const command = { tool, args: [typed], values: { name: '', password: '' }, copy: bench.copy };
          expect(await runner.check(command)).toEqual(end.reason);
        }
        const fine = {
          tool,
          args: ['A', '{name}'],
          values: { name: 'HARBOUR', password: '' },
          copy: bench.copy,
        };
        expect(await runner.check(fine)).toBeNull();
      }),
    );

    test(
      'a scratch folder that becomes full ends the tool: nobody could say what it did',
      onBench(async (bench) => {
        for (const verb of ['F', 'B']) {
          const base = path.join(bench.base, `small disk ${verb}`);
          mountMemory(base, 15 * 4096);
          const end = await runTool({ ...bench, base }, [verb]);
          expect(end, verb).toMatchObject({ failed: 'output-lost' });
          expect(sentenceOf(end), verb).toMatch(/ENOSPC|is full/);
          expect(processesIn(bench.base)).toEqual([]);
        }
      }, true),
    );

    describe('passwords', () => {
      const values = { name: 'HARBOUR', password: PASSWORD };

      test(
        'the tool gets the password; whatever it prints or writes, it is nowhere afterwards',
        onBench(async (bench, { runner, tool }) => {
          for (const verb of ['A', 'U', 'O']) {
            const args = [verb, '{name}', '/P{password}', '{password}'];
            const { call, said, kept } = await runTool(bench, args, { values });
            const shown = runner.commandLine(call);
            expect(shown).toContain('HARBOUR /P****** ******');
            expect(shown).toContain(path.basename(tool));
            if (verb !== 'O') expect(said).toContain(`${verb} HARBOUR /P****** ******]`);
            for (const text of [shown, said, kept]) expect(text.toLowerCase()).not.toContain('gh%7xq<z');
            expect(await filesWith(call.scratch, PASSWORD)).toEqual([]);
          }
        }),
      );

      test(
        'it was the password itself that the tool got',
        onBench(async (bench) => {
          // Too short a text to be found again: this one is not masked since it is handed over as a name.
          const { said } = await runTool(bench, ['A', '/P{name}'], {
            values: { name: PASSWORD, password: '' },
          });
          expect(said.trim()).toBe(`[ A /P${PASSWORD}]`);
        }),
      );

      test(
        'nor is it anywhere after a tool that was ended',
        onBench(async (bench) => {
          const hung = await runTool(bench, ['H', '{password}'], { values, limitMs: 3000 });
          expect(hung.failed).toBe('timeout');
          const flood = await runTool(bench, ['F', '{password}'], { values, mostBytes: 50_000 });
          expect(flood.failed).toBe('flooded');
          const gone = await runTool(bench, ['A', '{password}'], { values, tool: '/nowhere/CHKSTAT.EXE' });
          expect(gone.failed).toBe('missing');
          const refused = await runTool(bench, ['A', '{password}>out'], { values });
          expect(refused.failed).toBe('refused');
          for (const end of [hung, flood, gone, refused]) {
            expect(await filesWith(end.call.scratch, PASSWORD)).toEqual([]);
            expect(sentenceOf(end)).not.toContain(PASSWORD);
          }
        }),
      );
    });
  });
}

const sentenceOf = ({ reason }: Pick<ToolEnd, 'reason'>): string => (reason ? toolTrouble(reason) : '');
