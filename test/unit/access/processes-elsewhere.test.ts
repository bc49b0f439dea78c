/** The processes of systems that the tests do not run on, from what their programs printed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { parseMountInfo } from '../../../electron/access/processes/other-ways';
import { parseHandleInfo, parseMaps, parseStat } from '../../../electron/access/processes/proc-text';
import { parseLsof, unescaped } from '../../../electron/access/processes/lsof-text';
import { processes } from '../../../electron/access/processes/processes';
import type { ProgramEnd, RunProgram } from '../../../electron/run/program';
import { placeAt, postOfficeFolder } from './places';

const never = new AbortController().signal;
const ended = (code: number, stdout: string, stderr = ''): ProgramEnd => ({
  code,
  stdout,
  stderr,
  failed: null,
});

/** As lsof 4.95 printed it, in the language `C`; the names were `na⏎me`, `umläut` and `back\slash`. */
const LSOF = String.raw`p501
cbash
u501
Lann
fcwd
a 
l 
tDIR
D0xfe00
i2146436
n/po/Head office
p502
ccc\x20Mail
u502
Lbob
f3
au
l 
tREG
D0xfe00
i2146490
n/po/Head office/CLANDATA
f4
ar
lw
tREG
D0xfe00
i2146487
n/po/Head office/na\nme
f5
aw
lW
tREG
D0xfe00
i2146488
n/po/Head office/uml\xc3\xa4ut
f6
au
l 
tREG
D0xfe00
i2146489
n/po/Head office/back\\slash
f7
ar
lR
n/po/Head office/CLANDATA
`;
const PS = `    1     0 Mon Jan  5 08:29:51 2026
  501   501 Mon Jan  5 09:30:00 2026
  502   502 Tue Jan  6 10:00:00 2026
`;

function mac(lsof: ProgramEnd, ps = ended(0, PS)): RunProgram {
  return async ({ program, args = [] }) => {
    const line = [program, ...args].join(' ');
    if (line === 'lsof -v') return await Promise.resolve(ended(0, '', 'lsof version information:'));
    if (line === 'lsof -w -F pcLuftaDinl +D /po/Head office') return await Promise.resolve(lsof);
    if (program === 'ps') return await Promise.resolve(ps);
    throw new Error(`not expected: ${line}`);
  };
}
const macPlace = (run: RunProgram) => placeAt('/po/Head office', { platform: 'darwin', runProgram: run });

describe('the processes of a Mac', () => {
  it('are read from what lsof prints, though it ends with 1', async () => {
    const listing = await processes.list?.(macPlace(mac(ended(1, LSOF))), never);
    const since = new Date('Tue Jan  6 10:00:00 2026').toISOString();
    expect(listing?.connections).toMatchObject([
      { user: 'ann', program: 'bash', pid: 501, files: [], ends: 'ask' },
      { user: 'bob', program: 'cc Mail', pid: 502, since, id: `502-${since}`, from: null },
    ]);
    expect(listing?.connections[1]?.files).toEqual([
      { path: 'CLANDATA', mode: 'read-write', since: null, locks: ['file'] },
      { path: 'na\nme', mode: 'read', since: null, locks: ['range'] },
      { path: 'umläut', mode: 'write', since: null, locks: ['file'] },
      { path: 'back\\slash', mode: 'read-write', since: null, locks: [] },
    ]);
  });

  it('nobody is nobody, and what failed is not', async () => {
    expect((await processes.list?.(macPlace(mac(ended(1, ''))), never))?.connections).toEqual([]);
    const failures: [ProgramEnd, ProgramEnd?][] = [
      [ended(1, '', 'lsof: status error on /po')],
      [{ ...ended(0, ''), code: null, failed: 'timeout' }],
      [{ ...ended(0, ''), code: null, failed: 'missing' }],
      [ended(0, LSOF), ended(1, '', 'ps: no')],
    ];
    for (const [lsof, ps] of failures) {
      await expect(processes.list?.(macPlace(mac(lsof, ps)), never)).rejects.toMatchObject({
        stage: 'close',
        code: 'access-failed',
        params: { adapter: 'processes' },
      });
    }
  });

  it('cannot be listed without lsof', async () => {
    const run: RunProgram = async () =>
      await Promise.resolve({ code: null, stdout: '', stderr: '', failed: 'missing' });
    expect(await processes.look(macPlace(run))).toMatchObject({
      lists: false,
      reason: { code: 'program-missing', params: { program: 'lsof' } },
    });
    expect(await processes.look(macPlace(mac(ended(0, ''))))).toMatchObject({ lists: true, closes: false });
    expect(await processes.look(placeAt('/po', { platform: 'aix' }))).toMatchObject({
      lists: false,
      reason: { code: 'other-system' },
    });
  });

  it('are ended only while they are the same', async () => {
    const child = spawn('sleep', ['60']);
    const pid = child.pid ?? 0;
    const ps = ended(0, `${String(pid)} 501 Tue Jan  6 10:00:00 2026\n`);
    const lsof = ended(1, `p${String(pid)}\ncsleep\nu501\nLann\nfcwd\nn/po/Head office\n`);
    const place = macPlace(mac(lsof, ps));
    const [one] = (await processes.list?.(place, never))?.connections ?? [];
    if (!one) throw new Error('nobody is seen');
    const later = macPlace(mac(lsof, ended(0, ps.stdout.replace('10:00:00', '11:00:00'))));
    await expect(processes.disconnect?.(later, one, true)).rejects.toMatchObject({ code: 'connection-gone' });
    await processes.disconnect?.(place, one, false);
    expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
  });
});

