import { rename } from 'node:fs/promises';
import { systemCode } from './errors';

const MOST_TRIES = 10;

/** What Windows answers while somebody looks into what is to be renamed. */
const passing: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

/**
 * Renames a file or folder. On Windows a virus scanner that looks into new files keeps a folder from being renamed for a
 * moment, so what may pass is tried again for some seconds.
 * @throws the system error of the last try
 */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (!passing.has(systemCode(error)) || attempt === MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, attempt * 100));
    }
  }
}
