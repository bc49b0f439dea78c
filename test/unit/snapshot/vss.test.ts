/**
 * Motivation: a shadow copy bears no name of ours. One that is taken for ours and removed would be somebody's restore
 * point; one of the wrong volume would be a backup of what people are writing at that moment.
 * Description: the conformance suite against a played Windows, with the scripts letter for letter and answers composed
 * after Microsoft's documentation; PowerShell that is missing, killed at each point, or answers in another language.
 * Pass criteria: the right volume is found, each refusal is a line that a person can read, only what the note names is
 * removed, and what cannot be shown to be ours is told of and left.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Still, StillPlace } from '../../../electron/volume/still';
import { vss } from '../../../electron/snapshot/windows/vss';
import { noMirrorCommands } from '../../../shared/still';
import { stillReason } from '../../../shared/words/still';
import { OTHER_RUN, RUN_ID, snapshotConformance } from '../../conformance/snapshot';
import { temporaryFolder } from '../../support/places';
import { PlayedShadows, VOLUME } from '../../support/stand-ins/vss';
import type { Recorded } from '../../support/stand-ins/windows';

const never = new AbortController().signal;
const ROOT = 'D:\\ccmail\\leeds';

async function world(folder = ROOT) {
  const base = await temporaryFolder();
  const windows = new PlayedShadows(base);
  await mkdir(windows.local(ROOT), { recursive: true });
  await writeFile(path.join(windows.local(ROOT), 'MLANDATA'), 'before');
  const { runProgram } = windows;
  const place: StillPlace = {
    folder,
    name: 'Leeds',
    bytes: 1,
    commands: noMirrorCommands,
    runProgram,
    platform: 'win32',
  };
  const run = { runId: RUN_ID, folder: path.join(base, RUN_ID, 'still-0') };
  await mkdir(path.dirname(run.folder));
  onTestFinished(() => expect(windows.unknown).toEqual([]));
  return { windows, place, run };
}
type World = Awaited<ReturnType<typeof world>>;

/** As another process finds it in the journal. */
const remove = async ({ windows }: World, still: Still, runId = RUN_ID): Promise<boolean> =>
  await vss.remove(
    JSON.parse(JSON.stringify(still.make.undo.params)) as Still['make']['undo']['params'],
    runId,
    windows.runProgram,
  );

/** A shadow copy that could not be made as it should. @returns why, as a person reads it */
async function fails({ place, run }: World): Promise<{ still: Still; reason: string }> {
  const still = await vss.prepare(place, run);
  const error = await still.make.act(never).then(
    () => null,
    (thrown: unknown) => thrown as { code: string; params: { reason: string; provider: string } },
  );
  expect(error).toMatchObject({ code: 'still-not-made', params: { provider: 'vss' } });
  expect(() => still.folder()).toThrow();
  return { still, reason: error?.params.reason ?? '' };
}

/** What is left in the folder of the run. */
const left = async ({ run }: World): Promise<string[]> => await readdir(path.dirname(run.folder));

snapshotConformance(
  'VSS (played)',
  async () => {
    const { windows, place } = await world();
    return {
      provider: vss,
      place,
      unmount: async () => await Promise.resolve(false),
      state: async () => await Promise.resolve(JSON.stringify(windows.shadows)),
      write: async (name, text) => await writeFile(path.join(windows.local(ROOT), name), text),
      read: async (folder, name) => await readFile(path.join(windows.local(folder), name), 'utf8'),
      end: async () => await Promise.resolve(),
    };
  },
  { covers: 'one-instant' },
);

