import { access } from 'node:fs/promises';
import type { Stage } from '../../shared/finding';
import { PostbagError } from '../run/errors';
import { isCancel } from '../run/findings';
import type { PartialBag } from './partial-bag';

/**
 * Works on an unfinished bag. Whatever fails while the bag's own folder is gone failed because the vault is; what was
 * asked of it then does not matter.
 * @throws PostbagError `vault-lost`; else what `act` threw
 */
export async function unlessVaultLost(
  { bag, vault, stage }: { bag: PartialBag; vault: string; stage: Stage },
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (cause) {
    if (isCancel(cause) || !(await isGone(bag.folder))) throw cause;
    throw new PostbagError(stage, 'vault-lost', { path: vault }, { cause });
  }
}

async function isGone(folder: string): Promise<boolean> {
  try {
    await access(folder);
    return false;
  } catch {
    return true;
  }
}
