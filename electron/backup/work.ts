import path from 'node:path';
import type { FormatId, GroupId, PatternChanges } from '../../shared/postoffice';
import type { BackupOptions, GroupProgress, Method } from '../../shared/run';
import type { Access, Ways } from '../access/access';
import type { SetSample } from '../access/quiet';
import type { SourceFile } from '../copy/copier';
import { CopySet } from '../copy/copy-set';
import { inside } from '../copy/folders';
import type { Donor } from '../copy/job';
import { Ledger } from '../copy/ledger';
import { CopyPool, threadsFor } from '../copy/pool';
import { COPY_ORDER, formats } from '../postoffice/formats';
import { mustBeWhole } from '../postoffice/findings';
import { rootOf, type Source } from '../postoffice/source';
import { takeInventory, type Inventory } from '../postoffice/inventory';
import type { Fork } from '../run/child';
import { Wishes } from '../run/wishes';
import type { Adoption } from '../vault/adopt';
import { BagPlace } from '../vault/bag-place';
import type { SpaceCheck } from '../vault/check';
import { bagNameFor, folderNameFor } from '../vault/naming';
import { possibleFiles } from './possible';
import { lookForReuse, type Reuses } from './reuse';
import { Stills, type StillJob } from './still/stills';
import { keptFiles, type KeptFiles, type Unfinished } from './unfinished';

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
  readonly method: Method;
  readonly options: BackupOptions;
  /** The unfinished bag of a run that was cut short, to go on from. */
  readonly unfinished: Unfinished | null;
  /** How it can be closed, as it was when the plan was made; null for methods that leave it open. */
  readonly closing: { readonly access: Access; readonly ways: Ways } | null;
  /** What it is read from, as it was when the plan was made; null for methods that read it where it lies. */
  readonly still: StillJob | null;
  readonly startedAt: Date;
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
  readonly bag: BagPlace;
  readonly set: CopySet;
  readonly wishes = new Wishes();
  inventory: Inventory;
  reuses: Reuses | null = null;
  /** Files that lie in the bag already, from a run that was cut short: path, and what the ledger says of it. */
  kept: KeptFiles = new Map();
  /** What was read when the closed post office was shown to be quiet. */
  quietSample: SetSample | null = null;
  readonly #stills: Stills | null;
  #pool: CopyPool | null = null;

  /** @param inventory as it was when the plan was made */
  constructor(
    readonly job: BackupJob,
    inventory: Inventory,
    readonly tools: Tools,
    readonly journal: string,
  ) {
    this.inventory = inventory;
    this.progress = groupsOf(inventory).map((group) => ({ ...group, filesDone: 0, bytesDone: 0 }));
    const folder = path.join(job.vault, folderNameFor(job.postOffice.name));
    this.bag = new BagPlace(folder, bagNameFor(job.startedAt, job.method));
    this.#stills = job.still ? new Stills(job.still, path.dirname(journal), job.postOffice.path) : null;
    this.set = this.#makeSet();
  }

  #makeSet(): CopySet {
    const { job, bag, ledger, progress } = this;
    const source = (): Source => this.source;
    return new CopySet({
      pool: () => this.pool,
      places: {
        get source() {
          return source(); // where the files lie, or a snapshot of it once there is one
        },
        vault: job.vault,
        get bag() {
          return bag.folder; // asked for when it is needed: its name is settled when it is begun
        },
        required: this.required,
      },
      target: () => bag.data,
      ledger,
      progress,
      donor: (file) => this.donor(file),
      lockedWaitMs: job.options.lockedWaitSeconds * 1000,
      files: (group) => this.files(group),
      listNow: async (signal) => {
        const { inventory } = possibleFiles(await this.takeInventory(signal));
        return { files: inventory.files, folders: foldersOf(this.source, inventory) };
      },
    });
  }

  /** The copying threads of this run; they begin when they are needed first. */
  get pool(): CopyPool {
    const lockedWaitMs = this.job.options.lockedWaitSeconds * 1000;
    this.#pool ??= new CopyPool({ entry: this.tools.entry, threads: threadsFor(), lockedWaitMs });
    return this.#pool;
  }

  /** Lets go of the copying threads. */
  async release(): Promise<void> {
    await this.#pool?.close();
    this.#pool = null;
  }

  /** What may hold the bytes of a file already: first what lies in the bag, then the newest bag of the vault. */
  donor(file: SourceFile): Donor | null {
    const kept = this.kept.get(file.path);
    if (kept) return { ...kept, file: inside(this.bag.data, file.path), origin: 'kept' };
    const donors = this.reuses?.donors;
    const sha256 = donors?.sums.get(file.path);
    if (!donors || sha256 === undefined) return null;
    const older = inside(path.join(donors.bag, 'data'), file.path);
    return { file: older, bytes: file.bytes, sha256, origin: 'shared' };
  }

  /** What the vault is asked for. Known when the inventory was taken. */
  space(): SpaceCheck {
    const { job, inventory, reuses } = this;
    return {
      vault: job.vault,
      postOffice: job.postOffice.path,
      files: inventory.files.length,
      bytes: bytesOf(inventory),
      likelyThere: (reuses?.shares?.bytes ?? 0) + (reuses?.resumes?.bytes ?? 0),
    };
  }

  /** Looks for what need not be copied. */
  async lookForReuse(): Promise<void> {
    const { vault, postOffice, unfinished } = this.job;
    this.reuses = await lookForReuse(vault, postOffice.name, this.inventory, unfinished);
  }

  /** Looks at the folders for the first time, so that the first pass can tell whether a name came and went since. */
  async watchFolders(): Promise<void> {
    await this.set.folders.look(foldersOf(this.source, this.inventory), 0);
  }

  /** What there is of a run that was cut short, to be taken over when the bag is begun. */
  readonly adopt = async (): Promise<Adoption | null> => {
    const unfinished = this.reuses?.unfinished;
    if (!unfinished) return null;
    const wanted = new Set(this.inventory.files.map((file) => file.path));
    const kept = await keptFiles(unfinished, path.join(unfinished.folder, 'data'));
    for (const file of kept.keys()) if (!wanted.has(file)) kept.delete(file);
    this.kept = kept;
    const bytes = [...kept.values()].reduce((sum, file) => sum + file.bytes, 0);
    return { folder: unfinished.folder, madeBy: unfinished.runId, whole: new Set(kept.keys()), bytes };
  };

  async takeInventory(signal: AbortSignal): Promise<Inventory> {
    const { path: root, format, patterns } = this.job.postOffice;
    return await takeInventory(root, { format, changes: patterns, source: this.source, signal });
  }

  /** The run's own inventory takes the place of the plan's; its files all have names that a bag can hold. */
  use(inventory: Inventory): void {
    this.inventory = inventory;
    for (const group of groupsOf(inventory)) {
      const mine = this.progress.find(({ id }) => id === group.id);
      if (mine) Object.assign(mine, group);
    }
  }

  /** Takes the inventory anew, and works from it. @throws PostbagError when it is no whole post office any more */
  async takeStock(signal: AbortSignal): Promise<void> {
    const whole = await this.takeInventory(signal);
    mustBeWhole(whole);
    this.use(possibleFiles(whole).inventory);
    await this.watchFolders();
  }

  /** Where its files are read now. */
  get source(): Source {
    return this.#stills?.source ?? this.job.postOffice.path;
  }

  get stills(): Stills {
    if (!this.#stills) throw new Error(`the method ${this.job.method} reads it where it lies`);
    return this.#stills;
  }

  get closing(): { readonly access: Access; readonly ways: Ways } {
    if (!this.job.closing) throw new Error(`the method ${this.job.method} closes nothing`);
    return this.job.closing;
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

/** All folders of a post office, absolute, where it is read. */
function foldersOf(source: Source, { folders }: Inventory): string[] {
  return [rootOf(source), ...folders.map((folder) => inside(source, folder))];
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
