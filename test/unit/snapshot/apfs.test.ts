/**
 * Motivation: macOS names a snapshot by the second at which it was made, and makes them by itself as well. One that is
 * taken for ours and removed would be somebody's backup; one of another volume would be a copy of something else.
 * Description: the conformance suite against a played macOS; the programs' output as people quote it; crashes between
 * making a snapshot and writing its name down.
 * Pass criteria: the volume is found where macOS shows it in two places, only the snapshot that the note names is removed,
 * and what cannot be shown to be ours is told of and left.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ProgramEnd } from '../../../electron/run/program';
import { apfs } from '../../../electron/snapshot/apfs';
import { parseLocalSnapshots, parseMadeSnapshot, timeOfSnapshot } from '../../../electron/snapshot/tmutil';
import { makeUnmount } from '../../../electron/volume/mount';
import type { Still, StillPlace } from '../../../electron/volume/still';
import { noMirrorCommands } from '../../../shared/still';
import { stillReason } from '../../../shared/words/still';
import { OTHER_RUN, plainFiles, RUN_ID, snapshotConformance } from '../../conformance/snapshot';
import { temporaryFolder } from '../../support/places';
import { dateOf, PlayedMac, recordedMac } from '../../support/stand-ins/apfs';

const never = new AbortController().signal;
const end = (stdout: string, more: Partial<ProgramEnd> = {}): ProgramEnd => ({
  code: 0,
  stdout,
  stderr: '',
  failed: null,
  ...more,
});

async function world() {
  const base = await temporaryFolder();
  const mac = new PlayedMac(base);
  const folder = path.join(mac.volume, 'Users/ann/Harbour office');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'MLANDATA'), 'before');
  const { runProgram } = mac;
  const place: StillPlace = {
    folder,
    name: 'Harbour',
    bytes: 1,
    commands: noMirrorCommands,
    runProgram,
    platform: 'darwin',
  };
  const run = { runId: RUN_ID, folder: path.join(base, RUN_ID, 'still-0') };
  await mkdir(path.dirname(run.folder));
  const unmount = makeUnmount(runProgram, 0, 'darwin');
  onTestFinished(() => expect(mac.unknown).toEqual([]));
  return { mac, place, run, unmount };
}
type World = Awaited<ReturnType<typeof world>>;

const remove = async ({ mac }: World, still: Still, runId = RUN_ID): Promise<boolean> =>
  await apfs.remove(
    JSON.parse(JSON.stringify(still.make.undo.params)) as Still['make']['undo']['params'],
    runId,
    mac.runProgram,
  );

async function made() {
  const here = await world();
  const still = await apfs.prepare(here.place, here.run);
  await still.make.act(never);
  await still.mount?.act(never);
  return { here, still };
}

/** What is left in the folder of the run. */
const left = async ({ run }: World): Promise<string[]> => await readdir(path.dirname(run.folder));

snapshotConformance(
  'APFS (played)',
  async () => {
    const { mac, place, unmount } = await world();
    const files = plainFiles(place.folder);
    return {
      provider: apfs,
      place,
      unmount,
      state: async () => await Promise.resolve(JSON.stringify([mac.snapshots, mac.others, [...mac.mounted]])),
      ...files,
      end: async () => await Promise.resolve(),
    };
  },
  { covers: 'one-instant' },
);

