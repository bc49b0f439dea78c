/**
 * Motivation: a half that is mounted where people work, or a disk that is attached although it is another one, costs data;
 * and OpenZFS, which most people have, is not to be had here.
 * Description: plays a `zpool`, a `zfs` and a `zdb` that answer as OpenZFS does (zpool-samples.ts says where that is from).
 * Pass criteria: OpenZFS is told what its manual says, in that order; a mirror is in step only when every disk is; a label
 * and a history are read as they stand there.
 */
import { expect, test } from 'vitest';
import { openHalf } from '../../../electron/mirror/zfs-half';
import { offlineTimes, startOf, wasTakenOffline } from '../../../electron/mirror/zfs-history';
import { joinZfs } from '../../../electron/mirror/zfs-join';
import { parseLabel } from '../../../electron/mirror/zfs-label';
import { splitOf, splitText } from '../../../electron/mirror/zfs-plan';
import { resyncOf } from '../../../electron/mirror/zfs-resync';
import type { ProgramEnd, RunProgram } from '../../../electron/run/program';
import { degraded, others, resilvering, whole } from '../volume/zpool-samples';

const RUN = '20261107T120000000Z-0000abcd';
const half = `postbag-${RUN}`;
const folder = `/var/lib/postbag/runs/${RUN}/still`;
const [A, B, N] = [
  '/dev/disk/by-id/ata-A_2-part1',
  '/dev/disk/by-id/ata-B_2-part1',
  '/dev/nvme1n1p1',
] as const;
const split = [A, B].map((device) => ({ device, of: 2 }));
const params = {
  provider: 'zfs-mirror',
  run: RUN,
  volume: 'tank',
  shown: 'tank',
  folder,
  devices: splitText(split),
};

type Answers = (call: string) => Partial<ProgramEnd> | string;

/** Plays the programs of OpenZFS; remembers what changes something. */
function openZfs(answer: Answers): { run: RunProgram; did: string[] } {
  const did: string[] = [];
  const run: RunProgram = async ({ program, args = [] }) => {
    const call = [program, ...args].join(' ');
    if (!/^(zpool (status|history)|zfs (list|get)|zdb)\b/.test(call)) did.push(call);
    const end = answer(call);
    const said = typeof end === 'string' ? { stdout: end } : end;
    return await Promise.resolve({ code: 0, stdout: '', stderr: '', failed: null, ...said });
  };
  return { run, did };
}

const noPool = { code: 1, stderr: `cannot open '${half}': no such pool\n` };
const label = (name: string, txg = 4711): string => `------------------------------------
LABEL 0
------------------------------------
    version: 5000
    name: '${name}'
    state: 1
    txg: ${String(txg)}
    pool_guid: 10924852225689312387
    errata: 0
    hostid: 8323328
    hostname: 'name: \\'x\\''
    top_guid: 12477632272719020819
    vdev_tree:
        type: 'disk'
        path: '${A}'
        ashift: 12
    features_for_read:
        com.delphix:hole_birth
    labels = 0 1 2 3
`;

test('the half is imported without mounting, kept away from where people work, and only then read', async () => {
  const { run, did } = openZfs((call) =>
    call.startsWith('zfs list') ? `${half}\n${half}/mail\n${half}/web site\n` : '',
  );
  await openHalf({ name: half, folder, devices: [A, B, N] }, `${half}/mail`, run);
  const where = `-R ${folder} -d /dev/disk/by-id -d /dev ${half}`;
  expect(did).toEqual([
    `zpool import -N -o failmode=continue ${where}`,
    `zfs set canmount=noauto ${half}/mail`,
    `zfs set canmount=off ${half} ${half}/web site`,
    `zfs set readonly=on ${half} ${half}/mail ${half}/web site`,
    `zfs set mountpoint=/half ${half}/mail`,
    `zpool export ${half}`,
    `zpool import -N -o readonly=on ${where}`,
    `zfs mount -o ro ${half}/mail`,
  ]);
});

