import { statfs } from 'node:fs/promises';

/** File systems that are somewhere else, and cache times as they like (Linux `statfs` types). */
const REMOTE = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB 2
  0x65735546, // FUSE
  0x564c, // NCP
  0x01021997, // 9P
]);

/**
 * Whether the system keeps the times of files that are open, so that a write shows in them at once. Windows does not
 * promise it (a time may be written when the file is closed), and what a network file system shows may be its own cache.
 */
export async function keepsTimes(folder: string): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    const { type } = await statfs(folder);
    return !REMOTE.has(type >>> 0);
  } catch {
    return false;
  }
}
