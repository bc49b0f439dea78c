import type { Finding } from '../../../shared/finding';
import type { RunRecord } from '../../../shared/run';
import { ago, DAY, finding, HOUR, MB, MINUTE } from './common';
import { LONG_NAME } from './post-offices';
import { settled, unsettled } from './settling';

/** Runs that ended in every way, and one that goes on. */

const notSettled = finding(
  'not-settled',
  'warning',
  { end: 'passes', passes: 2, minutes: 15, unread: 0, count: 9, names: 'CCPOMS, U0000001 and 7 more' },
  'copy',
);

export function record(id: string, more: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    kind: 'backup',
    postOffice: 'Head office',
    postOfficeId: 'head',
    method: 'linear',
    vault: String.raw`E:\Postbag`,
    bag: String.raw`E:\Postbag\Head office\2025-11-23T13-14-02Z linear`,
    startedAt: ago(9 * HOUR),
    endedAt: ago(9 * HOUR - 94_000),
    verdict: 'verified',
    grade: 'loose',
    recoveryPoint: ago(9 * HOUR - 1_000),
    files: 216,
    bytes: 3_400 * MB,
    settling: unsettled(),
    holding: false,
    shared: null,
    kept: null,
    resumable: null,
    access: null,
    still: null,
    findings: [notSettled],
    pendingUndos: [],
    ...more,
  };
}

export const unsettledFindings: Finding[] = [
  notSettled,
  finding('lock-waited', 'info', { count: 1, names: 'MLANDATA' }, 'copy'),
];

export const liveRun = (): RunRecord =>
  record('run-live', {
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    startedAt: ago(40_000),
    endedAt: null,
    verdict: null,
    grade: null,
    bag: null,
    files: 0,
    bytes: 0,
    settling: null,
    findings: [],
  });

/** The live run, when everything is copied and it waits for a word. */
export const heldRun = (): RunRecord => ({ ...liveRun(), holding: true, settling: settled() });

/** A run that the power cut short, and what it left. */
export const cutShort = (): RunRecord =>
  record('run-cut', {
    startedAt: ago(HOUR),
    endedAt: ago(HOUR - 60_000),
    verdict: 'failed',
    grade: null,
    bag: null,
    recoveryPoint: null,
    settling: null,
    files: 0,
    bytes: 0,
    resumable: { from: 'run-cut', files: 180, bytes: 1_100 * MB },
    findings: [finding('process-died', 'warning', { postOffice: 'Head office' }, 'recover')],
  });

export const runs = (): RunRecord[] => [
  liveRun(),
  record('run-4', {
    postOffice: 'Practice',
    postOfficeId: 'practice',
    bag: String.raw`E:\Postbag\Practice\2025-11-23T22-09-40Z linear`,
    startedAt: ago(6 * MINUTE),
    endedAt: ago(5 * MINUTE),
    verdict: 'findings',
    files: 14,
    bytes: 48 * MB,
    findings: unsettledFindings,
  }),
  record('run-1'),
  record('run-5', {
    kind: 'verify',
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    method: null,
    bag: String.raw`E:\Postbag\Branch Leeds\2025-11-15T20-00-11Z linear`,
    startedAt: ago(2 * DAY),
    endedAt: ago(2 * DAY - 31_000),
    recoveryPoint: null,
    grade: null,
    settling: null,
    files: 66,
    bytes: 720 * MB,
    findings: [],
  }),
  record('run-2', {
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    bag: String.raw`E:\Postbag\Branch Leeds\2025-11-15T20-00-11Z linear`,
    startedAt: ago(8 * DAY),
    endedAt: ago(8 * DAY - 41_000),
    verdict: 'findings',
    files: 66,
    bytes: 720 * MB,
    findings: unsettledFindings,
  }),
  record('run-3', {
    postOffice: LONG_NAME,
    postOfficeId: 'warehouse',
    startedAt: ago(9 * DAY),
    endedAt: ago(9 * DAY - 12_000),
    verdict: 'failed',
    grade: null,
    bag: null,
    recoveryPoint: null,
    settling: null,
    files: 12,
    bytes: 22 * MB,
    findings: [finding('vault-lost', 'error', { path: String.raw`\\NAS\backup\mail` }, 'copy')],
    pendingUndos: [],
  }),
  record('run-0', {
    startedAt: ago(30 * DAY),
    endedAt: ago(30 * DAY - 9_000),
    verdict: 'cancelled',
    grade: null,
    bag: null,
    recoveryPoint: null,
    settling: null,
    files: 0,
    bytes: 0,
    findings: [finding('cancelled', 'info', {}, 'copy')],
  }),
];
