import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { LastProof } from '../../shared/proof';
import type { RunRecord } from '../../shared/run';
import type { KnownVault } from '../../shared/settings';
import type { BagRow, VaultRow } from '../../shared/views';
import { PostbagError } from '../run/errors';
import { realPath } from '../run/real-path';
import type { ProofKey } from '../settings/proof-key';
import type { SettingsStore } from '../settings/store';
import { spaceOf } from '../vault/disks';
import { listBags, type ListedBag } from '../vault/list-bags';
import { isBelievable, readProofs } from '../vault/proofs';
import type { EngineEvents } from './events';
import type { Runs } from './runs';

/** A bag's id on screens: made from where it lies, so it needs no list and leads to no other folder. */
export function bagId(folder: string): string {
  return createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 24);
}

/** Vaults on the list, and the bags that lie in them now. */
export class Bags {
  constructor(
    private readonly settings: SettingsStore,
    private readonly runs: Runs,
    private readonly events: EngineEvents,
    private readonly key: () => ProofKey,
  ) {}

  /** @throws PostbagError `vault-unknown` */
  vault(id: string): KnownVault {
    const vault = this.settings.get().vaults.find((one) => one.id === id);
    if (!vault) throw new PostbagError('request', 'vault-unknown', { path: id });
    return vault;
  }

  async addVault(folder: string): Promise<string> {
    if (!(await stat(folder).catch(() => null))?.isDirectory()) {
      throw new PostbagError('check', 'vault-not-found', { path: folder });
    }
    const same = this.settings.get().vaults.find((one) => path.resolve(one.path) === path.resolve(folder));
    if (same) return same.id;
    const id = randomUUID();
    this.settings.change((settings) => ({ ...settings, vaults: [...settings.vaults, { id, path: folder }] }));
    this.events.emit('bags-changed', null);
    return id;
  }

  /** Takes it off the list; the bags stay where they are. */
  forgetVault(id: string): void {
    this.vault(id);
    this.settings.change((settings) => ({
      ...settings,
      vaults: settings.vaults.filter((one) => one.id !== id),
    }));
    this.events.emit('bags-changed', null);
  }

  async vaults(): Promise<VaultRow[]> {
    return await Promise.all(this.settings.get().vaults.map(vaultRow));
  }

  /** The bags of all vaults that can be read now, newest first. */
  async list(): Promise<BagRow[]> {
    const records = await this.runs.list();
    const rows: BagRow[] = [];
    for (const vault of this.settings.get().vaults) {
      const bags = await listBags(vault.path).catch(() => []);
      for (const bag of bags) rows.push(bagRow(bag, vault, records, await this.#lastProof(bag)));
    }
    return rows.sort((a, b) => b.name.localeCompare(a.name, 'en'));
  }

  /** The newest proof of a bag that can be believed. */
  async #lastProof({ folder, name }: ListedBag): Promise<LastProof | null> {
    const proofs = await readProofs(folder, this.key().publicKey);
    const newest = proofs.find(isBelievable);
    if (!newest?.outcome) return null;
    return { bag: name, outcome: newest.outcome, at: newest.signedAt, by: newest.signedBy };
  }

  /** @throws PostbagError `bag-unknown` */
  async find(id: string): Promise<{ bag: ListedBag; vault: KnownVault }> {
    for (const vault of this.settings.get().vaults) {
      for (const bag of await listBags(vault.path).catch(() => [])) {
        if (bagId(bag.folder) === id) return { bag, vault };
      }
    }
    throw new PostbagError('request', 'bag-unknown', { bag: id });
  }

  /** A bag by its folder, on the list or not. For the CLI. */
  async at(folder: string): Promise<{ bag: ListedBag; vault: string }> {
    const real = await realPath(folder).catch(() => null);
    if (real === null) throw new PostbagError('request', 'bag-not-found', { bag: folder });
    const vault = path.dirname(path.dirname(real));
    const listed = (await listBags(vault).catch(() => [])).find((bag) => bag.folder === real);
    const bag = listed ?? { folder: real, name: path.basename(real), postOffice: '', record: null };
    return { bag, vault };
  }
}

async function vaultRow(vault: KnownVault): Promise<VaultRow> {
  try {
    const [space, bags] = await Promise.all([spaceOf(vault.path), listBags(vault.path)]);
    return { ...vault, available: true, freeBytes: space.free, totalBytes: space.total, bags: bags.length };
  } catch {
    return { ...vault, available: false, freeBytes: null, totalBytes: null, bags: 0 };
  }
}

function bagRow(
  bag: ListedBag,
  vault: KnownVault,
  records: readonly RunRecord[],
  lastProof: LastProof | null,
): BagRow {
  const { record } = bag;
  return {
    id: bagId(bag.folder),
    vaultId: vault.id,
    path: bag.folder,
    name: bag.name,
    postOffice: bag.postOffice,
    format: record?.format ?? null,
    sealedAt: record?.copiedAt ?? null,
    recoveryPoint: record?.recoveryPoint ?? null,
    grade: record?.grade ?? null,
    verdict: record?.verdict ?? null,
    method: record?.method ?? null,
    files: record?.files ?? null,
    bytes: record?.bytes ?? null,
    practice: record?.practice ?? false,
    lastVerified: lastVerified(bag, records),
    lastProof,
    readable: record !== null,
  };
}

/** The last time that every byte of the bag was read: by its own backup, or by a verification since. */
function lastVerified(bag: ListedBag, records: readonly RunRecord[]): BagRow['lastVerified'] {
  const newest = records.find(
    (run) =>
      run.bag !== null && bagId(run.bag) === bagId(bag.folder) && run.endedAt !== null && isAnswer(run),
  );
  if (!newest?.endedAt) return null;
  const valid = newest.verdict === 'verified' || newest.verdict === 'findings';
  return { at: newest.endedAt, valid, runId: newest.id };
}

/** A verification that was cancelled or that lost the disk says nothing about the bag. */
function isAnswer(run: RunRecord): boolean {
  if (run.verdict !== 'failed') return run.verdict === 'verified' || run.verdict === 'findings';
  return run.findings.some((finding) => finding.code === 'bag-invalid');
}
