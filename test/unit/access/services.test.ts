import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  makeStartService,
  mustStop,
  stateOf,
  stopService,
  undoFor,
} from '../../../electron/access/services/services';
import { runProgram, type ProgramEnd, type RunProgram } from '../../../electron/run/program';
import type { BelongingService } from '../../../shared/access';
import { eventually, RUN_ID } from '../../conformance/access';
import { postOfficeFolder } from './places';

const router: BelongingService = {
  name: 'cc:Mail Router',
  kind: 'systemd',
  unit: 'ccrouter.service',
  start: [],
  stop: [],
  check: [],
  waitSeconds: 1,
};
const ended = (code: number, stdout = '', stderr = ''): ProgramEnd => ({
  code,
  stdout,
  stderr,
  failed: null,
});

/** Takes a service back as another process would, from what stands in the journal. */
async function startAgain(service: BelongingService, run: RunProgram, platform: NodeJS.Platform = 'linux') {
  const { action, params } = JSON.parse(JSON.stringify(undoFor(service))) as ReturnType<typeof undoFor>;
  expect(action).toBe('start-service');
  return await makeStartService(run, platform)(params, RUN_ID);
}

/** A stand-in for systemctl. `obeys`: how the unit's state becomes what is asked, one state a look. */
function systemd(
  states: string[],
  obeys: Partial<Record<'start' | 'stop', string[] | ProgramEnd>> = {},
  load = 'loaded',
) {
  const calls: string[] = [];
  const run: RunProgram = async ({ program, args = [] }) => {
    const line = [program, ...args].join(' ');
    const asked = /^systemctl --no-ask-password (start|stop) -- ccrouter\.service$/.exec(line)?.[1];
    if (line === 'systemctl show --property=LoadState,ActiveState -- ccrouter.service') {
      const state = states.length > 1 ? states.shift() : states[0];
      return await Promise.resolve(ended(0, `LoadState=${load}\nActiveState=${state ?? ''}\n`));
    }
    if (asked !== 'start' && asked !== 'stop') throw new Error(`not expected: ${line}`);
    calls.push(asked);
    const answer = obeys[asked] ?? [];
    if (!Array.isArray(answer)) return await Promise.resolve(answer);
    if (answer.length > 0) states.splice(0, states.length, ...answer);
    return await Promise.resolve(ended(0));
  };
  return { run, calls };
}

