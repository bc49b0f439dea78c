import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Place } from '../../../electron/access/adapter';
import { samba } from '../../../electron/access/samba/samba';
import { openSambaShare, sambaOpener } from '../../../electron/access/samba/undo';
import { runProgram, type RunProgram } from '../../../electron/run/program';
import { usualAccess } from '../../../shared/access';
import { accessConformance, eventually, RUN_ID, type World } from '../../conformance/access';
import { temporaryFolder } from '../../support/places';
import { shareSection, startSamba, type SambaOptions, type SambaServer } from '../../support/samba-server';

const never = new AbortController().signal;
const FILE = 'CCDATA/MLANDATA';

/** A folder with a file to open; it need not be a post office, the adapter looks at names only. */
function makeOffice(folder: string): string {
  mkdirSync(path.join(folder, 'CCDATA'), { recursive: true });
  writeFileSync(path.join(folder, FILE), 'post');
  return folder;
}

function placeOf(root: string, server: SambaServer, run: RunProgram = runProgram): Place {
  const settings = { ...usualAccess, sambaConfig: server.config };
  return { root, name: 'Harbour', settings, runProgram: run, platform: 'linux' };
}

/** The configuration file, its mode and owner, and what lies beside it. */
function stateOf({ config }: SambaServer): string {
  const { mode, uid, gid } = statSync(config);
  return JSON.stringify([readFileSync(config, 'latin1'), mode, uid, gid, readdirSync(path.dirname(config))]);
}

interface Setup {
  readonly server: SambaServer;
  readonly root: string;
  readonly place: Place;
}

async function setUp(options: Partial<SambaOptions> = {}): Promise<Setup> {
  const root = options.path ?? makeOffice(path.join(await temporaryFolder(), 'office'));
  const server = await startSamba({ share: 'ccmail', path: root, ...options });
  onTestFinished(async () => await server.stop());
  return { server, root, place: placeOf(root, server) };
}

async function listed(place: Place) {
  if (!samba.list) throw new Error('it cannot list');
  return (await samba.list(place, never)).connections;
}

async function close(place: Place) {
  if (!samba.closing) throw new Error('it cannot close');
  const closing = await samba.closing(place, RUN_ID);
  await closing.act();
  return async () => await openSambaShare(closing.undo.params, RUN_ID);
}

async function disconnect(place: Place, index = 0): Promise<void> {
  const connection = (await listed(place))[index];
  if (!connection || !samba.disconnect) throw new Error('nobody is connected');
  await samba.disconnect(place, connection, false);
}

async function realWorld(): Promise<World> {
  const { server, place } = await setUp();
  const users = ['anna', 'bert', 'carla'];
  let next = 0;
  return {
    adapter: samba,
    place,
    undo: openSambaShare,
    enter: async () => {
      const client = await server.client(users[next++ % users.length] ?? '');
      await client.open(FILE);
      return {
        user: client.user,
        file: FILE,
        alive: async () => await client.alive(),
        leave: async () => await client.leave(),
      };
    },
    state: async () => await Promise.resolve(stateOf(server)),
    end: async () => await server.stop(),
  };
}

accessConformance('samba', realWorld, { closes: true, lists: true, ends: true });

/** The same office, but its share stands in the registry. */
async function registryWorld(): Promise<World> {
  const world = await realWorld();
  const config = world.place.settings.sambaConfig ?? '';
  const text = readFileSync(config, 'utf8');
  writeFileSync(config, text.slice(0, text.indexOf('[ccmail]')));
  const net = async (...args: string[]) =>
    await runProgram({ program: 'net', args: ['-s', config, 'conf', ...args] });
  await net('addshare', 'ccmail', world.place.root, 'writeable=y');
  await net('setparm', 'ccmail', 'force user', 'root');
  await runProgram({ program: 'smbcontrol', args: ['-s', config, 'smbd', 'reload-config'] });
  return { ...world, state: async () => (await net('list')).stdout };
}

accessConformance('samba with its shares in the registry', registryWorld, {
  closes: true,
  lists: true,
  ends: true,
});