describe('what tmutil prints', () => {
  test.each([
    ['macos-14', ['2024-07-26-142044', '2024-07-26-155229'], '.local'],
    ['macos-10.13', ['2018-01-30-194719', '2018-01-30-211627'], ''],
    ['with-update', ['2024-07-26-142044'], '.local'],
    ['none', [], ''],
  ])('%s: the snapshots of Time Machine are known', (version, dates, ending) => {
    expect(parseLocalSnapshots(recordedMac(`listlocalsnapshots.${version}.txt`))).toEqual(
      dates.map((date) => ({ date, name: `com.apple.TimeMachine.${date}${ending}` })),
    );
  });

  test('a listing that says something else is not understood', () => {
    expect(parseLocalSnapshots('No such volume.\n')).toBeNull();
    expect(parseLocalSnapshots('')).toEqual([]);
  });

  test('the date of a new one is read, whatever is said before it', () => {
    expect(parseMadeSnapshot(recordedMac('localsnapshot.macos-14.txt'))).toBe('2026-11-26-115231');
    expect(parseMadeSnapshot('Failed to create local snapshot\n')).toBeNull();
    expect(parseMadeSnapshot('Created local snapshot with date: soon\n')).toBeNull();
  });

  test('dates are local times', () => {
    const time = new Date(2026, 10, 26, 11, 52, 31);
    expect(timeOfSnapshot('2026-11-26-115231')).toBe(time.getTime());
    expect(dateOf(time)).toBe('2026-11-26-115231');
  });
});

describe('which volume a post office lies on', () => {
  const lookAt = async (folder: string, df: string, mount = recordedMac('mount.macos-14.txt')) => {
    const { mac, place } = await world();
    mac.answers = { df: end(df), mount: end(mount), tmutil: end('') };
    return await apfs.look({ ...place, folder });
  };
  const dfOf = (device: string, point: string): string =>
    `Filesystem 512-blocks Used Available Capacity Mounted on\n${device} 9 5 4 56% ${point}\n`;

  test.each([
    ['/Users/ann/Harbour office', '/System/Volumes/Data', 'df.data.txt'],
    ['/System/Volumes/Data/Users/ann', '/System/Volumes/Data', 'df.data.txt'],
    ['/Volumes/Mail on ice (2)/po', '/Volumes/Mail on ice (2)', 'df.spaces.txt'],
  ])('%s lies on %s', async (folder, volume, df) => {
    expect(await lookAt(folder, recordedMac(df))).toMatchObject({ usable: true, volume, mounts: true });
  });

  test('what macOS shows below / is read where it lies in the snapshot of the data', async () => {
    const here = await world();
    here.mac.answers = { df: end(recordedMac('df.data.txt')), mount: end(recordedMac('mount.macos-14.txt')) };
    here.mac.answers = { ...here.mac.answers, tmutil: end('') };
    const still = await apfs.prepare({ ...here.place, folder: '/Users/ann/po' }, here.run);
    here.mac.answers = {
      ...here.mac.answers,
      'tmutil localsnapshot': end(recordedMac('localsnapshot.macos-14.txt')),
      'tmutil listlocalsnapshots': end('com.apple.TimeMachine.2026-11-26-115231.local\n'),
      mount_apfs: end(''),
    };
    await still.make.act(never);
    expect(() => still.folder()).toThrow();
    await mkdir(path.join(here.run.folder, 'volume/Users/ann/po'), { recursive: true });
    await still.mount?.act(never);
    expect(still.folder()).toBe(path.join(here.run.folder, 'volume/Users/ann/po'));
    expect(here.mac.ran.at(-1)).toBe(
      `mount_apfs -o rdonly,nobrowse -s com.apple.TimeMachine.2026-11-26-115231.local /System/Volumes/Data ${here.run.folder}/volume`,
    );
  });

  test.each([
    [
      '//ann@mailsrv._smb._tcp.local/ccmail',
      '/Volumes/ccmail',
      'on-another-computer',
      'mailsrv._smb._tcp.local',
    ],
    ['harbour:/srv/mail', '/Volumes/nfs', 'on-another-computer', 'harbour'],
    ['/dev/disk6s2', '/Volumes/Old', 'other-volume', 'hfs'],
    ['/dev/disk9s1', '/Volumes/Elsewhere', 'not-understood', 'mount'],
  ])('%s at %s: %s (%s)', async (device, point, code, words) => {
    const { reason } = await lookAt(`${point}/po`, dfOf(device, point));
    expect(reason?.code).toBe(code);
    expect(reason && stillReason(reason)).toContain(words);
  });

  test('a folder that df places elsewhere is not guessed at', async () => {
    const other = await lookAt('/Volumes/Mail on ice (2)/po', recordedMac('df.autofs.txt'));
    expect(other).toMatchObject({ usable: false, reason: { code: 'not-understood' } });
    expect(await lookAt('/Users', 'nonsense')).toMatchObject({ reason: { code: 'not-understood' } });
  });
});

