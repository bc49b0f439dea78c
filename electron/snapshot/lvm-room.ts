import { volumeName, type LogicalVolume } from '../volume/lvm';
import { Refusal } from '../volume/refusal';

/** Room for what people write while a snapshot is there, bytes. */
export interface Room {
  /** Of the volume. */
  readonly volumeBytes: number;
  /** That no volume of the group takes. */
  readonly freeBytes: number;
  /** Without which no snapshot is made. */
  readonly neededBytes: number;
}

const MB = 1024 * 1024;
const LEAST = 64 * MB;

/** At least 64 MB, and a twentieth of the files: what is written while they are read is likely to be less. */
export const neededFor = (placeBytes: number): number => Math.max(LEAST, Math.ceil(placeBytes / 20));

/**
 * How large a snapshot outside a thin pool is made: half of what is free in the group, since other volumes may have to
 * grow meanwhile; no less than is needed; and no more than can ever be used, which is the whole volume and the index of
 * the snapshot (16 bytes for each 4096: kernel, `dm-snap-persistent.c`). In whole megabytes: LVM takes whole sectors.
 */
export function snapshotBytes({ volumeBytes, freeBytes, neededBytes }: Room): number {
  const most = volumeBytes * 1.01 + MB;
  const wanted = Math.min(most, Math.max(neededBytes, freeBytes / 2));
  return Math.ceil(wanted / MB) * MB;
}

/**
 * The room for a snapshot outside a thin pool.
 * @throws Refusal `no-space`
 */
export function roomInGroup({ group, bytes, groupFree }: LogicalVolume, placeBytes: number): Room {
  // A snapshot as large as its volume is never full.
  const neededBytes = Math.min(
    neededFor(placeBytes),
    snapshotBytes({ volumeBytes: bytes, freeBytes: Infinity, neededBytes: 0 }),
  );
  if (groupFree < neededBytes)
    throw new Refusal('no-space', { volume: group, freeBytes: groupFree, neededBytes });
  return { volumeBytes: bytes, freeBytes: groupFree, neededBytes };
}

/** A thin pool whose own records are fuller than this, in percent, is likely to lose data when more are made. */
const FULLEST_RECORDS = 90;

/**
 * What is free in a thin pool. One that runs full stops the volume that people work on, so it must be well.
 * @throws Refusal `no-space`, `failed`, `not-understood`
 */
export function roomInPool(pool: LogicalVolume, placeBytes: number): number {
  const volume = volumeName(pool);
  const { bytes, dataPercent, metadataPercent, metadataBytes, health } = pool;
  if (dataPercent === null || metadataPercent === null || metadataBytes === null)
    throw new Refusal('not-understood', { program: 'lvs' });
  const free = (percent: number, all: number): number => Math.floor((all * (100 - percent)) / 100);
  const freeBytes = free(dataPercent, bytes);
  const neededBytes = neededFor(placeBytes);
  if (freeBytes < neededBytes) throw new Refusal('no-space', { volume, freeBytes, neededBytes });
  if (metadataPercent > FULLEST_RECORDS) {
    throw new Refusal('no-space', {
      volume: `${volume}_tmeta`,
      freeBytes: free(metadataPercent, metadataBytes),
      neededBytes: free(FULLEST_RECORDS, metadataBytes),
    });
  }
  if (health !== '') throw new Refusal('failed', { program: 'LVM', reason: `${volume}: ${health}` });
  return freeBytes;
}