describe('a unit of systemd', () => {
  it.each([
    [['active'], 'running'],
    [['reloading'], 'running'],
    [['activating'], 'running'],
    [['inactive'], 'stopped'],
    [['failed'], 'stopped'],
    [['deactivating', 'deactivating', 'inactive'], 'stopped'],
    [['deactivating', 'active'], 'running'],
    [['deactivating'], 'running'],
  ])('that is %j is %s', async (states, state) => {
    expect(await stateOf(router, systemd(states).run, 'linux')).toBe(state);
    expect(mustStop('running') && mustStop('unknown') && !mustStop('stopped')).toBe(true);
  });

  it.each([
    ['there is not', systemd(['inactive'], {}, 'not-found').run, 'not-found'],
    ['could not be started again', systemd(['active'], {}, 'masked').run, 'masked'],
    ['is in no known state', systemd(['odd']).run, 'does not say'],
    ['systemd is not asked about', async () => await Promise.resolve(ended(1, '', 'no bus')), 'no bus'],
  ])('that %s is told before anything is stopped', async (_what, run, reason) => {
    await expect(stateOf(router, run, 'linux')).rejects.toMatchObject({
      stage: 'close',
      code: 'service-unknown',
      params: { service: 'cc:Mail Router', reason: expect.stringContaining(reason) as string },
    });
  });

  it('that could not be started again, but rests, may rest', async () => {
    expect(await stateOf(router, systemd(['inactive'], {}, 'masked').run, 'linux')).toBe('stopped');
  });

  it.each(['', 'cc*', 'a b', '[x]'])('cannot be named %j, and belongs to Linux', async (unit) => {
    const { run } = systemd(['active']);
    await expect(stateOf({ ...router, unit }, run, 'linux')).rejects.toMatchObject({
      code: 'service-unknown',
    });
    await expect(stateOf(router, run, 'win32')).rejects.toMatchObject({ code: 'service-unknown' });
  });

  it('is stopped and started, and each of them is waited for', async () => {
    const { run, calls } = systemd(['active'], {
      stop: ['active', 'deactivating', 'inactive'],
      start: ['inactive', 'activating', 'active'],
    });
    await stopService(router, run, 'linux');
    expect(await startAgain(router, run)).toBe(true);
    expect(await startAgain(router, run)).toBe(false);
    expect(calls).toEqual(['stop', 'start']);
  });

  it('that was never stopped is not started', async () => {
    const { run, calls } = systemd(['active']);
    expect(await startAgain(router, run)).toBe(false);
    expect(calls).toEqual([]);
  });

  it.each([
    [{ stop: ended(1, '', 'Access denied') }, 'Access denied', 900],
    [{}, 'It still runs after 1 seconds.', 3_000],
  ])('that does not stop is told: %j', async (obeys, reason, withinMs) => {
    const began = performance.now();
    await expect(stopService(router, systemd(['active'], obeys).run, 'linux')).rejects.toMatchObject({
      stage: 'close',
      code: 'service-not-stopped',
      params: { service: 'cc:Mail Router', reason },
    });
    expect(performance.now() - began).toBeLessThan(withinMs);
  });

  it('that is still about to stop when it is taken back is started after that', async () => {
    const { run, calls } = systemd(['deactivating', 'inactive'], { start: ['active'] });
    expect(await startAgain(router, run)).toBe(true);
    expect(calls).toEqual(['start']);
  });

  it.each([
    [{ start: ended(1, '', 'Unit is masked.') }, 'cc:Mail Router: Unit is masked.'],
    [{ start: ['activating', 'failed'] }, 'does not run'],
  ])('that does not start stays on the list: %j', async (obeys, reason) => {
    await expect(startAgain(router, systemd(['inactive'], obeys).run)).rejects.toThrow(reason);
  });

  it('is not waited for any longer when somebody cancels', async () => {
    const stop = stopService(router, systemd(['active']).run, 'linux', AbortSignal.abort());
    await expect(stop).rejects.toMatchObject({ name: 'Cancelled' });
  });
});

describe('a service of Windows', () => {
  /** Answers as the scripts would, in turn. */
  const windows =
    (...answers: object[]): RunProgram =>
    async () =>
      await Promise.resolve(ended(0, JSON.stringify(answers.shift() ?? { status: 0 })));
  const fax: BelongingService = { ...router, kind: 'windows', unit: 'CcFax' };

  it('is told, stopped and started', async () => {
    for (const [status, state] of [
      [4, 'running'],
      [7, 'running'],
      [2, 'running'],
      [1, 'stopped'],
    ] as const) {
      expect(await stateOf(fax, windows({ status }), 'win32')).toBe(state);
    }
    await stopService(fax, windows({ status: 1 }, { status: 3 }, { status: 1 }), 'win32');
    const run = windows({ status: 1 }, { status: 4 }, { status: 4 }, { status: 4 });
    expect(await startAgain(fax, run, 'win32')).toBe(true);
    expect(await startAgain(fax, run, 'win32')).toBe(false);
  });

  it('that is not there, or does not stop, is told', async () => {
    await expect(stateOf(fax, windows({ status: 99 }), 'win32')).rejects.toMatchObject({
      code: 'service-unknown',
    });
    const error = { id: 'x', message: 'It has dependents', hresult: 0, category: 0 };
    await expect(stopService(fax, windows({ error }, { status: 4 }), 'win32')).rejects.toMatchObject({
      code: 'service-not-stopped',
      params: { service: 'cc:Mail Router', reason: expect.stringContaining('dependents') as string },
    });
    await expect(stateOf(fax, windows(), 'linux')).rejects.toMatchObject({ code: 'service-unknown' });
  });
});