describe('why there can be no snapshot', () => {
  const failed = (failure: ProgramEnd['failed']): ProgramEnd => end('', { code: null, failed: failure });

  test.each<[string, ProgramEnd, string, string]>([
    ['id', end('501\n'), 'no-rights', 'tmutil'],
    ['id', failed('missing'), 'program-missing', 'id'],
    ['df', failed('timeout'), 'failed', 'timeout'],
    ['mount', end(''), 'failed', 'mount'],
    ['tmutil', failed('missing'), 'program-missing', 'tmutil'],
    ['tmutil', failed('refused'), 'no-rights', 'tmutil'],
    [
      'tmutil',
      end('', { code: 64, stderr: 'tmutil: requires Full Disk Access' }),
      'failed',
      'Full Disk Access',
    ],
    ['tmutil', end('Schnappschüsse sind aus\n'), 'not-understood', 'tmutil'],
  ])('%s answers %o: %s', async (program, answer, code, words) => {
    const here = await world();
    here.mac.answers = { [program]: answer };
    const look = await apfs.look(here.place);
    expect(look).toMatchObject({ usable: false, reason: { code } });
    const reason = look.reason ? stillReason(look.reason) : '';
    expect(reason).toContain(words);
    await expect(apfs.prepare(here.place, here.run)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { provider: 'apfs', reason },
    });
    expect(await left(here)).toEqual([]);
  });

  test('it is for macOS', async () => {
    const { mac, place } = await world();
    expect(await apfs.look({ ...place, platform: 'linux' })).toMatchObject({
      reason: { code: 'other-system' },
    });
    expect(mac.ran).toEqual([]);
  });

  test('a volume that Time Machine leaves out is said to be, and those of other volumes are removed', async () => {
    const here = await world();
    here.mac.excluded = true;
    const still = await apfs.prepare(here.place, here.run);
    await expect(still.make.act(never)).rejects.toMatchObject({
      params: { reason: expect.stringContaining('left out of Time Machine') as unknown },
    });
    expect(here.mac.others).toHaveLength(1);
    expect(await remove(here, still)).toBe(true);
    expect(here.mac.others).toEqual([]);
    expect(await left(here)).toEqual([]);
  });

  test.each<[ProgramEnd, string]>([
    [end('', { code: 1, stderr: 'Failed to create local snapshot' }), 'Failed to create'],
    [failed('missing'), 'tmutil failed: missing'],
    [end('Fertig.\n'), 'could not be understood'],
  ])('tmutil answers %o when it is to make one: nothing is left', async (answer, words) => {
    const here = await world();
    const still = await apfs.prepare(here.place, here.run);
    here.mac.answers = { 'tmutil localsnapshot': answer };
    await expect(still.make.act(never)).rejects.toMatchObject({
      code: 'still-not-made',
      params: { reason: expect.stringContaining(words) as unknown },
    });
    expect(await remove(here, still)).toBe(false);
    expect(await left(here)).toEqual([]);
  });

  test('one that cannot be mounted is taken back whole', async () => {
    const here = await world();
    here.mac.answers = {
      mount_apfs: end('', {
        code: 66,
        stderr: 'mount_apfs: volume could not be mounted: Operation not permitted',
      }),
    };
    const still = await apfs.prepare(here.place, here.run);
    await still.make.act(never);
    await expect(still.mount?.act(never)).rejects.toMatchObject({
      params: { reason: expect.stringContaining('Operation not permitted') as unknown },
    });
    expect(await here.unmount(still.mount?.undo.params ?? {}, RUN_ID)).toBe(false);
    expect(await remove(here, still)).toBe(true);
    expect(await left(here)).toEqual([]);
  });
});

