import fs from 'node:fs';
import { realpath } from 'node:fs/promises';
import { promisify } from 'node:util';
import { systemCode } from './errors';

const stepByStep = promisify(fs.realpath);

/**
 * Where a file or folder really lies: absolute, without links, spelled as the system spells it. Some drives of Windows
 * (RAM disks, drives of file system drivers, long paths) cannot say that of themselves; then only links are resolved.
 * @throws system errors, `ENOENT` when it is not there
 */
export async function realPath(target: string): Promise<string> {
  try {
    return await realpath(target);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw error;
    return await stepByStep(target);
  }
}