describe('a real Samba', () => {
  test('a share with spaces and umlauts in its name and its path, and a folder above the post office', async () => {
    const top = path.join(await temporaryFolder(), 'Büro Post 1');
    const root = makeOffice(path.join(top, 'Ämter'));
    const { server } = await setUp({ share: 'Büro Post 1', path: top });
    const place = placeOf(root, server);
    const client = await server.client('anna');
    await client.open(`Ämter/${FILE}`);
    expect(await samba.look(place)).toEqual({
      lists: true,
      closes: true,
      reason: null,
      target: 'Büro Post 1',
    });
    const [connection, ...more] = await listed(place);
    expect(more).toEqual([]);
    expect(connection).toMatchObject({
      user: server.account('anna'),
      from: '127.0.0.1',
      ends: 'close',
      files: [{ path: FILE, mode: 'read-write', locks: [] }],
    });
    expect(connection?.since).toMatch(/Z$/);
    const open = await close(place);
    expect(await server.tryConnect('bert')).toContain('NT_STATUS_BAD_NETWORK_NAME');
    expect(await client.alive()).toBe(true);
    expect(await open()).toBe(true);
    expect(await server.tryConnect('bert')).toBeNull();
  });

  test('whoever comes back at once after being disconnected is refused until it is opened again', async () => {
    const { server, place } = await setUp();
    const client = await server.client('anna');
    await client.open(FILE);
    const open = await close(place);
    await disconnect(place);
    expect(await server.tryConnect('anna')).toContain('NT_STATUS_BAD_NETWORK_NAME');
    expect(await eventually(async () => (await listed(place)).length === 0)).toBe(true);
    expect(await client.alive()).toBe(false);
    expect(await open()).toBe(true);
    const again = await server.client('anna');
    await again.open(FILE);
    expect(await again.alive()).toBe(true);
  });

  test('a session that is on another share does not get into a closed one either', async () => {
    const base = await temporaryFolder();
    const root = makeOffice(path.join(base, 'office'));
    const more = shareSection('other', makeOffice(path.join(base, 'elsewhere')));
    const { server, place } = await setUp({ path: root, more });
    const client = await server.client('anna', 'other');
    const open = await close(place);
    await expect(client.move('ccmail')).rejects.toThrow('NT_STATUS_BAD_NETWORK_NAME');
    expect(await open()).toBe(true);
    const again = await server.client('anna', 'other');
    await again.move('ccmail');
    expect((await listed(place)).map(({ user }) => user)).toEqual([again.user]);
  });

  test('what an administrator writes meanwhile stays; mode, owner and every other byte too', async () => {
    const { server, place } = await setUp({
      lines: ['comment = Über Post', '; the last line of the section'],
      more: '\n# behind\n[other]\n  path = /srv/nowhere\n\tcomment = kept\\\n  going',
    });
    chmodSync(server.config, 0o640);
    chownSync(server.config, 12, 34);
    const before = stateOf(server);
    const open = await close(place);
    const closed = readFileSync(server.config, 'latin1');
    expect(closed).toContain('available = no');
    writeFileSync(server.config, closed.replace('comment = kept', 'comment = changed'), 'latin1');
    expect(await open()).toBe(true);
    expect(stateOf(server)).toBe(before.replace('comment = kept', 'comment = changed'));
  });

  test('every share that leads to the post office is closed, and only those', async () => {
    const base = await temporaryFolder();
    const root = makeOffice(path.join(base, 'office'));
    const elsewhere = makeOffice(path.join(base, 'elsewhere'));
    const { server } = await setUp({
      path: root,
      more: shareSection('second', base) + shareSection('other', elsewhere),
    });
    const place = placeOf(root, server);
    expect((await samba.look(place)).target).toBe('ccmail, second');
    const open = await close(place);
    for (const share of ['ccmail', 'second']) {
      expect(await server.tryConnect('anna', share), share).toContain('NT_STATUS_BAD_NETWORK_NAME');
    }
    expect(await server.tryConnect('anna', 'other')).toBeNull();
    expect(await open()).toBe(true);
    for (const share of ['ccmail', 'second']) expect(await server.tryConnect('anna', share)).toBeNull();
  });

  test('a session on another share of the server is neither listed nor disconnected', async () => {
    const base = await temporaryFolder();
    const root = makeOffice(path.join(base, 'office'));
    const elsewhere = makeOffice(path.join(base, 'elsewhere'));
    const { server, place } = await setUp({ path: root, more: shareSection('other', elsewhere) });
    const stranger = await server.client('bert', 'other');
    await stranger.open(FILE);
    const client = await server.client('anna');
    await client.open(FILE);
    expect((await listed(place)).map(({ user }) => user)).toEqual([server.account('anna')]);
    const [gone] = await listed(placeOf(elsewhere, server));
    if (!gone || !samba.disconnect) throw new Error('the stranger is not seen where it belongs');
    // As if its process had got the number of one that was listed here before.
    await samba.disconnect(place, gone, false);
    expect(await stranger.alive()).toBe(true);
    await disconnect(place);
    expect(await client.alive()).toBe(false);
    expect(await stranger.alive()).toBe(true);
  });

  test('a share whose section goes on in an included file that opens another section', async () => {
    const { server, place, root } = await setUp();
    const included = path.join(path.dirname(server.config), 'more.conf');
    writeFileSync(included, 'comment = more\r\n[inner]\r\npath = /srv');
    const text = readFileSync(server.config, 'utf8');
    writeFileSync(server.config, `${text}  include = ${included}\n  comment = of inner\n`);
    const before = stateOf(server);
    const open = await close(place);
    expect(await server.tryConnect('anna')).toContain('NT_STATUS_BAD_NETWORK_NAME');
    expect(await open()).toBe(true);
    expect(stateOf(server)).toBe(before);
    // And one that stands in the included file alone.
    writeFileSync(included, shareSection('inner', root).replaceAll('\n', '\r\n').trimEnd());
    writeFileSync(server.config, text.replace(/\[ccmail\][^]*$/, `include = ${included}\n`));
    const openInner = await close(place);
    expect(readFileSync(included, 'utf8')).toMatch(/available = no\r\n# postbag \S+ end$/);
    expect(await server.tryConnect('anna', 'inner')).toContain('NT_STATUS_BAD_NETWORK_NAME');
    expect(await openInner()).toBe(true);
    expect(readFileSync(included, 'utf8')).toMatch(/force user = root$/);
    expect(await server.tryConnect('anna', 'inner')).toBeNull();
  });

  test('a share that was closed before is not ours to close or to open', async () => {
    const { server, place } = await setUp({ lines: ['available = no'] });
    const before = stateOf(server);
    expect(await samba.look(place)).toMatchObject({
      lists: true,
      closes: false,
      reason: { code: 'closed-by-somebody-else', params: { file: 'ccmail' } },
    });
    await expect(samba.closing?.(place, RUN_ID)).rejects.toMatchObject({
      stage: 'close',
      code: 'closed-by-somebody-else',
      params: { file: 'ccmail' },
    });
    expect(stateOf(server)).toBe(before);
  });

  test('where something else opens the share again it is not said to be closed, and nothing is left', async () => {
    const { server, place } = await setUp();
    const late = path.join(path.dirname(server.config), 'late');
    // A name with a macro in it is not known to whoever reads the file.
    writeFileSync(`${late}.POSTBAG`, '[ccmail]\n  available = yes\n');
    const text = readFileSync(server.config, 'utf8') + shareSection('other', '/srv');
    writeFileSync(server.config, `${text}include = ${late}.%L\n`);
    const before = stateOf(server);
    await expect(close(place)).rejects.toMatchObject({
      code: 'close-failed',
      params: { adapter: 'samba', reason: 'still available: ccmail' },
    });
    expect(stateOf(server)).toBe(before);
    expect(await server.tryConnect('anna')).toBeNull();
  });

  test('a server that does not run is closed and opened for when it starts', async () => {
    const { server, place } = await setUp();
    await server.goAway();
    expect(await samba.look(place)).toMatchObject({ lists: true, closes: true });
    const open = await close(place);
    await server.comeBack();
    expect(await server.tryConnect('anna')).toContain('NT_STATUS_BAD_NETWORK_NAME');
    await server.goAway();
    expect(await open()).toBe(true);
    await server.comeBack();
    expect(await server.tryConnect('anna')).toBeNull();
  });

  test('when the server could not be told that it is open again it is told the next time', async () => {
    const { server, place } = await setUp();
    const closing = await samba.closing?.(place, RUN_ID);
    if (!closing) throw new Error('it cannot close');
    await closing.act();
    const deaf: RunProgram = async (call) =>
      call.program === 'smbcontrol'
        ? { code: 1, stdout: '', stderr: 'no answer', failed: null }
        : await runProgram(call);
    await expect(sambaOpener(deaf)(closing.undo.params, RUN_ID)).rejects.toThrow('no answer');
    // The server may look at its configuration by itself now and then; whether it was told is seen by who told it.
    const told: string[] = [];
    const telling: RunProgram = async (call) => {
      if (call.program === 'smbcontrol') told.push((call.args ?? []).join(' '));
      return await runProgram(call);
    };
    expect(await sambaOpener(telling)(closing.undo.params, RUN_ID)).toBe(false);
    expect(told[0]).toContain('reload-config');
    expect(await server.tryConnect('anna')).toBeNull();
  });

  test('two runs that change the same configuration at once do not lose what the other one wrote', async () => {
    const base = await temporaryFolder();
    const names = ['one', 'two', 'three', 'four'];
    const roots = names.map((name) => makeOffice(path.join(base, name)));
    const more = roots.map((root, index) => shareSection(names[index] ?? '', root)).join('');
    const { server } = await setUp({ share: 'all', path: makeOffice(path.join(base, 'all')), more });
    const before = stateOf(server);
    const opens = await Promise.all(roots.map(async (root) => await close(placeOf(root, server))));
    const text = readFileSync(server.config, 'utf8');
    expect(text.split('available = no')).toHaveLength(names.length + 1);
    // All are of one run here, so the first takes back all of them.
    expect((await Promise.all(opens.map(async (open) => await open()))).filter(Boolean)).toHaveLength(1);
    expect(stateOf(server)).toBe(before);
  });

  test('without the rights of root nobody can say who is connected: that is not nobody', async () => {
    const { server, root } = await setUp();
    const client = await server.client('anna');
    await client.open(FILE);
    const asNobody: RunProgram = async ({ program, args = [], ...rest }) => {
      const who = ['--reuid=65534', '--regid=65534', '--clear-groups', program];
      return await runProgram({ ...rest, program: 'setpriv', args: [...who, ...args] });
    };
    chmodSync(path.dirname(path.dirname(server.config)), 0o755);
    const place = placeOf(root, server, asNobody);
    expect(await samba.look(place)).toEqual({
      lists: false,
      closes: false,
      reason: { code: 'no-rights', params: { program: 'smbstatus' } },
      target: '',
    });
    await expect(samba.list?.(place, never)).rejects.toMatchObject({
      code: 'access-failed',
      params: { adapter: 'samba', reason: expect.stringContaining('root') as string },
    });
  });
});
