import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, fill, makeRunOpenCommand, tellUsers } from '../../../electron/access/commands';
import { commandTemplates } from '../../../shared/access-templates';
import { runProgram } from '../../../electron/run/program';
import { AccessCommands, type AccessCommands as Commands } from '../../../shared/access';
import { accessConformance, RUN_ID } from '../../conformance/access';
import { placeWith, postOfficeFolder } from './places';

const never = new AbortController().signal;
const shell = (script: string, ...args: string[]): string[] => ['sh', '-c', script, 'sh', ...args];
const prints = (text: string): string[] => [
  process.execPath,
  '-e',
  `process.stdout.write(process.argv[1])`,
  text,
];

async function listedBy(list: string[], more: Partial<Commands> = {}) {
  const root = await postOfficeFolder();
  if (!commands.list) throw new Error('it cannot list');
  return await commands.list(placeWith(root, { list, ...more }), never);
}

/** A server made of files: whoever is connected has one, named after the connection. */
async function server() {
  const root = await postOfficeFolder();
  const sessions = path.join(path.dirname(root), 'sessions');
  await mkdir(sessions);
  let count = 0;
  return {
    place: placeWith(root, {
      list: shell(`for f in "$1"/*; do [ -e "$f" ] && cat "$f"; done; true`, sessions),
      disconnect: shell(`rm "$1/$2"`, sessions, '{connection}'),
    }),
    enter: async () => {
      const id = `station ${String(++count)}`;
      await writeFile(path.join(sessions, id), `${id}\tANN\tPC-7\t${root}/MLANDATA\r\n`);
      const alive = async (): Promise<boolean> => (await readdir(sessions)).includes(id);
      return { user: 'ANN', file: 'MLANDATA', alive, leave: async () => await rm(path.join(sessions, id)) };
    },
  };
}

// Closing is tested below: that the open command did nothing cannot be seen, so its undo always says that it acted.
accessConformance(
  'a list of commands',
  async () => ({
    adapter: commands,
    ...(await server()),
    undo: async () => await Promise.resolve(false),
    state: async () => await Promise.resolve(''),
    end: async () => await Promise.resolve(),
  }),
  { closes: false, lists: true, ends: true },
);

describe('the words in braces', () => {
  it('are filled in where they stand, once, and never in the program', () => {
    const values = { postOffice: '/po', message: 'in {minutes} $& $1', minutes: 5 };
    expect(
      fill(
        ['{message}', '{message}', '-m={minutes}', '{connection}', '{other} {postOffice}{postOffice}'],
        values,
      ),
    ).toEqual(['{message}', 'in {minutes} $& $1', '-m=5', '{connection}', '{other} /po/po']);
    expect(fill([], values)).toEqual([]);
    expect(fill(['x', '{constructor}{toString}'], values)).toEqual(['x', '{constructor}{toString}']);
  });

  it('reach the program whole, whatever they hold', async () => {
    const root = await postOfficeFolder(`it's "a" $(folder); *`);
    const file = path.join(path.dirname(root), 'told');
    const message = `Log out!\n"Now"; $(touch x) 'é' %PATH% {minutes}`;
    const tell = [process.execPath, '-e', `require('fs').writeFileSync(process.argv[1], process.argv[2])`];
    const place = placeWith(root, { tell: [...tell, file, '{postOffice}|{minutes}|{message}'] });
    expect(await tellUsers(place, { message, minutes: 5 })).toBe('told');
    expect(await readFile(file, 'utf8')).toBe(`${root}|5|${message}`);
  });
});

describe('telling the users', () => {
  const words = { message: 'Log out', minutes: 5 };
  it('is left out without a command, and told when it fails', async () => {
    const root = await postOfficeFolder();
    expect(await tellUsers(placeWith(root, {}), words)).toBe('no-command');
    await expect(
      tellUsers(placeWith(root, { tell: shell('echo no such user >&2; exit 3') }), words),
    ).rejects.toMatchObject({ stage: 'close', code: 'tell-failed', params: { reason: 'no such user' } });
    await expect(
      tellUsers(placeWith(root, { tell: ['sleep', '20'], limitSeconds: 1 }), words),
    ).rejects.toMatchObject({ code: 'tell-failed', params: { reason: 'timeout' } });
  });
});

describe('what commands can do', () => {
  const [list, close, open] = [['list'], ['close'], ['open']];
  it.each([
    [{}, { lists: false, closes: false, reason: { code: 'not-set-up' } }],
    [{ list }, { lists: true, closes: false, reason: { code: 'not-set-up' } }],
    [
      { list, close },
      { lists: true, closes: false, reason: { code: 'not-set-up' } },
    ],
    [
      { open, list },
      { lists: true, closes: false, reason: { code: 'not-set-up' } },
    ],
    [
      { open, close },
      { lists: false, closes: true, reason: { code: 'not-set-up' } },
    ],
    [
      { list, open, close },
      { lists: true, closes: true, reason: null },
    ],
  ])('with %j', async (typed, look) => {
    const root = await postOfficeFolder();
    expect(await commands.look(placeWith(root, typed))).toMatchObject(look);
  });
});

