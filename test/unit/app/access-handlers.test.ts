import { expect, test } from 'vitest';
import type { AppServices } from '../../../electron/app/ipc/app-handlers';
import { accessHandlers } from '../../../electron/app/ipc/access-handlers';
import type { Engine } from '../../../electron/engine/engine';
import { usualAccess, type AccessSettings } from '../../../shared/access';

/** The handlers over a post office that is set so, and what a page had kept. */
function handlers(before: AccessSettings, chosen: string | null = null) {
  const kept: AccessSettings[] = [];
  const engine = {
    postOffices: { known: () => ({ id: 'head', access: before }) },
    access: { set: (_id: string, access: AccessSettings) => void kept.push(access) },
    runs: {},
  } as unknown as Engine;
  const services = { chooseProgram: () => Promise.resolve(chosen) } as unknown as AppServices;
  return { kept, verbs: accessHandlers(engine, services) };
}

const tellWith = (...tell: string[]): AccessSettings => ({
  ...usualAccess,
  commands: { ...usualAccess.commands, tell },
});

test('a page cannot have a program run that nobody chose', () => {
  const { kept, verbs } = handlers(usualAccess);
  const set = (access: AccessSettings): unknown => verbs.setAccess({ id: 'head', access });
  expect(() => set(tellWith('/bin/sh', '-c', 'id'))).toThrow(
    expect.objectContaining({ code: 'command-not-allowed' }),
  );
  const service = {
    name: 'Router',
    kind: 'command' as const,
    unit: '',
    start: ['/bin/sh'],
    stop: [],
    check: [],
    waitSeconds: 10,
  };
  expect(() => set({ ...usualAccess, services: [service] })).toThrow(
    expect.objectContaining({ code: 'command-not-allowed', params: { slot: 'Router: start' } }),
  );
  expect(() => set({ ...usualAccess, sambaConfig: '/etc/shadow' })).toThrow(
    expect.objectContaining({ code: 'command-not-allowed' }),
  );
  expect(kept).toEqual([]);
});

test('what a person chose in the dialog, or what was set before, may be kept with other arguments', async () => {
  const { kept, verbs } = handlers(tellWith('/usr/bin/wall', 'old'), '/usr/bin/msg');
  await verbs.setAccess({ id: 'head', access: tellWith('/usr/bin/wall', '{message}') });
  expect(() => verbs.setAccess({ id: 'head', access: tellWith('/usr/bin/msg') })).toThrow();
  expect(await verbs.chooseProgram(undefined)).toEqual({ path: '/usr/bin/msg' });
  await verbs.setAccess({ id: 'head', access: tellWith('/usr/bin/msg') });
  expect(kept).toEqual([tellWith('/usr/bin/wall', '{message}'), tellWith('/usr/bin/msg')]);
});