describe('which volume a post office lies on', () => {
  const lookAt = async (folder: string, file?: string) => {
    const { windows, place } = await world(folder);
    if (file !== undefined) windows.answers = { 'look-shadows': { file } };
    return await vss.look(place);
  };
  const mounted = 'look-shadows.mounted-folders.json';

  test.each([
    ['D:\\ccmail\\leeds', 'D:', 10_000_000_000],
    ['d:\\CCMAIL', 'D:', 10_000_000_000],
    ['\\\\?\\D:\\ccmail', 'D:', 10_000_000_000],
    ['D:\\', 'D:', 10_000_000_000],
    ['C:\\mail', 'C:', null], // shadow copies without a limit
    ['R:\\mail', 'R:', null], // nothing was set
  ])('%s lies on %s, with room for %s bytes', async (folder, volume, spaceBytes) => {
    expect(await lookAt(folder)).toMatchObject({ usable: true, volume, spaceBytes, mounts: false });
  });

  test.each([
    ['C:\\mail\\leeds', 'C:\\mail', 0], // more is used than may be
    ['C:\\MAIL', 'C:\\mail', 0],
    ['C:\\mailbox', 'C:', null],
    ['C:\\mail\\old\\1997', 'C:\\mail\\old', null], // a second place of D:
  ])('a volume may be mounted in a folder: %s lies on %s', async (folder, volume, spaceBytes) => {
    expect(await lookAt(folder, mounted)).toMatchObject({ usable: true, volume, spaceBytes });
  });

  test('what is read lies inside that volume, and it is that volume that is copied', async () => {
    const here = await world('C:\\mail\\Leeds');
    here.windows.answers = { 'look-shadows': { file: mounted } };
    const still = await vss.prepare(here.place, here.run);
    await still.make.act(never);
    expect(still.folder()).toBe('\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\Leeds');
    expect(here.windows.scripts.at(-1)?.values).toMatchObject({ volume: VOLUME });
    await remove(here, still);
    const whole = await world('D:\\');
    const all = await vss.prepare(whole.place, whole.run);
    await all.make.act(never);
    expect(all.folder()).toBe('\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy7\\');
  });

  test.each([
    ['E:\\mail', 'other-volume', { type: 'FAT32', point: 'E:' }],
    ['F:\\mail', 'other-volume', { type: 'an unknown file system', point: 'F:' }],
    ['S:\\mail', 'other-volume', { type: 'a volume unknown to Windows', point: 'S:\\mail' }],
    ['\\\\MAILSRV\\ccmail', 'on-another-computer', { server: 'MAILSRV' }],
    ['\\\\?\\UNC\\MAILSRV\\ccmail', 'on-another-computer', { server: 'MAILSRV' }],
  ])('%s: %s', async (folder, code, params) => {
    expect(await lookAt(folder)).toMatchObject({ usable: false, volume: '', reason: { code, params } });
  });
});

describe('why there can be no shadow copy', () => {
  const lookWith = async (answer: Recorded) => {
    const here = await world();
    here.windows.answers = { 'powershell.exe': answer };
    const look = await vss.look(here.place);
    await expect(vss.prepare(here.place, here.run)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { provider: 'vss', reason: look.reason ? stillReason(look.reason) : '' },
    });
    expect(await left(here)).toEqual([]);
    return look;
  };

  test.each<[Recorded, string, string]>([
    [{ file: 'look-shadows.mapped-drive.json' }, 'on-another-computer', 'MAILSRV'],
    [{ file: 'look-shadows.windows-11-no-administrator.json' }, 'no-rights', 'as administrator'],
    [{ file: 'error.access-denied-german.json' }, 'no-rights', 'as administrator'],
    [{ file: 'error.cmdlet-missing-french.json' }, 'program-missing', 'PowerShell'],
    [{ failed: 'missing' }, 'program-missing', 'PowerShell'],
    [{ failed: 'refused' }, 'program-missing', 'PowerShell'],
    [{ failed: 'timeout' }, 'failed', 'timeout'],
    [{ file: 'error.shadow-provider-german.json' }, 'failed', 'Allgemeiner Fehler'],
    [{ file: 'list-share.not-json.txt' }, 'not-understood', 'PowerShell'],
    [{ file: 'look-share.none.json' }, 'not-understood', 'PowerShell'],
  ])('%o: %s', async (answer, code, words) => {
    const look = await lookWith(answer);
    expect(look).toMatchObject({ usable: false, reason: { code } });
    expect(look.reason && stillReason(look.reason)).toContain(words);
  });

  test('it is for Windows', async () => {
    const { place, windows } = await world();
    expect(await vss.look({ ...place, platform: 'linux' })).toMatchObject({
      reason: { code: 'other-system' },
    });
    expect(windows.scripts).toEqual([]);
  });

  test.each([
    [1, 'administrator'],
    [2, 'invalid argument'],
    [3, 'did not find the volume'],
    [4, 'No shadow copies can be made'],
    [5, 'not supported here'],
    [6, 'too little storage'],
    [7, 'in use'],
    [8, 'as many shadow copies as it can have'],
    [9, 'Another shadow copy is being made'],
    [10, 'refused'],
    [11, 'not registered'],
    [12, 'provider failed'],
    [13, 'does not know why'],
    [2147754767, '2147754767'],
  ])('Windows answers %i: %s; nothing is left to undo', async (code, words) => {
    const here = await world();
    here.windows.code = code;
    const { still, reason } = await fails(here);
    expect(reason).toContain(words);
    expect(await left(here)).toEqual([]);
    expect(await remove(here, still)).toBe(false);
  });
});

