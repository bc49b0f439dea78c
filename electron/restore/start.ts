import { mkdir } from 'node:fs/promises';
import type { ChecklistItem, Restore, RestorePurpose } from '../../shared/proof';
import type { BagRecord } from '../vault/bag-record';
import { manifestsOf } from '../vault/proofs';
import { restoreFolder } from './folder';
import { saveRestore } from './record';

/** What a restore is begun with. */
export interface RestoreStart {
  readonly id: string;
  readonly purpose: RestorePurpose;
  /** Absolute; every byte of it was read just now. */
  readonly bag: string;
  readonly record: BagRecord;
  readonly items: readonly ChecklistItem[];
}

/** Writes the record of a new restore into the folder of its repair. @param folder absolute */
export async function beginRestore(folder: string, start: RestoreStart): Promise<void> {
  const { id, purpose, bag, record, items } = start;
  const now = new Date().toISOString();
  const restore: Restore = {
    version: 1,
    id,
    purpose,
    createdAt: now,
    verifiedAt: now,
    ...(await manifestsOf(bag)),
    recoveryPoint: record.recoveryPoint,
    sealedAt: record.copiedAt,
    items: [...items],
    answers: {},
    evidence: {},
    checks: [],
    checksAt: null,
    checkedFingerprint: null,
    overrules: [],
    signature: null,
    online: null,
    events: [{ at: now, what: 'begun', by: '', text: purpose }],
  };
  await mkdir(restoreFolder(folder).evidence, { recursive: true });
  await saveRestore(folder, restore);
}
