import { expect, test } from 'vitest';
import type { Place } from '../../../electron/access/adapter';
import { samba } from '../../../electron/access/samba/samba';
import { parseSections, readShares, sharesIn } from '../../../electron/access/samba/shares';
import type { ProgramCall, ProgramEnd } from '../../../electron/run/program';
import { usualAccess } from '../../../shared/access';
import { onlyRoot, status, statusOfNobody, testparm, testparmSays, userShares } from './samba-recorded';

type Ends = Partial<Record<string, Partial<ProgramEnd>>>;

/** Every program that is not named works and prints what was recorded. */
function placeWith(ends: Ends, calls: ProgramCall[] = [], given: Partial<Place> = {}): Place {
  const recorded: Ends = {
    smbstatus: { stdout: status },
    testparm: { stdout: testparm, stderr: testparmSays },
    net: { code: 255 },
    ...ends,
  };
  return {
    root: '/srv/Büro Post 1',
    name: 'Harbour',
    settings: usualAccess,
    platform: 'linux',
    runProgram: async (call) => {
      calls.push(call);
      const end = recorded[call.program] ?? {};
      return await Promise.resolve({ code: 0, stdout: '', stderr: '', failed: null, ...end });
    },
    ...given,
  };
}

const missing: Partial<ProgramEnd> = { code: null, failed: 'missing' };

test('shares are read from what testparm prints', () => {
  const shares = sharesIn(parseSections(testparm));
  expect(shares.map(({ name, path, available }) => [name, path, available])).toEqual([
    ['Büro Post 1', '/srv/Büro Post 1', true],
    ['linked', '/srv/link/', true],
    ['macro', '/srv/%U', true],
    ['closed', '/srv/other', false],
    ['regshare', '/srv/reg', true],
  ]);
});

test('a share takes over what stands in [global]', () => {
  const text = '[global]\n\tavailable = No\n\tpath = /srv\n[a]\n[b]\n\tavailable = Yes\n';
  expect(sharesIn(parseSections(text)).map(({ path, available }) => [path, available])).toEqual([
    ['/srv', false],
    ['/srv', true],
  ]);
});

test('shares of users count too; the configuration file is the one that testparm names', async () => {
  const { config, shares } = await readShares(placeShares());
  expect(config).toBe('/etc/samba/smb.conf');
  expect(shares.at(-1)).toEqual({ name: 'userpo', path: '/srv/user', available: true, byUser: true });
  function placeShares() {
    return { runProgram: placeWith({ net: { stdout: userShares } }).runProgram, config: null };
  }
});

test.each(['smbstatus', 'smbcontrol', 'testparm'])(
  'without %s it says which program is missing',
  async (program) => {
    expect(await samba.look(placeWith({ [program]: missing }))).toMatchObject({
      lists: false,
      closes: false,
      reason: { code: 'program-missing', params: { program } },
    });
  },
);

test('other accounts than root have no rights, whatever else they cannot read', async () => {
  const ends: Ends = {
    smbstatus: { code: 1, stdout: statusOfNobody, stderr: onlyRoot },
    testparm: { code: 1, stderr: 'Error loading services.' },
  };
  expect((await samba.look(placeWith(ends))).reason).toEqual({
    code: 'no-rights',
    params: { program: 'smbstatus' },
  });
  await expect(samba.list?.(placeWith(ends), new AbortController().signal)).rejects.toMatchObject({
    stage: 'close',
    code: 'access-failed',
    params: { adapter: 'samba', reason: 'smbstatus only works as root!' },
  });
});

test('a folder that no share leads to; a path with macros leads nowhere', async () => {
  for (const root of ['/srv/alice', '/srv/Büro']) {
    const look = await samba.look(placeWith({}, [], { root }));
    expect(look).toMatchObject({ lists: false, closes: false, reason: { code: 'not-shared' } });
  }
});

test('it is of no use on Windows, and asks nothing there', async () => {
  const calls: ProgramCall[] = [];
  const look = await samba.look(placeWith({}, calls, { platform: 'win32' }));
  expect(look.reason?.code).toBe('other-system');
  expect(calls).toEqual([]);
});

test('another configuration file is named to every program', async () => {
  const calls: ProgramCall[] = [];
  const sambaConfig = '/opt/my samba/smb.conf';
  await samba.look(placeWith({}, calls, { settings: { ...usualAccess, sambaConfig } }));
  const args = Object.fromEntries(calls.map((call) => [call.program, call.args?.join('|')]));
  expect(args).toMatchObject({
    smbstatus: `-s|${sambaConfig}|--json|--byterange`,
    smbcontrol: `-s|${sambaConfig}|--version`,
    testparm: `-s|-l|${sambaConfig}`,
  });
});

test('a connection that is gone is not ended; one that cannot be ended is told', async () => {
  const calls: ProgramCall[] = [];
  const connection = {
    id: '1@23969',
    adapter: 'samba' as const,
    user: 'alice',
    from: null,
    program: null,
    pid: 23969,
    since: null,
    files: [],
    ends: 'close' as const,
  };
  await samba.disconnect?.(placeWith({}, calls), connection, false);
  expect(calls.map(({ program }) => program)).not.toContain('smbcontrol');
  const place = placeWith({ smbcontrol: { code: 1, stderr: 'no such process' } });
  const found = (await samba.list?.(place, new AbortController().signal))?.connections[0];
  if (!found) throw new Error('nobody is connected');
  await expect(samba.disconnect?.(place, found, false)).rejects.toMatchObject({
    code: 'disconnect-failed',
    params: { who: 'alice', reason: 'no such process' },
  });
});