describe('what systems print', () => {
  it('lsof: letters that mean nothing, and nothing at all', () => {
    expect(parseLsof('')).toEqual([]);
    expect(parseLsof('p7\nf3\na?\nl?\nn/a\nf4\nau\n')).toEqual([
      { pid: 7, program: null, user: null, files: [{ path: '/a', mode: null, locks: [] }] },
    ]);
    expect(unescaped(String.raw`a\\xc3\x5cb`)).toBe(String.raw`a\xc3\b`);
  });

  it('stat: brackets and spaces in names, threads of the system, and those that have ended', () => {
    const rest = (state: string, flags: number): string =>
      `${state} 1 1 1 0 -1 ${String(flags)} 0 0 0 0 0 0 0 0 20 0 1 0 4711 0`;
    expect(parseStat(`7 (a) (b c) ${rest('S', 0x400100)}`)).toEqual({
      name: 'a) (b c',
      startTicks: 4711,
      empty: false,
    });
    expect(parseStat(`7 (kworker) ${rest('I', 0x200040)}`)?.empty).toBe(true);
    expect(parseStat(`7 (gone) ${rest('Z', 0)}`)?.empty).toBe(true);
    expect(parseStat('')).toBeNull();
  });

  it('fdinfo: kinds of locks', () => {
    const text = (lock: string): string =>
      `pos:\t0\nflags:\t0100002\nmnt_id:\t29\nino:\t7\nlock:\t1: ${lock}\n`;
    const locks = (lock: string) => parseHandleInfo(text(lock)).locks;
    expect(parseHandleInfo(text('POSIX  ADVISORY  WRITE 12 fd:00:21 0 99'))).toEqual({
      mode: 'read-write',
      locks: ['range'],
      mount: '29',
    });
    expect(locks('POSIX  ADVISORY  READ 12 fd:00:21 0 EOF')).toEqual(['file']);
    expect(locks('OFDLCK ADVISORY  WRITE -1 fd:00:21 5 EOF')).toEqual(['range']);
    expect(locks('FLOCK  ADVISORY  WRITE 12 fd:00:21 0 EOF')).toEqual(['file']);
    expect(locks('LEASE  ACTIVE    READ  12 fd:00:21 0 EOF')).toEqual(['file']);
    expect(parseHandleInfo('flags:\t012000000\n')).toEqual({ mode: null, locks: [], mount: '' });
    expect(parseHandleInfo('')).toEqual({ mode: null, locks: [], mount: '' });
  });

  it('maps: what is shared and may be written, and what is not', () => {
    const line = (rights: string, name: string): string =>
      `7f00-7f10 ${rights} 00000000 fd:00 7    ${name}\n`;
    const text =
      line('rw-s', '/po/A') + line('rw-p', '/po/B b') + line('r--s', '/po/C\\012') + line('r--p', '/lib');
    expect(parseMaps(`7f00-7f10 rw-p 00000000 00:00 0 \n${text}`, '/po')).toEqual([
      { path: '/po/A', mode: 'read-write' },
      { path: '/po/B b', mode: 'read' },
      { path: '/po/C\n', mode: 'read' },
    ]);
  });

  it('mountinfo: blanks in the names of folders', () => {
    const text = '36 35 98:0 /mnt1 /a\\040b rw,noatime master:1 - ext3 /dev/root rw\n';
    expect(parseMountInfo(text)).toEqual([{ id: '36', device: '98:0', at: '/a b' }]);
  });
});

