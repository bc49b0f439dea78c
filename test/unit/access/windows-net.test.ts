import { describe, expect, it } from 'vitest';
import { usualAccess } from '../../../shared/access';
import type { Place } from '../../../electron/access/adapter';
import { parseNetFile, parseNetSession, parseOpenFiles } from '../../../electron/access/windows/net-files';
import { windowsShare } from '../../../electron/access/windows/share';
import { PlayedWindows, recorded, type Recorded } from '../../support/stand-ins/windows';

const never = new AbortController().signal;
const OPENFILES = 'openfiles.exe /query /fo csv /nh /v';
const missing: Record<string, Recorded> = { 'powershell.exe': { failed: 'missing' } };
const noCmdlets = (verb: string): Record<string, Recorded> => ({
  [verb]: { file: 'error.cmdlet-missing-french.json' },
});

function on(answers: Record<string, Recorded>): { windows: PlayedWindows; place: Place } {
  const windows = new PlayedWindows([], answers);
  const { runProgram } = windows;
  const root = 'D:\\ccmail\\leeds';
  return { windows, place: { root, name: 'Leeds', settings: usualAccess, runProgram, platform: 'win32' } };
}

describe('what the older programs of Windows print', () => {
  it('is read by its columns: openfiles', () => {
    expect(parseOpenFiles(recorded('openfiles.english.txt'))).toEqual([
      { id: '67109113', user: 'm.miller', locks: 2, path: 'D:\\ccmail\\leeds\\CLANDATA' },
      { id: '67109120', user: 'm.miller', locks: 0, path: 'D:\\ccmail\\leeds\\USR\\A file, with "commas"' },
      { id: '67109131', user: 'router', locks: 0, path: 'D:\\ccmail\\leeds\\' },
      { id: '67109140', user: 'other', locks: 1, path: 'D:\\Office\\Budget 2026.xls' },
    ]);
    const german = parseOpenFiles(recorded('openfiles.german-with-local.txt'));
    expect(german.map(({ user }) => user)).toEqual(['m.miller']);
    expect(parseOpenFiles(recorded('openfiles.french-nobody.txt'))).toEqual([]);
  });

  it('is read by its columns: net file', () => {
    const short = parseNetFile(recorded('net-file.english.txt')).map(({ path, user, locks }) => [
      path,
      user,
      locks,
    ]);
    expect(short).toEqual([
      ['D:\\ccmail\\leeds\\CLANDATA', 'm.miller', 2],
      ['D:\\ccmail\\leeds\\a folder\\file.dat', 'm.miller', 0],
      ['D:\\ccmail\\leeds\\bulletin\\USR000012345678', 'router', 1],
      ['D:\\ccmail\\...\\boards\\archive\\USR00099', 'm.miller', 0],
    ]);
    expect(parseNetFile(recorded('net-file.german.txt'))).toHaveLength(1);
    expect(parseNetFile(recorded('net-file.french-nobody.txt'))).toEqual([]);
  });

  it('is read by its columns: net session', () => {
    expect(parseNetSession(recorded('net-session.english.txt'))).toEqual([
      { computer: '10.20.0.31', user: 'm.miller' },
      { computer: 'fe80::1c2d:3e4f:5a6b:7c8d', user: 'router' },
      { computer: 'WS-07', user: 'm.miller' },
    ]);
    expect(parseNetSession(recorded('net-session.german.txt'))).toHaveLength(1);
  });
});

describe('a Windows without commands for shares', () => {
  it.each([
    ['PowerShell is missing', missing],
    ['its cmdlets are', { ...noCmdlets('look-share'), ...noCmdlets('list-share') }],
  ])('lists and does not close: %s', async (_name, without) => {
    const { place, windows } = on({
      ...without,
      [OPENFILES]: { file: 'openfiles.english.txt' },
      'net.exe session': { file: 'net-session.english.txt' },
    });
    const seen = await windowsShare.look(place);
    expect(seen).toMatchObject({ lists: true, closes: false, reason: { code: 'failed' } });
    const { connections = [], notExamined } = (await windowsShare.list?.(place, never)) ?? {};
    expect(notExamined).toBe(0);
    expect(connections.map(({ user, from, files }) => [user, from, files.map(({ path }) => path)])).toEqual([
      ['m.miller', '10.20.0.31, WS-07', ['CLANDATA', 'USR/A file, with "commas"']],
      ['router', 'fe80::1c2d:3e4f:5a6b:7c8d', []],
    ]);
    expect(windows.unknown).toEqual([]);
  });

  it('says how many it could not look into where paths are shortened', async () => {
    const { place } = on({
      ...missing,
      [OPENFILES]: { failed: 'missing' },
      'net.exe file': { file: 'net-file.english.txt' },
      'net.exe session': { code: 2, file: 'net-error.french-denied.txt' },
    });
    const found = await windowsShare.list?.(place, never);
    expect(found?.notExamined).toBe(1);
    expect(found?.connections.map(({ user, from }) => [user, from])).toEqual([
      ['m.miller', null],
      ['router', null],
    ]);
  });

  it('sees nobody only when it was told so', async () => {
    const nobody = { ...missing, [OPENFILES]: { file: 'openfiles.french-nobody.txt' } };
    const seen = await windowsShare.list?.(on(nobody).place, never);
    expect(seen).toEqual({ connections: [], notExamined: 0 });
    const denied = {
      ...missing,
      [OPENFILES]: { code: 1, file: 'openfiles-error.english-denied.txt' },
      'net.exe file': { code: 2, file: 'net-error.french-denied.txt' },
    };
    expect((await windowsShare.look(on(denied).place)).reason?.code).toBe('no-rights');
    const params = { adapter: 'windows-share' };
    await expect(windowsShare.list?.(on(denied).place, never)).rejects.toMatchObject({
      code: 'access-failed',
      params,
    });
  });

  it('says that no server runs, and not that rights are missing', async () => {
    const stopped = {
      ...missing,
      [OPENFILES]: { code: 1, file: 'net-error.german-not-started.txt' },
      'net.exe file': { code: 2, file: 'net-error.german-not-started.txt' },
    };
    expect(await windowsShare.look(on(stopped).place)).toMatchObject({
      lists: false,
      reason: { code: 'failed' },
    });
  });

  it.each([
    ['closed', {}],
    ['gone meanwhile', { code: 2, file: 'net-error.german-no-such-file.txt' }],
  ])('closes the files of one account, each by its number: %s', async (_name, answer) => {
    const { place, windows } = on({
      ...missing,
      [OPENFILES]: { file: 'openfiles.english.txt' },
      'net.exe session': { file: 'net-session.german.txt' },
      'net.exe file 67109113 /close': answer,
      'net.exe file 67109120 /close': answer,
    });
    const [first] = (await windowsShare.list?.(place, never))?.connections ?? [];
    if (!first) throw new Error('nobody is listed');
    await windowsShare.disconnect?.(place, first, false);
    expect(windows.ran.slice(-2)).toEqual(['net.exe file 67109113 /close', 'net.exe file 67109120 /close']);
    expect(windows.unknown).toEqual([]);
    const gone = { ...first, id: 'account:nobody', user: 'nobody' };
    await expect(windowsShare.disconnect?.(place, gone, false)).rejects.toMatchObject({
      code: 'connection-gone',
    });
  });
});
