/**
 * Motivation: a repair tool that runs as a program of this computer can hang, flood the disk, start others and leave them
 * behind; and it is given a password.
 * Description: the conformance suite with a real program; children, children that make themselves independent, programs
 * that die.
 * Pass criteria: how it ended is told as it is, and afterwards nothing of it is running and no password is written down.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nativeRunner } from '../../../electron/tools/native';
import { toolTrouble } from '../../../shared/words/tools';
import { toolConformance } from '../../conformance/tools';
import { makeNativeTool } from '../../support/tools/tools';
import { callOf, hears, makeBench, processesIn } from '../../support/tools/world';

const why = process.platform === 'linux' ? null : 'looks for processes in /proc';
const runner = nativeRunner({ codePage: '437' });
let folder: string;
let tool: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'postbag native tools-'));
  tool = await makeNativeTool(folder);
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

toolConformance(
  'this computer',
  async () =>
    await Promise.resolve({
      runner,
      tool,
      separator: '/',
      hears: (name, copy) => `[ A ${name} /N${name} ${copy} {other}]\r\n`,
      broken: async (at) => {
        const file = path.join(at, 'damaged');
        await writeFile(file, '\x7fELF and nothing else', { mode: 0o755 });
        return file;
      },
    }),
  { skip: why },
);

describe('what a program of this computer may do', () => {
  test.skipIf(why)('one that starts others is ended with them', async () => {
    const bench = await makeBench();
    const controller = new AbortController();
    const said: string[] = [];
    const call = await callOf(bench, tool, ['C'], {
      signal: controller.signal,
      onOutput: (text) => said.push(text),
    });
    const running = runner.run(call);
    await hears(said, 'hanging');
    expect(processesIn(bench.base)).toHaveLength(2);
    controller.abort();
    expect(await running).toMatchObject({ failed: 'cancelled' });
    expect(processesIn(bench.base)).toEqual([]);
  });

  test.skipIf(why)('one that ends and leaves another one behind does not leave it running', async () => {
    const bench = await makeBench();
    const call = await callOf(bench, tool, ['E']);
    const end = await runner.run(call);
    expect(end).toMatchObject({ exitCode: 0, failed: null });
    expect(processesIn(bench.base)).toEqual([]);
  });

  test.skipIf(why)('one that dies is told of, and has no exit code', async () => {
    const bench = await makeBench();
    const end = await runner.run(await callOf(bench, tool, ['K']));
    expect(end).toMatchObject({ exitCode: null, failed: 'ended', reason: { params: { how: 'SIGSEGV' } } });
    expect(end.reason && toolTrouble(end.reason)).toBe('It did not end by itself: SIGSEGV.');
  });

  test.skipIf(why)('a password that comes letter by letter is masked all the same', async () => {
    const bench = await makeBench();
    const said: string[] = [];
    const call = await callOf(bench, tool, ['P', '{password}', 'end'], {
      values: { name: '', password: 'secret' },
      onOutput: (text) => said.push(text),
    });
    expect((await runner.run(call)).exitCode).toBe(0);
    expect(said.join('')).toBe('[ P ****** end]\r\n');
    expect(said.length, 'everything else is told at once').toBeGreaterThan(5);
  });

  test.skipIf(why)('an empty password stays an argument of its own', async () => {
    const bench = await makeBench();
    const said: string[] = [];
    const args = ['A', '{password}', 'x'];
    const call = await callOf(bench, tool, args, { onOutput: (text) => said.push(text) });
    await runner.run(call);
    expect(said.join('')).toBe('[ A  x]\r\n');
  });

  test.skipIf(why)('it may not be run: that is told, and nothing is started', async () => {
    const bench = await makeBench();
    const file = path.join(bench.base, 'plain');
    await writeFile(file, '#!/bin/sh\n', { mode: 0o644 });
    const end = await runner.run(await callOf(bench, file, []));
    expect(end).toMatchObject({ failed: 'refused', reason: { code: 'no-rights' } });
  });

  test.skipIf(why)('no variables of ours reach it', async () => {
    const bench = await makeBench();
    const file = path.join(bench.base, 'variables');
    await writeFile(file, '#!/bin/sh\nenv\npwd\n', { mode: 0o755 });
    const said: string[] = [];
    process.env['ELECTRON_RUN_AS_NODE'] = '1';
    try {
      const call = await callOf(bench, file, [], { onOutput: (text) => said.push(text) });
      await runner.run(call);
      const lines = said.join('').split('\n');
      expect(lines.filter((line) => /^(ELECTRON|NODE)_/.test(line))).toEqual([]);
      expect(lines).toContain(`TMPDIR=${call.scratch}/work`);
      expect(lines).toContain(`${call.scratch}/work`);
    } finally {
      delete process.env['ELECTRON_RUN_AS_NODE'];
    }
  });
});