describe('the programs of Windows', () => {
  /** Answers in turn, as the scripts would. */
  function windows(...answers: object[]): { run: RunProgram; asked: string[] } {
    const asked: string[] = [];
    const run: RunProgram = async ({ input = '' }) => {
      asked.push(...input.split('\r\n').map((line) => Buffer.from(line, 'base64').toString()));
      return await Promise.resolve(ended(0, JSON.stringify(answers.shift())));
    };
    return { run, asked };
  }
  const since = '2026-01-06T10:00:00.000Z';
  const seen = (root: string) => ({
    processes: [
      { pid: 700, program: 'ADMIN.EXE', user: 'LEEDS\\ann', since, files: [`${root}\\CLANDATA`] },
      { pid: 701, program: 'System', user: null, since: null, files: [] },
      { pid: process.pid, program: 'postbag.exe', user: null, since, files: [] },
    ],
  });

  it('are asked for by the files in the folder, and told by the names of those', async () => {
    const root = await postOfficeFolder();
    const { run, asked } = windows(seen(root));
    const place = placeAt(root, { platform: 'win32', runProgram: run });
    expect(await processes.look(place)).toEqual({ lists: true, closes: false, reason: null, target: '' });
    const listing = await processes.list?.(place, never);
    expect(asked.filter(Boolean).sort()).toEqual([`${root}/CLANDATA`, `${root}/MLANDATA`]);
    const file = { path: 'CLANDATA', mode: null, since: null, locks: [] };
    expect(listing).toMatchObject({
      connections: [
        { id: `700-${since}`, program: 'ADMIN.EXE', user: 'LEEDS\\ann', files: [file], ends: 'ask' },
        { id: '701-', files: [], ends: 'no' },
      ],
      notExamined: 0,
    });
    expect(listing?.connections).toHaveLength(2);
  });

  it.each([
    [false, { result: 'asked' }, undefined],
    [true, { result: 'ended' }, undefined],
    [false, { result: 'gone' }, { code: 'connection-gone' }],
    [true, { result: 'gone' }, { code: 'connection-gone' }],
    [
      false,
      { result: 'no-window' },
      { code: 'disconnect-failed', params: { who: 'ADMIN.EXE (LEEDS\\ann)' } },
    ],
  ])('are ended, by force: %s, with the answer %j', async (force, answer, error) => {
    const root = await postOfficeFolder();
    const place = placeAt(root, { platform: 'win32', runProgram: windows(seen(root), answer).run });
    const [one] = (await processes.list?.(place, never))?.connections ?? [];
    if (!one || !processes.disconnect) throw new Error('nobody is seen');
    const end = processes.disconnect(place, one, force);
    await (error ? expect(end).rejects.toMatchObject(error) : end);
  });

  it('are not nobody when PowerShell is not there', async () => {
    const root = await postOfficeFolder();
    const run: RunProgram = async () =>
      await Promise.resolve({ code: null, stdout: '', stderr: '', failed: 'missing' });
    await expect(
      processes.list?.(placeAt(root, { platform: 'win32', runProgram: run }), never),
    ).rejects.toMatchObject({ code: 'access-failed', params: { adapter: 'processes' } });
  });
});