describe('a run that is cut short', () => {
  const cut = async (killed: World['windows']['killed']) => {
    const here = await world();
    here.windows.killed = killed;
    const { still, reason } = await fails(here);
    expect(reason).toContain('timeout');
    return { here, still };
  };
  const note = ({ make }: Still): string => String(make.undo.params['note']);
  /** As if it had been long ago. */
  const later = async (still: Still): Promise<void> =>
    await writeFile(note(still), `{"begun":"2026-01-01T00:00:00.000Z"}\n`);

  test('after it was made and noted: it is removed, and so is the note', async () => {
    const { here, still } = await cut('before-answer');
    expect(here.windows.shadows).toHaveLength(1);
    expect(await remove(here, still)).toBe(true);
    expect(here.windows.shadows).toEqual([]);
    expect(await left(here)).toEqual([]);
    expect(await remove(here, still)).toBe(false);
  });

  test('after it was made and before it was noted: it is told of, and left', async () => {
    const { here, still } = await cut('before-note');
    await expect(remove(here, still)).rejects.toThrow(/D: .*vssadmin list shadows/);
    expect(here.windows.shadows).toHaveLength(1);
    // Until a person has removed it.
    here.windows.shadows = [];
    await expect(remove(here, still)).rejects.toThrow('may still appear');
    await later(still);
    expect(await remove(here, still)).toBe(false);
    expect(await left(here)).toEqual([]);
  });

  test('before it was made: it may still come, and later nothing is left to do', async () => {
    const { here, still } = await cut('before-making');
    await expect(remove(here, still)).rejects.toThrow('may still appear');
    await later(still);
    await here.windows.addForeign(new Date());
    expect(await remove(here, still)).toBe(false);
    expect(here.windows.shadows).toHaveLength(1);
  });

  test('while its note was being written: a line that was cut off counts as none', async () => {
    const { here, still } = await cut('before-making');
    await writeFile(note(still), '{"beg');
    expect(await remove(here, still)).toBe(false);
    await mkdir(path.dirname(note(still)), { recursive: true });
    await writeFile(note(still), '{"begun":"2026-01-01T00:00:00.000Z"}\n{"made":"{3F25');
    expect(await remove(here, still)).toBe(false);
    expect(await left(here)).toEqual([]);
  });

  test('by an answer that nobody understands: what was noted is removed, at once', async () => {
    const here = await world();
    here.windows.answers = { 'make-shadow': { file: 'list-share.not-json.txt' } };
    const { still, reason } = await fails(here);
    expect(reason).toContain('could not be understood');
    expect(await remove(here, still)).toBe(true);
    expect(here.windows.shadows).toEqual([]);
  });

  test('by PowerShell that ends without having made one: nothing is waited for', async () => {
    const here = await world();
    const still = await vss.prepare(here.place, here.run);
    const { runProgram } = here.windows;
    const ends = await vss.prepare(
      {
        ...here.place,
        runProgram: async (call) => {
          const end = await runProgram(call);
          const made = here.windows.scripts.at(-1)?.verb === 'make-shadow';
          return made ? { code: 1, stdout: '', stderr: 'Nicht genug Speicher', failed: null } : end;
        },
      },
      here.run,
    );
    here.windows.killed = 'before-making';
    await expect(ends.make.act(never)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(await remove(here, still)).toBe(false);
    expect(await left(here)).toEqual([]);
  });

  test('by a PowerShell that cannot be started: nothing was begun', async () => {
    const here = await world();
    const still = await vss.prepare(here.place, here.run);
    here.windows.answers = { 'powershell.exe': { failed: 'missing' } };
    await expect(still.make.act(never)).rejects.toMatchObject({ code: 'still-not-made' });
    expect(await left(here)).toEqual([]);
  });

  test('before it asked: nothing is made', async () => {
    const here = await world();
    const still = await vss.prepare(here.place, here.run);
    await expect(still.make.act(AbortSignal.abort())).rejects.toThrow();
    expect(here.windows.shadows).toEqual([]);
    expect(await left(here)).toEqual([]);
  });
});

describe('shadow copies of others', () => {
  test('are never removed, whenever they were made', async () => {
    const here = await world();
    const foreign = [await here.windows.addForeign(new Date('2026-01-01T00:00:00Z'))];
    const still = await vss.prepare(here.place, here.run);
    await still.make.act(never);
    foreign.push(await here.windows.addForeign(new Date()));
    expect(await remove(here, still, OTHER_RUN)).toBe(false);
    expect(here.windows.shadows).toHaveLength(3);
    expect(await remove(here, still)).toBe(true);
    expect(here.windows.shadows.map(({ id }) => id)).toEqual(foreign);
    // Nobody takes one of them for ours afterwards.
    expect(await remove(here, still)).toBe(false);
  });

  test('are not ours because a journal says so', async () => {
    const here = await world();
    const note = path.join(path.dirname(here.run.folder), '..', 'shadow-copy.txt');
    await writeFile(note, '{"begun":"2026-01-01T00:00:00.000Z"}\n{"made":"{X}"}\n');
    const params = { provider: 'vss', run: RUN_ID, volume: VOLUME, shown: 'D:', note: path.resolve(note) };
    await expect(vss.remove(params, RUN_ID, here.windows.runProgram)).rejects.toThrow('no note of run');
    expect(here.windows.scripts).toEqual([]);
  });
});

describe('a shadow copy', () => {
  const made = async () => {
    const here = await world();
    const still = await vss.prepare(here.place, here.run);
    await still.make.act(never);
    return { here, still };
  };

  test('is given time to be made, and a note as data', async () => {
    const { here, still } = await made();
    const sent = here.windows.scripts.at(-1);
    expect(sent).toMatchObject({ verb: 'make-shadow', call: { limitMs: 120_000 } });
    expect(sent?.values).toEqual({ volume: VOLUME, note: still.make.undo.params['note'] });
    expect(still.make.undo.params).toMatchObject({ provider: 'vss', run: RUN_ID, shown: 'D:' });
  });

  test('that Windows could not keep has not held', async () => {
    const { here, still } = await made();
    expect(await still.held()).toEqual({ held: true });
    here.windows.shadows = [];
    await here.windows.addForeign(new Date());
    expect(await still.held()).toEqual({
      held: false,
      reason: 'Windows has removed the shadow copy of D: meanwhile.',
    });
  });

  test.each<Recorded>([{ file: 'error.access-denied-german.json' }, { failed: 'missing' }])(
    'that nobody can ask for has not held, and stays to be removed: %o',
    async (answer) => {
      const { here, still } = await made();
      here.windows.answers = { 'powershell.exe': answer };
      expect(await still.held()).toMatchObject({ held: false });
      await expect(remove(here, still)).rejects.toThrow();
      here.windows.answers = {};
      expect(await remove(here, still)).toBe(true);
    },
  );

  test('that is in use stays to be removed', async () => {
    const { here, still } = await made();
    here.windows.keeps = true;
    await expect(remove(here, still)).rejects.toThrow(/did not remove the shadow copy .* of D:/);
    here.windows.keeps = false;
    expect(await remove(here, still)).toBe(true);
  });

  test('that Windows removed by itself leaves nothing to do but the note', async () => {
    const { here, still } = await made();
    here.windows.shadows = [];
    expect(await remove(here, still)).toBe(false);
    expect(await left(here)).toEqual([]);
  });
});