describe.runIf(process.platform !== 'win32')('a service of commands', () => {
  let numberFile = '';
  const number = async (): Promise<number> => Number(await readFile(numberFile, 'utf8').catch(() => '0'));
  const lives = async (): Promise<boolean> => {
    try {
      return (await number()) > 0 && process.kill(await number(), 0);
    } catch {
      return false;
    }
  };
  afterEach(async () => {
    if (await lives()) process.kill(await number(), 'SIGKILL');
  });

  async function daemon({ slowness = 0, checked = true, start = 'start', waitSeconds = 5 } = {}) {
    numberFile = path.join(path.dirname(await postOfficeFolder()), 'number');
    const script = path.resolve('test/unit/access/daemon.py');
    const call = (verb: string): string[] => ['python3', script, verb, numberFile, String(slowness)];
    return {
      ...router,
      kind: 'command' as const,
      start: call(start),
      stop: call('stop'),
      check: checked ? call('check') : [],
      waitSeconds,
    };
  }

  it('is started without waiting for the output it keeps, goes on, and is stopped', async () => {
    const service = await daemon({ slowness: 0.5 });
    expect(await stateOf(service, runProgram, 'linux')).toBe('stopped');
    const began = performance.now();
    expect(await startAgain(service, runProgram)).toBe(true);
    expect(performance.now() - began).toBeLessThan(4_000);
    await new Promise((resolve) => setTimeout(resolve, 500)); // it writes to where nobody reads
    expect(await lives()).toBe(true);
    expect(await stateOf(service, runProgram, 'linux')).toBe('running');
    await stopService(service, runProgram, 'linux');
    expect(await stateOf(service, runProgram, 'linux')).toBe('stopped');
    expect(await lives()).toBe(false);
  });

  it('that runs is not started a second time', async () => {
    const service = await daemon();
    await startAgain(service, runProgram);
    const first = await number();
    expect(await startAgain(service, runProgram)).toBe(false);
    expect(await number()).toBe(first);
  });

  it('that ends too late is told, and is started when it has ended after all', async () => {
    const service = await daemon({ slowness: 2 });
    await startAgain(service, runProgram);
    const first = await number();
    const impatient = { ...service, waitSeconds: 1 };
    await expect(stopService(impatient, runProgram, 'linux')).rejects.toMatchObject({
      code: 'service-not-stopped',
    });
    expect(await startAgain(service, runProgram)).toBe(true);
    expect(await number()).not.toBe(first);
    expect(await lives()).toBe(true);
  });

  it('without a command that checks is stopped and started whatever it does', async () => {
    const service = await daemon({ checked: false });
    expect(await stateOf(service, runProgram, 'linux')).toBe('unknown');
    expect(await startAgain(service, runProgram)).toBe(true);
    await stopService(service, runProgram, 'linux');
    expect(await eventually(async () => !(await lives()))).toBe(true);
    await expect(stopService(service, runProgram, 'linux')).rejects.toMatchObject({
      code: 'service-not-stopped',
    });
  });

  it('whose start does not come to its end is ended, and stays on the list', async () => {
    const service = await daemon({ start: 'stay', waitSeconds: 1 });
    await expect(startAgain(service, runProgram)).rejects.toThrow('timeout');
    expect(await lives()).toBe(false);
  });

  it('that could not be started again, or looked at, is told before anything is stopped', async () => {
    const service = await daemon();
    for (const change of [{ start: [] }, { stop: [] }, { check: ['/no/such/program'] }]) {
      await expect(stateOf({ ...service, ...change }, runProgram, 'linux')).rejects.toMatchObject({
        code: 'service-unknown',
      });
    }
    await expect(startAgain({ ...service, start: ['/no/such/program'] }, runProgram)).rejects.toThrow(
      'missing',
    );
  });

  it('is not taken from a journal that holds something else', async () => {
    await expect(makeStartService(runProgram, 'linux')({ service: '{}' }, RUN_ID)).rejects.toThrow();
    await expect(makeStartService(runProgram, 'linux')({}, RUN_ID)).rejects.toThrow();
  });
});
