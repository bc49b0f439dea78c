import { expect, test } from 'vitest';
import { connectionsTo } from '../../../electron/access/samba/connections';
import { parseStatus, readStatus } from '../../../electron/access/samba/status';
import type { ProgramEnd } from '../../../electron/run/program';
import { onlyRoot, status, statusOfNobody } from './samba-recorded';

const ROOT = '/srv/Büro Post 1';
const shares = [{ name: 'büro post 1' }, { name: 'linked' }];

const read = async (end: Partial<ProgramEnd>) =>
  await readStatus({
    config: null,
    runProgram: async () => await Promise.resolve({ code: 0, stdout: '', stderr: '', failed: null, ...end }),
  });

test('sessions of the shares are found with what they hold, and no others', async () => {
  const connections = await connectionsTo(parseStatus(status), shares, ROOT);
  const seen = connections.map(({ pid, user, from, files }) => [pid, user, from, ...files]);
  const file = (name: string, mode: string | null, locks: string[] = []) =>
    expect.objectContaining({ path: `CCDATA/${name}`, mode, locks }) as unknown;
  expect(seen).toHaveLength(7);
  expect(seen).toContainEqual([23524, 'alice', '127.0.0.1', file('F0', 'read-write', ['deny-all'])]);
  expect(seen).toContainEqual([23525, 'alice', '127.0.0.1', file('F1', 'read', ['deny-write'])]);
  expect(seen).toContainEqual([23526, 'alice', '127.0.0.1', file('F2', 'read-write', ['deny-read'])]);
  expect(seen).toContainEqual([23528, 'alice', '127.0.0.1', file('F4', null)]);
  // Opened with `force user = root`, so the open itself is of user 0.
  expect(seen).toContainEqual([23969, 'alice', '127.0.0.1', file('MLANDATA', 'read-write')]);
  expect(seen).toContainEqual([23636, 'alice', '127.0.0.1', file('MLANDATA', 'read-write', ['range'])]);
  expect(connections.find(({ pid }) => pid === 23969)).toMatchObject({
    id: expect.stringMatching(/^\d+@23969$/) as string,
    adapter: 'samba',
    program: null,
    since: expect.stringMatching(/^2026-11-26T09:2.*Z$/) as string,
    files: [{ since: '2026-11-26T09:22:10.306Z' }],
    ends: 'close',
  });
});

test('an open counts also where Samba says nothing of a share or a session that we know', async () => {
  const parsed = parseStatus(status);
  const bare = { ...parsed, sessions: {}, tcons: {} };
  const connections = await connectionsTo(bare, [], ROOT);
  expect(connections.map(({ user, pid }) => [user, pid])).toContainEqual([null, 23969]);
  const withoutSessions = await connectionsTo({ ...parsed, sessions: {} }, shares, ROOT);
  expect(withoutSessions).toHaveLength(7);
  expect(withoutSessions[0]).toMatchObject({ user: null, from: '127.0.0.1' });
});

test('of several sessions in one process each has its own files; with a forced user it may be any', async () => {
  const server = { pid: '7' };
  const session = (id: string, uid: number) => ({
    session_id: id,
    server_id: server,
    uid,
    username: id,
    remote_machine: 'ts',
  });
  const open = (uid: number) => ({
    server_id: server,
    uid,
    sharemode: { READ: true, WRITE: true },
    access_mask: { READ_DATA: true, WRITE_DATA: false, APPEND_DATA: false, EXECUTE: false, DELETE: false },
  });
  const parsed = {
    sessions: { a: session('a', 1001), b: session('b', 1002) },
    tcons: {},
    open_files: {
      x: { service_path: ROOT, filename: 'A', opens: { '7/1': open(1001) } },
      y: { service_path: ROOT, filename: 'B', opens: { '7/2': open(0) } },
    },
    byte_range_locks: {},
  };
  const connections = await connectionsTo(parsed, [], ROOT);
  expect(connections.map(({ id, files }) => [id, files.map(({ path }) => path)])).toEqual([
    ['a@7', ['A', 'B']],
    ['b@7', ['B']],
  ]);
});

test('what lies beside the folder is not in it', async () => {
  expect(await connectionsTo(parseStatus(status), [], '/srv/Büro Post')).toEqual([]);
});

test('"only works as root" is not "nobody"', async () => {
  const trouble = { code: 'no-rights', params: { program: 'smbstatus' } };
  await expect(read({ code: 1, stdout: statusOfNobody, stderr: onlyRoot })).rejects.toMatchObject(trouble);
  await expect(read({ stdout: statusOfNobody, stderr: onlyRoot })).rejects.toMatchObject(trouble);
  await expect(read({ stdout: statusOfNobody })).rejects.toMatchObject({ code: 'not-understood' });
});

test.each([
  [{ code: null, failed: 'missing' as const }, 'program-missing'],
  [{ code: null, failed: 'timeout' as const }, 'failed'],
  [{ code: 1, stderr: 'Invalid option --json: unknown option' }, 'failed'],
  [{ stdout: 'Samba version 4.9' }, 'not-understood'],
  [{ stdout: '{"sessions": {}, "tcons": []' }, 'not-understood'],
  [{ stdout: '{"sessions": {}, "tcons": {}, "open_files": []}' }, 'not-understood'],
])('%o is told as %s', async (end, code) => {
  await expect(read(end)).rejects.toMatchObject({ code });
});
