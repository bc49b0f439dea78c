import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runScript, scriptText, type Script } from '../../../electron/run/windows/powershell';
import {
  askWindowsProcess,
  endWindowsProcess,
  listWindowsProcesses,
} from '../../../electron/access/windows/processes';
import { processScripts } from '../../../electron/access/windows/process-scripts';
import { serviceScripts, windowsService } from '../../../electron/access/windows/services';
import { shareScripts } from '../../../electron/access/windows/share-scripts';
import type { ProgramEnd } from '../../../electron/run/program';
import { shadowScripts } from '../../../electron/snapshot/windows/shadow-scripts';
import { PlayedWindows, type Recorded } from '../../support/stand-ins/windows';

const all = [shareScripts, processScripts, serviceScripts, shadowScripts].flatMap((scripts) =>
  Object.values<Script>(scripts),
);
const hostile = "x'; Remove-Item C:\\ -Recurse #\"`$(calc)’\u2018'@\n'@ Ünïcode";

const on = (answers: Record<string, Recorded>): PlayedWindows => new PlayedWindows([], answers);

describe('scripts for PowerShell', () => {
  it.each(all.map((script) => [script.verb, script] as const))(
    '%s holds a value only as base64, and is the same text otherwise',
    (_verb, script) => {
      const literal = Buffer.from(JSON.stringify({ name: hostile }), 'utf8').toString('base64');
      const empty = Buffer.from('{}').toString('base64');
      const text = scriptText(script, { name: hostile });
      expect(literal).toMatch(/^[A-Za-z0-9+/=]+$/);
      expect(text.split(`'${literal}'`)).toHaveLength(2);
      expect(text.replace(literal, empty)).toBe(scriptText(script));
      for (const part of ['Remove-Item', 'calc', '\u2018', 'Ünï']) expect(text).not.toContain(part);
      expect(text, 'no code page can spoil it').toMatch(/^[\n\x20-\x7e]*$/);
    },
  );

  it.each(all.map((script) => [script.verb, scriptText(script)] as const))(
    '%s closes what it opens, and asks nothing',
    (_verb, text) => {
      for (const [open, close] of ['()', '{}', '[]']) {
        expect(text.split(open ?? '').length, open).toBe(text.split(close ?? '').length);
      }
      // Every command that changes something is told not to ask.
      for (const line of text.split('\n')) {
        if (/(Block-SmbShareAccess|Close-SmbSession|Stop-Process) /.test(line))
          expect(line).toContain(' -Force');
        if (line.includes('Remove-CimInstance')) expect(line).toContain(' -Confirm:$false');
      }
    },
  );

  it('have each a verb of their own', () => {
    expect(new Set(all.map(({ verb }) => verb)).size).toBe(all.length);
  });

  it('leave room in what Windows takes', () => {
    for (const script of all) {
      const encoded = Buffer.from(scriptText(script), 'utf16le').toString('base64');
      expect(encoded.length, script.verb).toBeLessThan(20_000);
    }
  });
});

describe('what PowerShell answers', () => {
  const script: Script = { verb: 'test', body: '$answer = @{ }' };
  const answer = z.object({ n: z.number() });
  const run = async (end: Partial<ProgramEnd>, values?: unknown) =>
    await runScript(
      async () => await Promise.resolve({ code: 0, stdout: '', stderr: '', failed: null, ...end }),
      { script, answer, values },
    );

  it('is one document, in ASCII or not', async () => {
    expect(await run({ stdout: '\uFEFF{"n":1}\r\n' })).toEqual({ n: 1 });
  });

  it.each<[string, Partial<ProgramEnd>]>([
    ['missing', { code: null, failed: 'missing' }],
    ['missing', { code: null, failed: 'refused' }],
    ['failed', { code: null, failed: 'timeout' }],
    ['not-understood', { code: 1, stderr: '#< CLIXML' }],
    ['not-understood', { stdout: '{"n":"1"}' }],
    ['not-understood', { stdout: '{"n":1}\n{"n":2}' }],
    [
      'missing',
      { stdout: '{"error":{"id":"CommandNotFoundException","message":"","hresult":0,"category":13}}' },
    ],
    ['no-rights', { stdout: '{"error":{"id":"x","message":"y","hresult":-2147024891,"category":0}}' }],
  ])('is %s: %o', async (kind, end) => {
    await expect(run(end)).rejects.toMatchObject({ kind });
  });

  it('is not waited for when too much would be asked', async () => {
    await expect(run({}, { much: 'x'.repeat(20_000) })).rejects.toMatchObject({ kind: 'failed' });
  });
});

