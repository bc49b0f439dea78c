/**
 * Motivation: what lies behind an administrator's commands, a cluster or a storage array, cannot be seen by Postbag. What
 * is broken must be joined again all the same, and what did not stand still must not be called a backup of one instant.
 * Description: a small replica of two folders, kept by a real script that breaks and joins it; commands that print
 * something else, hang, end in the middle of their work, or name the post office itself.
 * Pass criteria: whatever goes wrong, joining again is asked for until it has worked, and nothing is read that is not a
 * half.
 */
import { chmod, cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { mirrorCommands } from '../../../electron/mirror/commands';
import { percentOf } from '../../../electron/mirror/command-params';
import { runProgram } from '../../../electron/run/program';
import type { Still, StillPlace } from '../../../electron/volume/still';
import { noMirrorCommands, type MirrorCommands } from '../../../shared/still';
import { mirrorConformance } from '../../conformance/mirror';
import { OTHER_RUN, plainFiles, RUN_ID } from '../../conformance/snapshot';
import { temporaryFolder } from '../../support/places';

const never = new AbortController().signal;
const cannotRun = process.platform === 'win32' ? 'needs sh' : null;

/**
 * Two folders, and who keeps them in step. `broken` is there while they are apart; bringing them into step takes some
 * looks, told in `percent`. Everything that is run is kept in `log`.
 */
const SCRIPT = `#!/bin/sh
cd "$(dirname "$0")" || exit 9
printf '%s\\n' "$*" >> log
case "$1" in
  break) [ -e broken ] && { echo 'it is broken already' >&2; exit 2; }; : > broken ;;
  break-half) : > broken; echo 'the controller does not answer' >&2; exit 5 ;;
  break-hang) : > broken; exec sleep 60 ;;
  where) [ -e broken ] || exit 3; echo "$PWD/half" ;;
  join) [ -e broken ] || exit 0; rm broken; echo 0 > percent ;;
  join-fail) echo 'the other node is down' >&2; exit 7 ;;
  in-step)
    [ -e broken ] && exit 1
    [ -e percent ] || exit 0
    now=$(($(cat percent) + 45))
    [ "$now" -ge 100 ] && { rm percent; rm -rf half; cp -R primary half; exit 0; }
    echo "$now" > percent
    echo "resynchronising: $now %"
    exit 1 ;;
  hang) exec sleep 60 ;;
  print) shift; printf '%b' "$*" ;;
  *) exit 8 ;;
esac
`;

async function replica(change: (commands: MirrorCommands) => Partial<MirrorCommands> = () => ({})) {
  const base = await temporaryFolder();
  const script = path.join(base, 'mirror');
  await writeFile(script, SCRIPT);
  await chmod(script, 0o755);
  const [primary, half] = [path.join(base, 'primary'), path.join(base, 'half')];
  await mkdir(primary);
  await writeFile(path.join(primary, 'MLANDATA'), 'in step');
  await cp(primary, half, { recursive: true });
  const typed: MirrorCommands = {
    break: [script, 'break', '{run}'],
    where: [script, 'where'],
    join: [script, 'join', '{run}'],
    inStep: [script, 'in-step'],
    limitSeconds: 20,
  };
  const place: StillPlace = {
    folder: primary,
    name: 'Harbour',
    bytes: 1,
    commands: { ...typed, ...change(typed) },
    runProgram,
    platform: process.platform,
  };
  const isBroken = async (): Promise<boolean> => (await readdir(base)).includes('broken');
  /** What was run, but for looking whether both halves are in step. */
  const log = async (): Promise<string[]> => {
    const text = await readFile(path.join(base, 'log'), 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '' && line !== 'in-step');
  };
  return { base, script, primary, half, place, isBroken, log };
}
type Replica = Awaited<ReturnType<typeof replica>>;

const prepare = async ({ place, base }: Replica): Promise<Still> =>
  await mirrorCommands.prepare(place, { runId: RUN_ID, folder: path.join(base, RUN_ID, 'still-0') });

/** As another process finds it in the journal. */
const join = async (still: Still, runId = RUN_ID): Promise<boolean> =>
  await mirrorCommands.join(
    JSON.parse(JSON.stringify(still.make.undo.params)) as Still['make']['undo']['params'],
    runId,
    runProgram,
  );

async function broken(change?: Parameters<typeof replica>[0]) {
  const here = await replica(change);
  const still = await prepare(here);
  await still.make.act(never);
  return { here, still };
}

/** The reason for which it was not broken, or could not be read. */
async function notMade(change: Parameters<typeof replica>[0]) {
  const here = await replica(change);
  const still = await prepare(here);
  const error = await still.make.act(never).then(
    () => null,
    (thrown: unknown) => thrown as { params: { reason: string } },
  );
  expect(error).toMatchObject({ code: 'still-not-made', params: { provider: 'mirror-commands' } });
  expect(() => still.folder()).toThrow();
  return { here, still, reason: error?.params.reason ?? '' };
}

mirrorConformance(
  'a replica of two folders, with commands',
  async () => {
    const { base, primary, half, place } = await replica();
    const files = plainFiles(primary);
    return {
      provider: mirrorCommands,
      place,
      unmount: async () => await Promise.resolve(false),
      state: async () => {
        const names = (await readdir(base)).filter((name) => name !== 'log');
        const [one, other] = await Promise.all(
          [primary, half].map(async (folder) => await readFile(path.join(folder, 'MLANDATA'), 'utf8')),
        );
        return JSON.stringify([names.sort(), one === other]);
      },
      // Whoever keeps the halves in step does so while the mirror is whole.
      write: async (name, text) => {
        await files.write(name, text);
        if (!(await readdir(base)).includes('broken')) await cp(primary, half, { recursive: true });
      },
      read: files.read,
      end: async () => await Promise.resolve(),
    };
  },
  { skipped: cannotRun, degrades: false },
);

describe.skipIf(cannotRun !== null)('what the commands say before anything is touched', () => {
  test.each<keyof MirrorCommands>(['break', 'where', 'join'])('without %s it is not set up', async (slot) => {
    const here = await replica(() => ({ [slot]: [] }));
    expect(await mirrorCommands.look(here.place)).toMatchObject({
      usable: false,
      reason: { code: 'not-set-up' },
    });
    await expect(prepare(here)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(await here.log()).toEqual([]);
  });

  test('nothing typed is not set up', async () => {
    const { place } = await replica(() => noMirrorCommands);
    expect(await mirrorCommands.look(place)).toMatchObject({ reason: { code: 'not-set-up' } });
  });

  test('without a command that says whether they are in step they are believed to be', async () => {
    const { place } = await replica(() => ({ inStep: [] }));
    expect(await mirrorCommands.look(place)).toMatchObject({ usable: true, volume: 'Harbour', resync: null });
  });

  test('halves that are not in step are refused, with how far they are', async () => {
    const here = await replica();
    await writeFile(path.join(here.base, 'percent'), '10');
    expect(await mirrorCommands.look(here.place)).toMatchObject({
      usable: false,
      reason: { code: 'not-in-step', params: { volume: 'Harbour', percent: '55' } },
    });
    await writeFile(path.join(here.base, 'broken'), '');
    await expect(prepare(here)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { reason: 'The halves of Harbour are not in step yet.' },
    });
    expect(await here.log()).toEqual([]);
  });

  test.each<[string, (here: MirrorCommands) => string[], object]>([
    ['is not there', () => ['/nowhere/in-step'], { code: 'program-missing' }],
    ['may not be run', ({ break: [script = ''] }) => [path.dirname(script)], { code: 'no-rights' }],
    ['hangs', ({ break: [script = ''] }) => [script, 'hang'], { code: 'failed' }],
  ])('a command that %s is no yes', async (_what, inStep, reason) => {
    const { place } = await replica((typed) => ({ inStep: inStep(typed), limitSeconds: 1 }));
    expect(await mirrorCommands.look(place)).toMatchObject({ usable: false, reason });
  });
});

describe.skipIf(cannotRun !== null)('breaking it', () => {
  test('fills in the words in braces, each inside its argument', async () => {
    const name = `it's "Harbour" $(touch x); {run}`;
    const here = await replica(({ break: [script = ''] }) => ({
      break: [script, 'break', '{name}', '<{postOffice}>', '{run}', '{other}'],
    }));
    const still = await mirrorCommands.prepare({ ...here.place, name }, { runId: RUN_ID, folder: here.base });
    await still.make.act(never);
    expect(await here.log()).toEqual([`break ${name} <${here.primary}> ${RUN_ID} {other}`, 'where']);
    expect(still.folder()).toBe(here.half);
    expect(still.make.undo).toMatchObject({
      action: 'join-mirror',
      params: { provider: 'mirror-commands', run: RUN_ID, volume: name, shown: name },
    });
    expect(await join(still)).toBe(true);
    expect((await here.log()).at(-1)).toBe(`join ${RUN_ID}`);
  });

  test.each([
    ['break-half', 'the controller does not answer'],
    ['break-hang', 'timeout'],
  ])('halfway (%s) is told, and joined again', async (verb, words) => {
    const { here, still, reason } = await notMade(({ break: [script = ''] }) => ({
      break: [script, verb],
      limitSeconds: 1,
    }));
    expect(reason).toContain(words);
    expect(await here.isBroken()).toBe(true);
    expect(await here.log()).toEqual([verb]);
    expect(await join(still)).toBe(true);
    expect(await here.isBroken()).toBe(false);
  });

  test('is not begun when nobody wants it any more', async () => {
    const here = await replica();
    const still = await prepare(here);
    await expect(still.make.act(AbortSignal.abort())).rejects.toThrow();
    expect(await here.log()).toEqual([]);
  });
});

describe.skipIf(cannotRun !== null)('where the half can be read', () => {
  const prints =
    (text: string) =>
    ({ break: [script = ''] }: MirrorCommands): Partial<MirrorCommands> => ({
      where: [script, 'print', text],
    });

  test.each([
    ['', 'has printed 0 lines'],
    ['\\n \\n', 'has printed 0 lines'],
    ['/\\n/tmp\\n', 'has printed 2 lines'],
    ['Usage: where [-x]', 'no absolute path'],
    ['half\\n', 'no absolute path'],
    ['../half', 'no absolute path'],
    ['/nowhere/at/all\\n', 'no folder that can be read here'],
    ['/etc/hosts', 'no folder that can be read here'],
  ])('%j is no answer: %s', async (text, words) => {
    const { here, still, reason } = await notMade(prints(text));
    expect(reason).toContain(words);
    expect(await join(still)).toBe(true);
    expect(await here.isBroken()).toBe(false);
  });

  test.each(['exit', 'hang'])('a command that does not end well (%s) is no answer', async (verb) => {
    const { here, still } = await notMade(({ break: [script = ''] }) => ({
      where: [script, verb],
      limitSeconds: 1,
    }));
    expect(await join(still)).toBe(true);
    expect(await here.isBroken()).toBe(false);
  });

  test('the post office that people work in is no half, by whatever path', async () => {
    const here = await replica();
    const link = path.join(here.base, 'link');
    await symlink(here.primary, link);
    for (const folder of [here.primary, link]) {
      const commands = { ...here.place.commands, ...prints(folder)(here.place.commands) };
      const still = await prepare({ ...here, place: { ...here.place, commands } });
      await expect(still.make.act(never)).rejects.toMatchObject({
        params: { reason: `${folder} is the post office that people work in, not a half that stands still.` },
      });
      await join(still);
      await rm(path.join(here.base, 'percent'));
    }
  });

  test('an empty folder is no half', async () => {
    const here = await replica();
    await rm(path.join(here.half, 'MLANDATA'));
    const still = await prepare(here);
    await expect(still.make.act(never)).rejects.toMatchObject({
      params: { reason: `${here.half} is empty.` },
    });
    expect(await join(still)).toBe(true);
  });

  test('a path may hold spaces, and its line may end as on Windows', async () => {
    const here = await replica();
    const odd = path.join(here.base, 'half of "Harbour"');
    await cp(here.primary, odd, { recursive: true });
    const commands = { ...here.place.commands, ...prints(`\\n${odd}\\r\\n`)(here.place.commands) };
    const still = await prepare({ ...here, place: { ...here.place, commands } });
    await still.make.act(never);
    expect(still.folder()).toBe(odd);
    await join(still);
  });
});

describe.skipIf(cannotRun !== null)('joining it again', () => {
  test('that fails is said, and tried again', async () => {
    const { here, still } = await broken(({ break: [script = ''] }) => ({ join: [script, 'join-fail'] }));
    await expect(join(still)).rejects.toThrow('Harbour: the other node is down');
    expect(await here.isBroken()).toBe(true);
    const params = { ...still.make.undo.params, join: JSON.stringify([here.script, 'join']) };
    expect(await mirrorCommands.join(params, RUN_ID, runProgram)).toBe(true);
    expect(await here.isBroken()).toBe(false);
  });

  test.each([
    ['hangs', (script: string) => [script, 'hang'], 'timeout'],
    ['is gone', () => ['/nowhere/join'], 'missing'],
  ])('with a command that %s is said', async (_what, argv, words) => {
    const { here, still } = await broken(({ break: [script = ''] }) => ({ join: argv(script) }));
    const params = { ...still.make.undo.params, limitSeconds: 1 };
    await expect(mirrorCommands.join(params, RUN_ID, runProgram)).rejects.toThrow(words);
    expect(await here.isBroken()).toBe(true);
  });

  test('is left to the run that broke it', async () => {
    const { here, still } = await broken();
    expect(await join(still, OTHER_RUN)).toBe(false);
    expect(await here.isBroken()).toBe(true);
  });

  test('can be repeated, and is done where nobody knows whether it was broken', async () => {
    const here = await replica();
    const still = await prepare(here);
    expect(await join(still)).toBe(true);
    expect(await join(still)).toBe(true);
    expect(await here.log()).toEqual([`join ${RUN_ID}`, `join ${RUN_ID}`]);
  });
});

describe.skipIf(cannotRun !== null)('whether the half stood still', () => {
  test('it did not when both are in step again, whoever joined them', async () => {
    const { here, still } = await broken();
    expect(await still.held()).toEqual({ held: true });
    await rm(path.join(here.base, 'broken'));
    expect(await still.held()).toMatchObject({
      held: false,
      reason: 'Both halves are in step again: the half did not stand still.',
    });
  });

  test('without a command that says so, a half that can be read has held', async () => {
    const { here, still } = await broken(() => ({ inStep: [] }));
    await rm(path.join(here.base, 'broken'));
    expect(await still.held()).toEqual({ held: true });
  });

  test('a half that was taken away has not', async () => {
    const { here, still } = await broken();
    await rm(path.join(here.half, 'MLANDATA'));
    expect(await still.held()).toMatchObject({ held: false, reason: `${here.half} is empty.` });
    await rm(here.half, { recursive: true });
    expect(await still.held()).toMatchObject({ held: false });
  });

  test('nor one in whose place another volume lies', async ({ skip }) => {
    skip(process.platform !== 'linux', 'needs two file systems');
    const { here, still } = await broken();
    await rm(here.half, { recursive: true });
    await symlink('/proc', here.half);
    expect(await still.held()).toMatchObject({
      held: false,
      reason: `${here.half} is not what it was when it was broken off.`,
    });
  });

  test('nor one that nobody can ask for any more, nor one that was never broken off', async () => {
    const { here, still } = await broken();
    await rm(here.script);
    expect(await still.held()).toMatchObject({ held: false, reason: `${here.script}: missing` });
    const other = await replica();
    expect(await (await prepare(other)).held()).toMatchObject({ held: false });
  });
});

describe.skipIf(cannotRun !== null)('how far they are in step', () => {
  test('is told as it goes on', async () => {
    const { here, still } = await broken();
    const { params } = still.make.undo;
    expect(await mirrorCommands.resync(params, runProgram)).toMatchObject({ inStep: false, percent: null });
    await join(still);
    expect(await mirrorCommands.resync(params, runProgram)).toMatchObject({ inStep: false, percent: 45 });
    expect(await mirrorCommands.resync(params, runProgram)).toMatchObject({ inStep: false, percent: 90 });
    const last = await mirrorCommands.resync(params, runProgram);
    expect(last).toMatchObject({ inStep: true, percent: 100 });
    expect(new Date(last.at).toISOString()).toBe(last.at);
    expect(await here.isBroken()).toBe(false);
  });

  test('cannot be said without a command, or with one that hangs', async () => {
    const none = await broken(() => ({ inStep: [] }));
    await expect(mirrorCommands.resync(none.still.make.undo.params, runProgram)).rejects.toThrow(
      'No command was typed',
    );
    const { here, still } = await broken();
    const hangs = { inStep: JSON.stringify([here.script, 'hang']), limitSeconds: 1 };
    await expect(mirrorCommands.resync({ ...still.make.undo.params, ...hangs }, runProgram)).rejects.toThrow(
      'Harbour: timeout',
    );
  });
});

test.each([
  ['83 %', 83],
  ['83%\n', 83],
  ['resync = 12.5% (3/24), finish=1min', 12.5],
  ['12,5 %', 12.5],
  [' 7 \n', 7],
  ['0', 0],
  ['100', 100],
  ['101', null],
  ['1000 %', null],
  ['120 %', null],
  ['', null],
  ['7 of 9', null],
  ['step 3', null],
  ['100 % of 5 blocks, 99 %', 100],
])('%j is %s per cent', (text, percent) => {
  expect(percentOf(text)).toBe(percent);
});
