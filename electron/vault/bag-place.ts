import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { systemCode } from '../run/errors';
import { partialBagName } from './naming';
import type { PartialBag } from './partial-bag';

/** Where a bag that is about to be made will lie. Its name is settled by `takeFreeName`, and does not change after that. */
export class BagPlace implements PartialBag {
  #name: string;

  /**
   * @param parent absolute folder of the post office in its vault
   * @param wanted the name the bag would have if nobody had it already
   */
  constructor(
    private readonly parent: string,
    private readonly wanted: string,
  ) {
    this.#name = wanted;
  }

  get folder(): string {
    return path.join(this.parent, partialBagName(this.#name));
  }

  get data(): string {
    return path.join(this.folder, 'data');
  }

  get final(): string {
    return path.join(this.parent, this.#name);
  }

  /**
   * Bags are named by the second, and a backup may begin in the second in which another one began: the later one gets a
   * number behind its name. Whoever takes the name in between is noticed when the folder is made.
   * @throws system errors
   */
  async takeFreeName(): Promise<void> {
    for (let number = 2; (await exists(this.folder)) || (await exists(this.final)); number++) {
      this.#name = `${this.wanted} ${String(number)}`;
    }
  }
}

/** Whether anything has this name, a link that leads nowhere too. @throws system errors, but for ENOENT */
export async function exists(target: string): Promise<boolean> {
  try {
    await lstat(target);
    return true;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}
