import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { LockKind, OpenFile } from '../../../shared/access';
import { isBelow } from './shares';
import type { SambaOpen, SambaStatus } from './status';

/** An open of a file of the post office. */
export interface Held {
  readonly open: SambaOpen;
  readonly file: OpenFile;
}

/** Every open of a file below `root`. Folders are not counted: looking at one is no use of a file. */
export async function heldBelow(status: SambaStatus, root: string): Promise<Held[]> {
  const ranges = new Set(
    Object.values(status.byte_range_locks).flatMap(({ share_path: share, file_name: name, locks }) =>
      locks.map(({ server_id: server }) => `${server.pid} ${path.join(share, name)}`),
    ),
  );
  const all = await Promise.all(
    Object.values(status.open_files).map(async ({ service_path: share, filename, opens }) => {
      const named = path.join(share, filename);
      const target = await whereItLies(named);
      if (target === root || !isBelow(target, root) || (await isFolder(target))) return [];
      const shown = path.relative(root, target).split(path.sep).join('/');
      return Object.values(opens).map((open) => ({
        open,
        file: openFile(shown, open, ranges.has(`${open.server_id.pid} ${named}`)),
      }));
    }),
  );
  return all.flat();
}

function openFile(shown: string, open: SambaOpen, hasRange: boolean): OpenFile {
  return { path: shown, mode: modeOf(open), since: utc(open.opened_at), locks: locksOf(open, hasRange) };
}

function modeOf({ access_mask: may }: SambaOpen): OpenFile['mode'] {
  const writes = may.WRITE_DATA || may.APPEND_DATA;
  if (writes) return may.READ_DATA ? 'read-write' : 'write';
  return may.READ_DATA || may.EXECUTE ? 'read' : null;
}

function locksOf(open: SambaOpen, hasRange: boolean): LockKind[] {
  const { READ: read, WRITE: write } = open.sharemode;
  // Whoever only looks at the properties of a file keeps nobody out.
  const counts = modeOf(open) !== null || open.access_mask.DELETE;
  const locks: LockKind[] = [];
  if (counts && !(read && write)) locks.push(read ? 'deny-write' : write ? 'deny-read' : 'deny-all');
  if (hasRange) locks.push('range');
  return locks;
}

/** Follows links; of a file that is gone meanwhile at least those of its folder. */
async function whereItLies(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch {
    const folder = path.dirname(file);
    return path.join(await realpath(folder).catch(() => folder), path.basename(file));
  }
}

async function isFolder(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => null))?.isDirectory() ?? false;
}

/** A time as Samba prints it, as ISO 8601 UTC. */
export function utc(time: string | undefined): string | null {
  const at = new Date(time ?? '');
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
