import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { RunProgram } from '../run/program';
import type { Mount } from './mounts';
import { Refusal, runOrRefuse } from './refusal';

/** A logical volume, as `lvs` reports it: lvmreport(7). Texts are empty where a field does not apply. */
export interface LogicalVolume {
  readonly group: string;
  /** Without the brackets that stand around the parts of other volumes. */
  readonly name: string;
  /** Whether it is only a part of another volume. */
  readonly hidden: boolean;
  /** Its device, absolute. `/dev/<group>/<name>` is made by udev alone, and not for every volume. */
  readonly device: string;
  readonly uuid: string;
  /** Ten letters, each with a meaning of its own: lvs(8). */
  readonly attributes: string;
  readonly layout: readonly string[];
  readonly role: readonly string[];
  readonly tags: readonly string[];
  readonly bytes: number;
  readonly origin: string;
  readonly originUuid: string;
  /** Of a thin volume. */
  readonly pool: string;
  /** How full a snapshot or a thin pool is. */
  readonly dataPercent: number | null;
  readonly metadataPercent: number | null;
  readonly metadataBytes: number | null;
  /** How much of a mirror is in step. */
  readonly syncPercent: number | null;
  /** What a mirror is doing: `idle`, `resync`, `recover`, `check`, … */
  readonly syncAction: string;
  /** What is wrong with it: `partial`, `refresh needed`, `out_of_data`, … */
  readonly health: string;
  /** Bytes that no volume of the group takes. */
  readonly groupFree: number;
}

const text = z.string().default('');
const bytes = z.string().regex(/^\d+$/).transform(Number);
const number = z
  .string()
  .regex(/^(\d+(\.\d+)?)?$/)
  .default('')
  .transform((figure) => (figure === '' ? null : Number(figure)));
const names = text.transform((list) => list.split(',').filter((name) => name !== ''));

/** The fields that are asked for. All are of the volume and none of its segments: those would make a line of each. */
const fields = {
  vg_name: z.string().min(1),
  lv_name: z.string().min(1),
  lv_dm_path: text,
  lv_uuid: z.string().min(1),
  lv_attr: z.string().length(10),
  lv_layout: names,
  lv_role: names,
  lv_tags: names,
  lv_size: bytes,
  origin: text,
  origin_uuid: text,
  pool_lv: text,
  data_percent: number,
  metadata_percent: number,
  lv_metadata_size: number,
  copy_percent: number,
  raid_sync_action: text,
  lv_health_status: text,
  vg_free: bytes,
};

const Report = z.object({ report: z.array(z.object({ lv: z.array(z.object(fields)).optional() })) });

/** Reads what `lvs --reportformat json` printed. @throws Refusal `not-understood` */
export function parseVolumes(printed: string): LogicalVolume[] {
  let json: unknown;
  try {
    json = JSON.parse(printed);
  } catch {
    throw new Refusal('not-understood', { program: 'lvs' });
  }
  const read = Report.safeParse(json);
  if (!read.success) throw new Refusal('not-understood', { program: 'lvs' });
  return read.data.report
    .flatMap(({ lv = [] }) => lv)
    .map((lv) => ({
      group: lv.vg_name,
      name: lv.lv_name.replace(/^\[(.*)\]$/, '$1'),
      hidden: lv.lv_name.startsWith('['),
      device: lv.lv_dm_path,
      uuid: lv.lv_uuid,
      attributes: lv.lv_attr,
      layout: lv.lv_layout,
      role: lv.lv_role,
      tags: lv.lv_tags,
      bytes: lv.lv_size,
      origin: lv.origin,
      originUuid: lv.origin_uuid,
      pool: lv.pool_lv,
      dataPercent: lv.data_percent,
      metadataPercent: lv.metadata_percent,
      metadataBytes: lv.lv_metadata_size,
      syncPercent: lv.copy_percent,
      syncAction: lv.raid_sync_action,
      health: lv.lv_health_status,
      groupFree: lv.vg_free,
    }));
}

/** Every volume of a group, parts of others among them. @throws Refusal */
export async function readGroup(group: string, runProgram: RunProgram): Promise<LogicalVolume[]> {
  const form = ['--reportformat', 'json', '--units', 'b', '--nosuffix', '-o', Object.keys(fields).join(',')];
  return parseVolumes(await runOrRefuse({ program: 'lvs', args: ['-a', ...form, '--', group] }, runProgram));
}

/** A volume, and all others of its group. */
export interface VolumeInGroup {
  readonly volume: LogicalVolume;
  readonly all: readonly LogicalVolume[];
}

/**
 * Finds the logical volume that a file system lies on. The kernel knows whether it is one, without rights and without LVM.
 * @param sysfs where the kernel shows its devices
 * @throws Refusal `other-volume`, and those of `lvs`
 */
export async function volumeOf(
  { device, source, type, point }: Mount,
  runProgram: RunProgram,
  sysfs = '/sys',
): Promise<VolumeInGroup> {
  const ask = async (what: string): Promise<string> =>
    await readFile(path.join(sysfs, 'dev/block', device, 'dm', what), 'utf8').catch(() => '');
  const id = /^LVM-(\w{32})(\w{32})$/.exec((await ask('uuid')).trim())?.[2];
  const group = groupOf((await ask('name')).trim());
  if (id === undefined || group === null)
    throw new Refusal('other-volume', { type: `${type} on ${source}`, point });
  const all = await readGroup(group, runProgram);
  const volume = all.find(({ uuid }) => uuid.replaceAll('-', '') === id);
  if (!volume) throw new Refusal('not-understood', { program: 'lvs' });
  return { volume, all };
}

/** The group in the name of a device: it ends at the first hyphen that is not doubled. Null where there is none. */
export function groupOf(name: string): string | null {
  return /^((?:[^-]|--)+)-(?!-)/.exec(name)?.[1]?.replaceAll('--', '-') ?? null;
}

/** A volume as an administrator writes it. */
export const volumeName = ({ group, name }: Pick<LogicalVolume, 'group' | 'name'>): string =>
  `${group}/${name}`;

/**
 * A program that changes volumes must never be killed in the middle: the volume that people work on would stay suspended.
 * So it gets this long, ms, and no signal.
 */
export const LVM_LIMIT_MS = 600_000;