describe('programs with files open', () => {
  it('are listed, with files in any number and of any name', async () => {
    const windows = on({ 'list-processes': { file: 'list-processes.server-2019.json' } });
    const files = Array.from({ length: 5000 }, (_, n) => `D:\\ccmail\\leeds\\${hostile}${String(n)}`);
    expect(await listWindowsProcesses(windows.runProgram, files)).toMatchObject([
      { pid: 4312, program: 'WMAIL.EXE', user: 'NORTH\\m.miller', files: ['D:\\ccmail\\leeds\\CLANDATA'] },
      { pid: 912, user: null, files: [] },
    ]);
    const lines = windows.scripts[0]?.call.input?.trim().split('\r\n') ?? [];
    expect(lines.map((line) => Buffer.from(line, 'base64').toString('utf8'))).toEqual(files);
  });

  it('are nobody only where that was said', async () => {
    const nobody = on({ 'list-processes': { file: 'list-processes.none.json' } });
    expect(await listWindowsProcesses(nobody.runProgram, ['D:\\x'])).toEqual([]);
    expect(await listWindowsProcesses(on({}).runProgram, [])).toEqual([]);
    const denied = on({ 'list-processes': { file: 'error.access-denied-german.json' } });
    await expect(listWindowsProcesses(denied.runProgram, ['D:\\x'])).rejects.toMatchObject({
      kind: 'no-rights',
    });
  });

  it('are asked and ended by number and beginning', async () => {
    const since = '2026-01-02T03:04:05.678Z';
    const windows = on({
      'ask-process': { file: 'ask-process.no-window.json' },
      'end-process': { file: 'end-process.gone.json' },
    });
    expect(await askWindowsProcess(windows.runProgram, 4312, since)).toBe('no-window');
    expect(await endWindowsProcess(windows.runProgram, 4312, since)).toBe('gone');
    expect(windows.scripts.map(({ values }) => values)).toEqual([
      { pid: 4312, since },
      { pid: 4312, since },
    ]);
  });
});

describe('services of Windows', () => {
  const service = (verb: string, file: string) => {
    const windows = on({ [verb]: { file } });
    return { windows, service: windowsService(windows.runProgram) };
  };

  it('have a state by number', async () => {
    const running = service('service-state', 'service.running.json');
    expect(await running.service.state('ccrouter')).toBe('running');
    const paused = service('service-state', 'service.paused.json');
    expect(await paused.service.state('ccrouter')).toBe('paused');
    const none = service('service-state', 'error.no-such-service-german.json');
    expect(await none.service.state(hostile)).toBe('unknown');
    const denied = service('service-state', 'error.access-denied-german.json');
    await expect(denied.service.state('x')).rejects.toMatchObject({ kind: 'no-rights' });
  });

  it('name those that need them', async () => {
    const one = service('service-dependents', 'service-dependents.one.json');
    expect(await one.service.dependents('ccrouter')).toEqual(['ccgate']);
  });

  it('stop and start, and are waited for as long as was said', async () => {
    const stops = service('stop-service', 'service.stopped.json');
    await stops.service.stop('ccrouter', 90);
    const [sent] = stops.windows.scripts;
    expect(sent?.values).toEqual({ name: 'ccrouter', waitSeconds: 90 });
    expect(sent?.call.limitMs).toBeGreaterThan(90_000);
    const starts = service('start-service', 'service.running.json');
    await starts.service.start('ccrouter', 1);
    const slow = service('stop-service', 'error.service-timeout-french.json');
    await expect(slow.service.stop('ccrouter', 1)).rejects.toMatchObject({ id: 'TimeoutException' });
    const needed = service('stop-service', 'error.has-dependents.json');
    await expect(needed.service.stop('x', 1)).rejects.toMatchObject({
      id: 'Postbag.HasDependents',
      message: 'Other services that need it are still running.',
    });
  });
});
