import { expect, test } from 'vitest';
import { Access } from '../../../electron/access/access';
import {
  unavailable,
  type AccessAdapter,
  type Listing,
  type Look,
  type Place,
} from '../../../electron/access/adapter';
import { PostbagError } from '../../../electron/run/errors';
import { usualAccess, type AccessSettings, type AdapterId, type Connection } from '../../../shared/access';
import { connection } from './samples';

const never = new AbortController().signal;
const lists: Look = { lists: true, closes: false, reason: null, target: '' };
const both: Look = { lists: true, closes: true, reason: null, target: 'ccmail' };

/** An adapter that answers as told. */
function adapter(id: AdapterId, look: Look, list: () => Promise<Listing> = nobody): AccessAdapter {
  return { id, look: () => Promise.resolve(look), list };
}
const nobody = (): Promise<Listing> => Promise.resolve({ connections: [], notExamined: 0 });
const somebody =
  (...connections: Connection[]) =>
  (): Promise<Listing> =>
    Promise.resolve({ connections, notExamined: 0 });

function accessWith(
  adapters: AccessAdapter[],
  more: { root?: string; platform?: NodeJS.Platform; settings?: AccessSettings } = {},
): Access {
  const place: Place = {
    root: more.root ?? '/srv/po',
    name: 'Harbour',
    settings: more.settings ?? usualAccess,
    runProgram: () => Promise.reject(new Error('nothing is run here')),
    platform: more.platform ?? 'linux',
  };
  return new Access(place, adapters);
}

const here = adapter('processes', lists);

test('a session on a share and the server’s program behind it are one connection', async () => {
  const session = connection({ id: '1', adapter: 'samba', pid: 500, user: 'anna', from: '10.0.0.7' });
  const server = connection({ id: '500', pid: 500, program: 'smbd' });
  const local = connection({ id: '600', pid: 600, program: 'router' });
  const access = accessWith([
    adapter('samba', both, somebody(session)),
    adapter('processes', lists, somebody(server, local)),
  ]);
  expect((await access.list(never)).connections).toEqual([
    { ...session, id: 'samba:1' },
    { ...local, id: 'processes:600' },
  ]);
});

test('a terminal that stands in the folder is no connection; somebody on the share without a file is one', async () => {
  const terminal = connection({ id: '700', program: 'bash', files: [] });
  const idle = connection({ id: '2', adapter: 'samba', pid: 500, files: [] });
  const access = accessWith([
    adapter('samba', both, somebody(idle)),
    adapter('processes', lists, somebody(terminal)),
  ]);
  expect((await access.list(never)).connections.map(({ id }) => id)).toEqual(['samba:2']);
});

test('an adapter that could not list is told of, and the others are listed', async () => {
  const refused = new PostbagError('close', 'access-failed', { adapter: 'samba', reason: 'root only' });
  const local = connection({ id: '42' });
  const access = accessWith([
    adapter('samba', both, () => Promise.reject(refused)),
    adapter('processes', lists, somebody(local)),
  ]);
  const { connections, failures } = await access.list(never);
  expect(connections).toEqual([{ ...local, id: 'processes:42' }]);
  expect(failures).toMatchObject([{ adapter: 'samba', failure: { code: 'access-failed' } }]);
});

test('what is switched off is not asked', async () => {
  const settings = { ...usualAccess, use: { ...usualAccess.use, samba: 'off' as const } };
  const asked = adapter('samba', both, () => Promise.reject(new Error('asked')));
  const { adapters, failures } = await accessWith([asked], { settings }).list(never);
  expect(adapters).toMatchObject([{ id: 'samba', lists: false, reason: { code: 'switched-off' } }]);
  expect(failures).toEqual([]);
});

test('who has a file open is seen where the programs of the computer are, unless the folder lies on another one', async () => {
  expect(await accessWith([here]).look()).toMatchObject({ seesAll: true });
  expect(await accessWith([]).look()).toMatchObject({ seesAll: false });
  const windows = { platform: 'win32' as const };
  const unc = { ...windows, root: String.raw`\\server\mail\CCDATA` };
  expect(await accessWith([here], unc).look()).toMatchObject({ seesAll: false });
  expect(await accessWith([adapter('commands', lists)], unc).look()).toMatchObject({ seesAll: true });
});

test('on Windows files that are open over the network are seen by the share alone', async () => {
  const local = { platform: 'win32' as const, root: String.raw`D:\CCDATA` };
  const noRights = adapter('windows-share', unavailable('no-rights', { program: 'PowerShell' }));
  expect(await accessWith([here, noRights], local).look()).toMatchObject({ seesAll: false, refuses: false });
  expect(await accessWith([here, adapter('windows-share', both)], local).look()).toMatchObject({
    seesAll: true,
    refuses: true,
  });
  const alone = adapter('windows-share', unavailable('not-shared'));
  expect(await accessWith([here, alone], local).look()).toMatchObject({ seesAll: true, refuses: true });
});

test('the marker alone refuses nobody: it only asks', async () => {
  const marker = adapter('marker', { ...both, lists: false });
  const cannot = adapter('samba', unavailable('config-not-writable', { file: 'smb.conf', reason: 'EACCES' }));
  expect(await accessWith([here, marker, cannot]).look()).toMatchObject({ refuses: false });
  expect(await accessWith([here, marker, adapter('samba', both)]).look()).toMatchObject({ refuses: true });
});
