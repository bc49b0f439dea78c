import path from 'node:path';
import type { FormatId, GroupId, PatternChanges } from '../../shared/postoffice';
import type { GroupProgress } from '../../shared/run';
import { COPY_ORDER, formats } from '../postoffice/formats';
import { takeInventory, type Inventory } from '../postoffice/inventory';
import { Ledger } from '../copy/ledger';
import type { Fork } from '../run/child';
import { bagNameFor, folderNameFor, partialBagName } from '../vault/naming';
import type { PartialBag } from '../vault/partial-bag';

/** What a backup is made of. Paths absolute. */
export interface BackupJob {
  readonly postOffice: {
    readonly id: string;
    readonly name: string;
    readonly path: string;
    readonly format: FormatId | null;
    readonly patterns: PatternChanges;
  };
  readonly vault: string;
  readonly method: 'linear';
  readonly startedAt: Date;
  /** As it was when the plan was made. */
  readonly inventory: Inventory;
}

/** What the engine lends to a run: processes, bundled entries, and where its journal lies. */
export interface Tools {
  readonly fork: Fork;
  /** Absolute path of a bundled entry. */
  readonly entry: (name: string) => string;
  readonly software: string;
}

/** What the steps of one backup share. */
export class BackupWork {
  readonly ledger = new Ledger();
  readonly progress: GroupProgress[];
  readonly bag: PartialBag;
  inventory: Inventory;

  constructor(
    readonly job: BackupJob,
    readonly tools: Tools,
    readonly journal: string,
  ) {
    this.inventory = job.inventory;
    this.progress = groupsOf(job.inventory).map((group) => ({ ...group, filesDone: 0, bytesDone: 0 }));
    const folder = path.join(job.vault, folderNameFor(job.postOffice.name));
    const name = bagNameFor(job.startedAt, job.method);
    const partial = path.join(folder, partialBagName(name));
    this.bag = { folder: partial, data: path.join(partial, 'data'), final: path.join(folder, name) };
  }

  async takeInventory(signal: AbortSignal): Promise<Inventory> {
    const { path: root, format, patterns } = this.job.postOffice;
    return await takeInventory(root, { format, changes: patterns, signal });
  }

  /** The run's own inventory takes the place of the plan's; its files all have names that a bag can hold. */
  use(inventory: Inventory): void {
    this.inventory = inventory;
    for (const group of groupsOf(inventory)) {
      const mine = this.progress.find(({ id }) => id === group.id);
      if (mine) Object.assign(mine, group);
    }
  }

  files(group: GroupId): Inventory['files'] {
    return this.inventory.files.filter((file) => file.group === group);
  }

  /** Names, in lower case, of the files without which there is no backup. */
  get required(): ReadonlySet<string> {
    const { format } = this.inventory;
    return new Set(format ? formats[format].required.map((name) => name.toLowerCase()) : []);
  }
}

/** The groups of an inventory in copy order, with their files and bytes. */
export function groupsOf(inventory: Inventory): { id: GroupId; files: number; bytes: number }[] {
  return COPY_ORDER.map((id) => {
    const files = inventory.files.filter((file) => file.group === id);
    return { id, files: files.length, bytes: files.reduce((sum, file) => sum + file.bytes, 0) };
  });
}

export function bytesOf(inventory: Inventory): number {
  return inventory.files.reduce((sum, file) => sum + file.bytes, 0);
}