describe('a list', () => {
  it('may leave fields empty, name several files, or end its lines as DOS does', async () => {
    const text =
      '\r\n12\t\tPC-7\r\n13\tBOB\t\tM:\\CCDATA\\CLANDATA\tUSR\\A\r\n12\tANN\tPC-7\tMLANDATA\r\n14\t\t';
    const one = { adapter: 'commands', program: null, pid: null, since: null, ends: 'no' };
    const file = (name: string) => ({ path: name, mode: null, since: null, locks: [] });
    expect(await listedBy(prints(text))).toEqual({
      connections: [
        { ...one, id: '12', user: null, from: 'PC-7', files: [file('MLANDATA')] },
        { ...one, id: '13', user: 'BOB', from: null, files: [file('M:/CCDATA/CLANDATA'), file('USR/A')] },
        { ...one, id: '14', user: null, from: null, files: [] },
      ],
      notExamined: 0,
    });
    expect((await listedBy(prints(''), { disconnect: ['x'] })).connections).toEqual([]);
    expect((await listedBy(prints('1\tA\tB'), { disconnect: ['x'] })).connections[0]?.ends).toBe('close');
  });

  it.each([
    [
      'a headline',
      prints('Station  User  Address\n1\tA\tB\n'),
      'Line 1 of its list has not the three fields',
    ],
    ['no id', prints('1\tA\tB\n \tA\tB\n'), 'Line 2 of its list has no id'],
    ['a control character', prints('1\tA\u001b[31m\tB\n'), 'Line 1 of its list holds control characters'],
    [
      'an old code page',
      shell(`printf '\\201\\tA\\tB\\n'`),
      'Line 1 of its list has an id that is not written in UTF-8',
    ],
    ['too many lines', shell(`yes "$(printf '1\\tA\\tB')" | head -n 10001`), 'more than 10000 lines'],
    ['an exit code', shell('printf "1\\tA\\tB\\n"; echo oh >&2; exit 1'), 'oh'],
    ['no program', ['/no/such/program'], 'missing'],
  ])('with %s is not understood to be nobody', async (_what, list, reason) => {
    await expect(listedBy(list)).rejects.toMatchObject({
      stage: 'close',
      code: 'access-failed',
      params: { adapter: 'commands', reason: expect.stringContaining(reason) as string },
    });
  });

  it('of exactly 10000 lines is read, and one that is cancelled ends', async () => {
    const many = shell(`seq -f '%.0f\tA\tB' 10000`);
    expect((await listedBy(many)).connections).toHaveLength(10_000);
    const root = await postOfficeFolder();
    const list = commands.list?.(placeWith(root, { list: ['sleep', '20'] }), AbortSignal.timeout(100));
    await expect(list).rejects.toMatchObject({ name: 'Cancelled' });
  });
});

describe('closing with commands', () => {
  async function closable(close: string, open: string) {
    const root = await postOfficeFolder();
    const log = path.join(path.dirname(root), 'log');
    const place = placeWith(root, {
      close: shell(close, log, '{postOffice}', '{minutes}'),
      open: shell(open, log, '{postOffice}'),
    });
    const closing = await commands.closing?.(place, RUN_ID);
    if (!closing) throw new Error('it cannot close');
    // As another process reads it from the journal.
    const { action, params } = JSON.parse(JSON.stringify(closing.undo)) as typeof closing.undo;
    const undo = async () => await makeRunOpenCommand(runProgram)(params, RUN_ID);
    return { root, closing, action, undo, said: async () => await readFile(log, 'utf8').catch(() => '') };
  }

  it('runs one command, and the other one to take it back, as often as is asked', async () => {
    const { root, closing, action, undo, said } = await closable(
      'echo "close $2 $3" >> "$1"',
      'echo "open $2" >> "$1"',
    );
    expect(action).toBe('run-open-command');
    expect(await said()).toBe('');
    await closing.act();
    expect(await said()).toBe(`close ${root} {minutes}\n`);
    expect(await undo()).toBe(true);
    expect(await undo()).toBe(true);
    expect(await said()).toBe(`close ${root} {minutes}\nopen ${root}\nopen ${root}\n`);
  });

  it('says what failed, and stays on the list until it does not', async () => {
    const { closing, undo, said } = await closable(
      'echo denied >&2; exit 1',
      'echo x >> "$1"; test "$(wc -l < "$1")" -gt 1',
    );
    await expect(closing.act()).rejects.toMatchObject({
      stage: 'close',
      code: 'close-failed',
      params: { adapter: 'commands', reason: 'denied' },
    });
    await expect(undo()).rejects.toThrow('Leeds: exit code 1');
    expect(await undo()).toBe(true);
    expect(await said()).toBe('x\nx\n');
  });

  it('is refused with one command of the two, and an undo without a command never succeeds', async () => {
    const root = await postOfficeFolder();
    const half = commands.closing?.(placeWith(root, { close: ['x'] }), RUN_ID);
    await expect(half).rejects.toMatchObject({ code: 'close-failed' });
    for (const argv of ['[]', '', 'null', '{}']) {
      await expect(
        makeRunOpenCommand(runProgram)({ argv, limitSeconds: 5, root, postOffice: 'Leeds' }, RUN_ID),
      ).rejects.toThrow();
    }
  });

  it('ending a connection can fail', async () => {
    const { place, enter } = await server();
    await enter();
    const [one] = (await commands.list?.(place, never))?.connections ?? [];
    if (!one) throw new Error('nobody is seen');
    const gone = { ...one, id: '../../other' };
    const error = { stage: 'close', code: 'disconnect-failed', params: { who: 'ANN from PC-7' } };
    await expect(commands.disconnect?.(place, gone, false)).rejects.toMatchObject(error);
    await expect(commands.disconnect?.(placeWith('/po', {}), one, false)).rejects.toMatchObject(error);
  });
});

describe('the templates', () => {
  it.each(commandTemplates)(
    '$name: commands that can be kept, with what they come from',
    ({ commands: typed, source }) => {
      expect(AccessCommands.parse({ ...typed, limitSeconds: 60 })).toMatchObject(typed);
      expect(source.length).toBeGreaterThan(40);
      expect(JSON.stringify(typed)).not.toMatch(/"ALL"/);
    },
  );
});
