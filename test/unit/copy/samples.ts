import type { SourceFile } from '../../../electron/copy/copier';
import type { FileState } from '../../../electron/copy/change';
import type { CopiedFile, Seen } from '../../../electron/copy/job';
import type { LedgerEntry } from '../../../shared/run';

export function entryOf(more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    path: 'USR00001',
    group: 'users',
    role: 'user',
    bytes: 1,
    sha256: '',
    modified: 0,
    startedAt: '',
    endedAt: '',
    change: null,
    origin: 'copied',
    ...more,
  };
}

export function fileOf(path: string, bytes = 1): SourceFile {
  return { path, bytes, role: 'user', group: 'users' };
}

export const quietState: FileState = { identity: '1:1', bytes: 1, modifiedNs: 1n, changedNs: 1n };
const seen: Seen = { at: 1_000, before: quietState, until: 1_001, after: quietState };

export function copiedOf(more: Partial<CopiedFile> = {}): CopiedFile {
  return {
    bytes: 1,
    sha256: 'a'.repeat(64),
    modified: 0,
    startedAt: '',
    endedAt: '',
    change: null,
    origin: 'copied',
    table: new BigUint64Array(1),
    seen,
    waitedMs: 0,
    ...more,
  };
}
