import type { BagRow, PostOfficeRow, VaultRow } from '../../shared/views';
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

  /** The bag of the last good backup of a post office, if it lies in a vault that is there. */
  newestBagOf({ lastBackup, name }: Pick<PostOfficeRow, 'lastBackup' | 'name'>): BagRow | undefined {
    const last = this.bags.find(({ id, readable }) => readable && id === lastBackup?.bagId);
    return last ?? this.#bagsOf(name)[0];
  }

  /** How many bags of a post office were sealed since its last proof, as far as they can be seen. */
  bagsSinceProof({ lastProof, name }: Pick<PostOfficeRow, 'lastProof' | 'name'>): number {
    return this.#bagsOf(name).filter(({ sealedAt }) => (sealedAt ?? '') > (lastProof?.at ?? '')).length;
  }

  /** Newest first. */
  #bagsOf(postOffice: string): BagRow[] {
    return this.bags
      .filter((bag) => bag.readable && bag.postOffice === postOffice)
      .sort((a, b) => (b.sealedAt ?? '').localeCompare(a.sealedAt ?? ''));
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
