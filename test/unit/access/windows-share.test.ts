import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../shared/access';
import { usualAccess } from '../../../shared/access';
import type { Place } from '../../../electron/access/adapter';
import { makeUnblockWindowsShare, windowsShare } from '../../../electron/access/windows/share';
import { accessConformance, RUN_ID } from '../../conformance/access';
import { PlayedWindows, type Recorded } from '../../support/stand-ins/windows';

const never = new AbortController().signal;
const ROOT = 'D:\\ccmail\\leeds';

function placeOn(windows: PlayedWindows, root = ROOT): Place {
  const { runProgram } = windows;
  return { root, name: 'Leeds', settings: usualAccess, runProgram, platform: 'win32' };
}

/** A Windows that answers out of recorded files, and the post office `D:\ccmail\leeds` on it. */
function onRecorded(answers: Record<string, Recorded>, root?: string) {
  const windows = new PlayedWindows([], answers);
  return { windows, place: placeOn(windows, root) };
}

const look = async (file: string, root?: string) =>
  await windowsShare.look(onRecorded({ 'look-share': { file } }, root).place);
const list = async (file: string) =>
  await windowsShare.list?.(onRecorded({ 'list-share': { file } }).place, never);

/** The worst name a share can have, and one of an administrator's. */
const hostile = { name: "Köln 'Büro' $(calc) `x`; ü", scope: '*', path: 'D:\\ccmail', special: false };
const second = { name: 'Leeds', scope: 'CLUSTER', path: 'D:\\ccmail\\leeds', special: false };
const admin = { name: 'D$', scope: '*', path: 'D:\\', special: true };

accessConformance(
  'a Windows share (played)',
  async () => {
    const windows = new PlayedWindows([hostile, second, admin]);
    let guests = 0;
    return await Promise.resolve({
      adapter: windowsShare,
      place: placeOn(windows),
      undo: makeUnblockWindowsShare(windows.runProgram),
      enter: async () => {
        const user = `NORTH\\guest${String(++guests)}`;
        const session = await Promise.resolve(windows.enter(user, '10.0.0.9', `${ROOT}\\USR\\USR1`));
        return {
          user,
          file: 'USR/USR1',
          alive: async () => await Promise.resolve(windows.sessions.includes(session)),
          leave: async () => {
            windows.leave(session);
            await Promise.resolve();
          },
        };
      },
      state: async () => await Promise.resolve(JSON.stringify([[...windows.denied], [...windows.marks]])),
      end: async () => {
        expect(windows.unknown).toEqual([]);
        await Promise.resolve();
      },
    });
  },
  { closes: true, lists: true, ends: true },
);

describe('what can be done with a Windows share', () => {
  it.each([
    ['look-share.server-2022.json', 'ccmail'],
    ['look-share.server-2012-r2.json', 'Leeds, Boards'],
  ])('%s: shares that lead there, above, below and in another case: %s', async (file, target) => {
    expect(await look(file)).toEqual({ lists: true, closes: true, reason: null, target });
  });

  it('sees administrators come in where nothing is shared, and closes nothing', async () => {
    expect(await look('look-share.windows-10-only-administrators.json')).toMatchObject({
      lists: true,
      closes: false,
      reason: { code: 'not-shared' },
    });
    expect(await look('look-share.none.json')).toMatchObject({
      lists: false,
      reason: { code: 'not-shared' },
    });
  });

  it.each(['\\\\MAILSRV\\ccmail\\leeds', '\\\\?\\UNC\\MAILSRV\\ccmail'])(
    'leaves a post office on another computer alone: %s',
    async (root) => {
      const { windows, place } = onRecorded({}, root);
      const answer = { lists: false, closes: false, target: '' };
      const reason = { code: 'on-another-computer', params: { server: 'MAILSRV' } };
      expect(await windowsShare.look(place)).toEqual({ ...answer, reason });
      expect(windows.ran).toEqual([]);
    },
  );

  it('finds out that a drive is mapped', async () => {
    const found = await look('look-share.mapped-drive.json', 'M:\\leeds');
    expect(found.reason).toEqual({ code: 'on-another-computer', params: { server: 'MAILSRV' } });
  });

  it('is for Windows', async () => {
    const windows = new PlayedWindows();
    const found = await windowsShare.look({ ...placeOn(windows), platform: 'linux' });
    expect(found.reason?.code).toBe('other-system');
  });

  it.each([
    ['error.access-denied-german.json', 'no-rights'],
    ['error.access-denied-registry-french.json', 'no-rights'],
    ['error.server-service-stopped.json', 'failed'],
    ['list-share.not-json.txt', 'not-understood'],
  ])('%s: %s', async (file, code) => {
    expect(await look(file)).toMatchObject({ lists: false, closes: false, reason: { code } });
  });
});

