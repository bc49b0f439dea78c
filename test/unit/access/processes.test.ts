import { execFileSync } from 'node:child_process';
import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { processes } from '../../../electron/access/processes/processes';
import type { Connection } from '../../../shared/access';
import { accessConformance, eventually } from '../../conformance/access';
import { asNobody } from '../postoffice/as-nobody';
import { holder, started } from './holders';
import { placeAt, postOfficeFolder } from './places';

const never = new AbortController().signal;
const asRoot = process.getuid?.() === 0;

async function listed(root: string): Promise<readonly Connection[]> {
  if (!processes.list) throw new Error('it cannot list');
  return (await processes.list(placeAt(root), never)).connections;
}

async function end(connection: Connection | undefined, force: boolean, root = '/'): Promise<void> {
  if (!connection || !processes.disconnect) throw new Error('it cannot end anything');
  await processes.disconnect(placeAt(root), connection, force);
}

describe.runIf(process.platform === 'linux')('the processes of Linux', () => {
  accessConformance(
    'the list of processes',
    async () => {
      const root = await postOfficeFolder();
      return {
        adapter: processes,
        place: placeAt(root),
        undo: async () => await Promise.resolve(false),
        enter: async () => {
          const { alive, end: leave } = await holder(['plain', path.join(root, 'MLANDATA')]);
          return {
            user: os.userInfo().username,
            file: 'MLANDATA',
            alive: async () => await Promise.resolve(alive()),
            leave,
          };
        },
        state: async () => await Promise.resolve(''),
        end: async () => await Promise.resolve(),
      };
    },
    { closes: false, lists: true, ends: true },
  );

  it.each([
    ['read', 'read', []],
    ['write', 'write', []],
    ['plain', 'read-write', []],
    ['range', 'read-write', ['range']],
    ['whole', 'read-write', ['file']],
    ['own-range', 'read-write', ['range']],
    ['flock', 'read-write', ['file']],
    ['lease', 'read', ['file']],
    ['mapped', 'read-write', []],
  ])('a file that is held: %s', async (way, mode, locks) => {
    const root = await postOfficeFolder();
    const { pid } = await holder([way, path.join(root, 'MLANDATA')]);
    const before = Date.now();
    const connections = await listed(root);
    expect(connections).toEqual([
      {
        id: expect.stringMatching(new RegExp(`^${String(pid)}-\\d+$`)) as string,
        adapter: 'processes',
        user: os.userInfo().username,
        from: null,
        program: 'python3',
        pid,
        since: expect.any(String) as string,
        files: [{ path: 'MLANDATA', mode, since: null, locks }],
        ends: 'ask',
      },
    ]);
    // The system's clock may have been set since it started, by very little on a machine that keeps time.
    expect(Math.abs(Date.parse(connections[0]?.since ?? '') - before)).toBeLessThan(10_000);
  });

  it('who works in the folder is seen without a file, and what was deleted is seen while it is open', async () => {
    const root = await postOfficeFolder();
    await holder(['cwd', root]);
    expect((await listed(root)).map(({ files }) => files)).toEqual([[]]);
    await holder(['deleted', path.join(root, 'CLANDATA')]);
    expect((await listed(root)).map(({ files }) => files[0]?.path)).toContain('CLANDATA (deleted)');
  });

  it('several handles of one file are one file, with all they may do and all their locks', async () => {
    const root = await postOfficeFolder();
    const file = path.join(root, 'MLANDATA');
    await holder(['read', file], ['write', file], ['flock', file], ['read', path.join(root, 'CLANDATA')]);
    const [one] = await listed(root);
    expect(one?.files).toEqual([
      { path: 'MLANDATA', mode: 'read-write', since: null, locks: ['file'] },
      { path: 'CLANDATA', mode: 'read', since: null, locks: [] },
    ]);
  });

  it.each(['with space', 'new\nline', 'Größe €', 'back\\slash', '[x]*'])(
    'a folder named %j',
    async (name) => {
      const root = await postOfficeFolder(name);
      const inside = path.join(root, 'sub\nfolder');
      await mkdir(inside);
      await writeFile(path.join(inside, 'Ü 1'), 'x'.repeat(4096));
      await holder(['mapped', path.join(inside, 'Ü 1')]);
      await holder(['plain', path.join(inside, 'Ü 1')]);
      const paths = (await listed(root)).map(({ files }) => files[0]?.path);
      expect(paths).toEqual(['sub\nfolder/Ü 1', 'sub\nfolder/Ü 1']);
    },
  );

  it('a folder that only begins like it, and this very process, are not seen', async () => {
    const root = await postOfficeFolder();
    await mkdir(`${root}2`);
    await writeFile(`${root}2/MLANDATA`, 'x'.repeat(4096));
    await holder(['mapped', `${root}2/MLANDATA`], ['plain', `${root}2/MLANDATA`], ['cwd', `${root}2`]);
    const own = await open(path.join(root, 'MLANDATA'));
    expect(await listed(root)).toEqual([]);
    await own.close();
  });

  it('a long name of a program is whole, and one that a program gave itself is told', async () => {
    const root = await postOfficeFolder();
    await holder(['named', 'VIM (gate) way'], ['read', path.join(root, 'MLANDATA')]);
    expect((await listed(root))[0]?.program).toBe('VIM (gate) way');
    const long = path.join(path.dirname(root), 'a-program-with-a-long-name');
    execFileSync('cp', [execFileSync('which', ['sleep']).toString().trim(), long]);
    await started('sh', ['-c', `echo ready; exec "$0" 60`, long], { cwd: root });
    expect(
      await eventually(async () =>
        (await listed(root)).some(({ program }) => program === path.basename(long)),
      ),
    ).toBe(true);
  });

  it('one that does not end when it is asked ends by force', async () => {
    const root = await postOfficeFolder();
    const { alive } = await holder(['deaf', ''], ['range', path.join(root, 'MLANDATA')]);
    const [one] = await listed(root);
    await end(one, false);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(alive()).toBe(true);
    await end(one, true);
    expect(await eventually(async () => (await listed(root)).length === 0)).toBe(true);
    expect(alive()).toBe(false);
    await expect(end(one, true)).rejects.toMatchObject({ code: 'connection-gone' });
  });

  it('a later process of the same number, the first process, this one and its parent are left alone', async () => {
    const root = await postOfficeFolder();
    const { pid, alive } = await holder(['cwd', root]);
    const [one] = await listed(root);
    if (!one) throw new Error('nobody is seen');
    await expect(end({ ...one, id: `${String(pid)}-1` }, true)).rejects.toMatchObject({
      code: 'connection-gone',
      params: { who: `python3 (${os.userInfo().username})` },
    });
    for (const other of [-1, 0, 1, process.pid, process.ppid, null]) {
      await expect(end({ ...one, pid: other }, true)).rejects.toMatchObject({ code: 'disconnect-failed' });
    }
    expect(alive()).toBe(true);
  });

  it('who has no rights is told how much was not seen, and why something was not ended', async () => {
    const root = await postOfficeFolder();
    await holder(['range', path.join(root, 'MLANDATA')]);
    const [one] = await listed(root);
    const module = path.resolve('test/unit/access/processes-as-nobody.ts');
    const answer = (await asNobody(module, 'listAndEnd', root, one)) as Record<string, unknown>;
    expect(answer['notExamined']).toBeGreaterThan(0);
    expect(answer['reason']).toEqual({ code: 'no-rights', params: { program: 'Postbag' } });
    if (asRoot) {
      expect(answer).toMatchObject({
        connections: 0,
        error: { code: 'disconnect-failed', params: { reason: 'EPERM' } },
      });
    }
  });

  it('a folder that is not there, and a cancelled list, are told', async () => {
    const root = await postOfficeFolder();
    await expect(listed(`${root}/gone`)).rejects.toMatchObject({
      code: 'access-failed',
      params: { adapter: 'processes' },
    });
    await expect(processes.list?.(placeAt(root), AbortSignal.abort())).rejects.toThrow('');
  });

  it.runIf(asRoot)('what is open by way of a mount somewhere else is seen', async () => {
    const root = await postOfficeFolder();
    const other = path.join(path.dirname(root), 'container');
    await mkdir(path.join(other, 'in'), { recursive: true });
    await chmod(other, 0o755);
    const script = path.resolve('test/unit/access/holder.py');
    const inside = `mount --bind "$1" "$2/in" && exec python3 "$3" whole "$2/in/MLANDATA"`;
    // In mounts of its own, as a container has them.
    await started('unshare', ['-m', 'sh', '-c', inside, 'sh', root, other, script]);
    expect((await listed(root)).map(({ files }) => files)).toEqual([
      [{ path: 'MLANDATA', mode: 'read-write', since: null, locks: ['file'] }],
    ]);
    expect(await listed(other)).toHaveLength(1); // it can be seen by that name too
  });

  it('takes little time, and leaves some for others', async () => {
    const root = await postOfficeFolder();
    await holder(['range', path.join(root, 'MLANDATA')]);
    await listed(root);
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const began = performance.now();
    await listed(root);
    const took = performance.now() - began;
    clearInterval(timer);
    console.info(`listed in ${took.toFixed(0)} ms, the longest pause ${longest.toFixed(0)} ms`);
    expect(took).toBeLessThan(2_000); // a machine that does other things as well
    expect(longest).toBeLessThan(took);
  });
});