test('after a start of the computer each disk is attached to its mirror, with its own size of sectors', async () => {
  const single = whole
    .replaceAll(/^\t {2}mirror-[01].*\n|^.*ata-[AB]_2.*\n/gm, '')
    .replaceAll(/^\t {4}(\S*ata-[AB])/gm, '\t  $1');
  let status = single;
  const { run, did } = openZfs((call) => {
    if (call === `zpool status -P ${half}`) return noPool;
    if (call === 'zpool status -P tank') return status;
    if (call.startsWith('zpool attach')) status = resilvering;
    return call.startsWith('zdb') ? label(half) : '';
  });
  expect(await joinZfs(params, RUN, run)).toBe(true);
  expect(did).toEqual([
    'zpool attach -f -o ashift=12 tank /dev/disk/by-id/ata-A_1-part1 ' + A,
    'zpool attach -f -o ashift=12 tank /dev/disk/by-id/ata-B_1-part1 ' + B,
  ]);
  expect(await joinZfs(params, RUN, run)).toBe(false);
  expect(await joinZfs(params, '20261108T120000000Z-0000abcd', run)).toBe(false);
  expect(did).toHaveLength(2);
});

test('a mirror is in step only when no disk is copied to or waits for it', async () => {
  const at = async (status: string, more = params) => {
    const { inStep, percent } = await resyncOf(more, openZfs(() => status).run);
    return { inStep, percent };
  };
  expect(await at(whole)).toEqual({ inStep: true, percent: 100 });
  expect(await at(resilvering)).toEqual({ inStep: false, percent: 14.91 });
  const ended = resilvering.replace(
    /scan: .*\n.*\n.*\n/,
    'scan: resilvered 1G in 00:00:12 with 0 errors on Sat Nov  7 16:16:15 2026\n',
  );
  expect(await at(ended.replace('  (resilvering)', ''))).toEqual({ inStep: false, percent: null });
  expect(await at(others)).toEqual({ inStep: false, percent: null });
  await expect(at(degraded)).resolves.toMatchObject({ inStep: false, percent: 66.46 });
  await expect(at(whole.replace('00:00:12 with 0 errors', '00:00:12 with 7 errors'))).rejects.toThrow(
    'ended with 7 errors',
  );
  await expect(at(whole.replace(/(ata-A_2-part1 +)ONLINE/, '$1FAULTED'))).rejects.toThrow(
    'ata-A_2-part1 of tank is FAULTED',
  );
});

test('a label says which pool a device belongs to, or is about to', () => {
  expect(parseLabel(label(half))).toEqual({ pools: [half], beginning: [], ashift: 12 });
  expect(parseLabel(label(half) + label('tank', 0))).toEqual({
    pools: [half, 'tank'],
    beginning: ['tank'],
    ashift: 12,
  });
  expect(parseLabel('failed to unpack label 0\nfailed to unpack label 1\n')).toEqual({
    pools: [],
    beginning: [],
    ashift: null,
  });
});

test('a history says whether somebody took a disk offline since the run began', async () => {
  const lines = (time: string) => `History for 'tank':
2026-11-01.10:00:00 zpool create tank mirror sda sdb
2026-11-01.11:00:00 zpool offline tank sdb
${time} /sbin/zpool offline -t tank sdb
2026-11-07.23:00:00 zfs snapshot tank/zpool offline
`;
  expect(offlineTimes(lines('2026-11-02.10:00:00'))).toEqual([
    new Date(2026, 10, 1, 11).getTime(),
    new Date(2026, 10, 2, 10).getTime(),
  ]);
  expect(startOf(RUN)).toBe(Date.UTC(2026, 10, 7, 12));
  const taken = async (time: string) => await wasTakenOffline('tank', RUN, openZfs(() => lines(time)).run);
  expect(await taken('2026-11-05.12:00:00')).toBe(false);
  expect(await taken('2026-11-09.12:00:00')).toBe(true);
});

test('what was split off is read again from the journal, and nothing else is taken for it', () => {
  expect(splitOf(params)).toEqual(split);
  for (const devices of ['', '[]', 'x', '[{"device":"","of":2}]', '[{"device":"/dev/sda","of":1}]']) {
    expect(() => splitOf({ ...params, devices })).toThrow();
  }
});