describe('who is connected over a Windows share', () => {
  it('is told by session, with those who could open a file at any time', async () => {
    const found = await list('list-share.server-2022.json');
    const short = found?.connections.map(({ id, user, from, files }) => [
      id,
      user,
      from,
      files.map(({ path, mode, locks }) => `${path} ${String(mode)} ${locks.join()}`),
    ]);
    expect(short).toEqual([
      ['4398046511121', 'NORTH\\m.miller', '10.20.0.31', ['CLANDATA read-write range', 'USR/USR00012 read ']],
      ['18446744073709551557', 'NORTH\\j.müller', '[fe80::1c2d:3e4f%7]', ['MLANDATA null ']],
      ['4398046511149', 'NORTH\\idle', '10.20.0.52', []],
    ]);
    const since = Date.parse(found?.connections[0]?.since ?? '');
    expect(Math.abs(Date.now() - 3_600_000 - since)).toBeLessThan(60_000);
  });

  it('is one, or nobody', async () => {
    expect((await list('list-share.server-2012-r2-one.json'))?.connections).toMatchObject([
      { user: 'MAILSRV\\router', files: [{ path: 'MLANDATA', mode: 'write' }], ends: 'close' },
    ]);
    expect(await list('list-share.windows-11-nobody.json')).toEqual({ connections: [], notExamined: 0 });
  });

  it.each([
    'error.access-denied-german.json',
    'error.server-service-stopped.json',
    'list-share.not-json.txt',
  ])('is never said to be nobody when it could not be seen: %s', async (file) => {
    const params = { adapter: 'windows-share' };
    await expect(list(file)).rejects.toMatchObject({ stage: 'close', code: 'access-failed', params });
  });

  it('is not said when a person cancels', async () => {
    const cancelled = new AbortController();
    cancelled.abort();
    const { place } = onRecorded({ 'list-share': { failed: 'cancelled' } });
    await expect(windowsShare.list?.(place, cancelled.signal)).rejects.toMatchObject({ name: 'Cancelled' });
  });
});

describe('closing Windows shares', () => {
  it('is refused where Everyone is denied already, however late that is seen', async () => {
    const early = new PlayedWindows([hostile, second]);
    early.denied.add('CLUSTER/Leeds');
    await expect(windowsShare.closing?.(placeOn(early), RUN_ID)).rejects.toMatchObject({
      code: 'closed-by-somebody-else',
      params: { file: 'Leeds' },
    });
    const late = new PlayedWindows([second]);
    const closing = await windowsShare.closing?.(placeOn(late), RUN_ID);
    late.denied.add('CLUSTER/Leeds');
    await expect(closing?.act()).rejects.toMatchObject({ code: 'closed-by-somebody-else' });
    const undo = makeUnblockWindowsShare(late.runProgram);
    expect(await undo(closing?.undo.params ?? {}, RUN_ID), 'the denial is somebody else’s').toBe(false);
    expect([...late.denied]).toEqual(['CLUSTER/Leeds']);
  });

  it.each(['error.access-denied-registry-french.json', 'error.server-service-stopped.json'])(
    'fails with words: %s',
    async (file) => {
      const windows = new PlayedWindows([second], { 'close-share': { file } });
      const closing = await windowsShare.closing?.(placeOn(windows), RUN_ID);
      await expect(closing?.act()).rejects.toMatchObject({ stage: 'close', code: 'close-failed' });
      const undo = makeUnblockWindowsShare(windows.runProgram);
      expect(await undo(closing?.undo.params ?? {}, RUN_ID)).toBe(false);
    },
  );

  it('stays on the list while it cannot be undone', async () => {
    const file = 'error.access-denied-registry-french.json';
    const windows = new PlayedWindows([second], { 'open-share': { file } });
    const closing = await windowsShare.closing?.(placeOn(windows), RUN_ID);
    const undo = makeUnblockWindowsShare(windows.runProgram);
    await expect(undo(closing?.undo.params ?? {}, RUN_ID)).rejects.toMatchObject({ kind: 'no-rights' });
    await expect(undo({ shares: '[{"name":1}]', runId: RUN_ID }, RUN_ID)).rejects.toThrow();
  });

  it('is refused where no share leads there', async () => {
    const place = placeOn(new PlayedWindows([admin]));
    await expect(windowsShare.closing?.(place, RUN_ID)).rejects.toMatchObject({ code: 'close-failed' });
  });
});

describe('ending a session', () => {
  it('leaves alone whoever has its number by now', async () => {
    const windows = new PlayedWindows([second]);
    const place = placeOn(windows);
    windows.enter('NORTH\\one', '10.0.0.1', `${ROOT}\\CLANDATA`);
    const [seen] = (await windowsShare.list?.(place, never))?.connections ?? [];
    if (!seen) throw new Error('nobody is listed');
    const was = { ...seen, user: 'NORTH\\other' };
    await expect(windowsShare.disconnect?.(place, was, false)).rejects.toMatchObject({
      code: 'connection-gone',
      params: { who: 'NORTH\\other from 10.0.0.1' },
    });
    expect(windows.sessions).toHaveLength(1);
    await windowsShare.disconnect?.(place, seen, false);
    expect(windows.sessions).toEqual([]);
  });

  it('says why it could not be', async () => {
    const { place } = onRecorded({ 'end-session': { file: 'error.access-denied-german.json' } });
    const one = { id: '1', user: 'a', from: null, program: null, pid: null } as unknown as Connection;
    await expect(windowsShare.disconnect?.(place, one, false)).rejects.toMatchObject({
      code: 'disconnect-failed',
      params: { who: 'a', reason: 'Zugriff verweigert ' },
    });
  });
});