describe('a run that is cut short', () => {
  const cut = async (killed: 'before-making' | 'after-making') => {
    const here = await world();
    here.mac.killed = killed;
    const still = await apfs.prepare(here.place, here.run);
    await expect(still.make.act(never)).rejects.toMatchObject({ code: 'still-not-made' });
    const later = async (): Promise<void> =>
      await writeFile(String(still.make.undo.params['note']), `{"begun":"2026-01-01T00:00:00.000Z"}\n`);
    return { here, still, later };
  };

  test('before its name was known: one of that time is told of, and left', async () => {
    const { here, still, later } = await cut('after-making');
    await expect(remove(here, still)).rejects.toThrow(/tmutil listlocalsnapshots .*Mail on ice/);
    expect(here.mac.snapshots).toHaveLength(1);
    // Until macOS has thinned it out.
    here.mac.snapshots = [];
    await later();
    expect(await remove(here, still)).toBe(false);
    expect(await left(here)).toEqual([]);
  });

  test('before it was made: it may still come, and later nothing is left to do', async () => {
    const { here, still, later } = await cut('before-making');
    await here.mac.make(new Date(2025, 0, 1));
    await expect(remove(here, still)).rejects.toThrow('may still appear');
    await later();
    await here.mac.make(new Date());
    expect(await remove(here, still)).toBe(false);
    expect(here.mac.snapshots).toHaveLength(2);
  });
});

describe('snapshots of Time Machine itself', () => {
  test('are never removed', async () => {
    const here = await world();
    const foreign = await here.mac.make(new Date(2026, 0, 1));
    const still = await apfs.prepare(here.place, here.run);
    await still.make.act(never);
    expect(await remove(here, still, OTHER_RUN)).toBe(false);
    expect(here.mac.snapshots).toHaveLength(2);
    expect(await remove(here, still)).toBe(true);
    expect(here.mac.snapshots).toEqual([foreign]);
    expect(await remove(here, still)).toBe(false);
  });
});

describe('a snapshot', () => {
  test('that is in use stays to be unmounted and removed', async () => {
    const { here, still } = await made();
    here.mac.busy = true;
    const unmount = async () => await here.unmount(still.mount?.undo.params ?? {}, RUN_ID);
    await expect(unmount()).rejects.toThrow('Resource busy');
    await expect(remove(here, still)).rejects.toThrow('Failed to delete');
    here.mac.busy = false;
    expect(await unmount()).toBe(true);
    expect(await remove(here, still)).toBe(true);
    expect(await left(here)).toEqual([]);
  });

  test('that macOS took away has not held', async () => {
    const { here, still } = await made();
    expect(await still.held()).toEqual({ held: true });
    const [date] = here.mac.snapshots;
    here.mac.snapshots = [];
    expect(await still.held()).toMatchObject({
      held: false,
      reason: expect.stringContaining('has removed') as unknown,
    });
    here.mac.snapshots = [date ?? ''];
    here.mac.mounted.clear();
    expect(await still.held()).toMatchObject({
      held: false,
      reason: expect.stringContaining('not mounted') as unknown,
    });
    here.mac.answers = { tmutil: end('', { code: null, failed: 'missing' }) };
    expect(await still.held()).toMatchObject({ held: false });
    await expect(remove(here, still)).rejects.toThrow('missing');
  });

  test('without the post office in it is refused', async () => {
    const here = await world();
    const still = await apfs.prepare({ ...here.place, folder: `${here.mac.volume}/gone` }, here.run);
    await still.make.act(never);
    await expect(still.mount?.act(never)).rejects.toMatchObject({
      params: { reason: 'The post office is not in the snapshot.' },
    });
    expect(await here.unmount(still.mount?.undo.params ?? {}, RUN_ID)).toBe(true);
    expect(await remove(here, still)).toBe(true);
  });
});
