import type { BagRow, VaultRow } from '../../../shared/views';
import { ago, DAY, HOUR, MB, MINUTE } from './common';
import { LONG_NAME } from './post-offices';

/** A vault that is there, one that is not, and bags of every kind. */

export const vaults = (): VaultRow[] => [
  {
    id: 'vault-usb',
    path: String.raw`E:\Postbag`,
    available: true,
    freeBytes: 412_000 * MB,
    totalBytes: 1_000_000 * MB,
    bags: 4,
  },
  {
    id: 'vault-share',
    path: String.raw`\\NAS\backup\mail`,
    available: false,
    freeBytes: null,
    totalBytes: null,
    bags: 0,
  },
];

export const bag = (id: string, postOffice: string, name: string, more: Partial<BagRow>): BagRow => ({
  id,
  vaultId: 'vault-usb',
  path: `E:\\Postbag\\${postOffice}\\${name}`,
  name,
  postOffice,
  format: 'ccmail-db6',
  sealedAt: ago(9 * HOUR),
  recoveryPoint: ago(9 * HOUR),
  grade: 'loose',
  verdict: 'verified',
  method: 'linear',
  files: 216,
  bytes: 3_400 * MB,
  practice: false,
  lastVerified: null,
  lastProof: null,
  readable: true,
  ...more,
});

export const bags = (): BagRow[] => [
  bag('bag-1', 'Head office', '2025-11-23T13-14-02Z linear', {}),
  bag('bag-2', 'Branch Leeds', '2025-11-15T20-00-11Z linear', {
    sealedAt: ago(8 * DAY),
    verdict: 'findings',
    files: 66,
    bytes: 720 * MB,
    lastVerified: { at: ago(2 * DAY), valid: true, runId: 'run-5' },
  }),
  bag('bag-3', 'Practice', '2025-11-23T22-09-40Z linear', {
    sealedAt: ago(5 * MINUTE),
    verdict: 'findings',
    files: 14,
    bytes: 48 * MB,
    practice: true,
    lastVerified: { at: ago(MINUTE), valid: false, runId: 'run-6' },
  }),
  bag('bag-4', LONG_NAME, '2025-08-02T20-00-00Z linear', {
    format: null,
    sealedAt: null,
    recoveryPoint: null,
    grade: null,
    verdict: null,
    files: null,
    bytes: null,
    readable: false,
  }),
];
