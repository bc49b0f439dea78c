import type { BagRow, VaultRow } from '../../shared/views';
import { ask, listen } from './bridge';
import { Resource } from './resource.svelte';

/** Vaults on the list, and the bags that lie in them. */
export class Vaults {
  readonly #vaults = new Resource<VaultRow[]>(() => ask('listVaults'), []);
  readonly #bags = new Resource<BagRow[]>(() => ask('listBags'), []);

  readonly rows = $derived(this.#vaults.value);
  readonly bags = $derived(this.#bags.value);

  get loaded(): boolean {
    return this.#vaults.loaded;
  }

  get failure() {
    return this.#vaults.failure ?? this.#bags.failure;
  }

  bagsIn(vaultId: string): BagRow[] {
    return this.bags.filter((bag) => bag.vaultId === vaultId);
  }

  /** The bag that lies where a run says it put one. */
  bagAt(path: string | null): BagRow | undefined {
    return path === null ? undefined : this.bags.find((bag) => bag.path === path);
  }

  async load(): Promise<void> {
    await Promise.all([this.#vaults.load(), this.#bags.load()]);
  }

  /**
   * Lets a person choose a folder and adds it.
   * @returns the id of the vault, or null when no folder was chosen
   */
  async add(): Promise<string | null> {
    const folder = await ask('chooseFolder', { purpose: 'vault' });
    if (!folder) return null;
    const { id } = await ask('addVault', { folderId: folder.id });
    await this.load();
    return id;
  }

  listen(): () => void {
    return listen('bags-changed', () => void this.load());
  }
}
