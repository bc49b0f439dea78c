import {
  usualBackupOptions as usual,
  type Plan,
  type PlannedStep,
  type RunProgress,
} from '../../../shared/run';
import { finding, MB } from './common';
import { groups } from './post-offices';

/** Plans, and a run that is 61 % done. */

export function plan(more: Partial<Plan> = {}): Plan {
  return {
    id: 'plan-1',
    kind: 'backup',
    postOffice: 'Head office',
    postOfficeId: 'head',
    method: 'linear',
    vault: String.raw`E:\Postbag`,
    bestGrade: 'instant',
    steps: [
      { id: 'check-post-office', params: { postOffice: 'Head office' }, undo: null },
      { id: 'check-vault', params: { vault: String.raw`E:\Postbag` }, undo: null },
      { id: 'check-space', params: { bytes: 3_400 * MB }, undo: null },
      { id: 'open-bag', params: {}, undo: 'remove-partial-bag' },
      { id: 'copy-group', params: { group: 'users', files: 212, bytes: 612 * MB }, undo: null },
      { id: 'copy-group', params: { group: 'directory', files: 3, bytes: 476 * MB }, undo: null },
      { id: 'copy-group', params: { group: 'store', files: 1, bytes: 2_312 * MB }, undo: null },
      { id: 'settle', params: { passes: 20, minutes: 15 }, undo: null },
      { id: 'verify', params: {}, undo: null },
      { id: 'seal', params: {}, undo: null },
    ],
    groups: groups(212, [612, 476, 2_312], true).map(({ id, files, bytes }) => ({ id, files, bytes })),
    files: 216,
    bytes: 3_400 * MB,
    freeBytes: 412_000 * MB,
    neededBytes: 3_400 * MB,
    options: usual,
    shares: null,
    resumes: null,
    commandLine: String.raw`postbag backup "Head office" --to E:\Postbag --method linear`,
    findings: [
      finding('same-disk', 'warning', { disk: 'E:' }),
      finding('unrecognised-files', 'info', { count: 2, names: String.raw`NOTES.BAK, OLD\LISTS.TXT` }),
    ],
    ...more,
  };
}

export const verifyPlan = (): Plan =>
  plan({
    id: 'plan-verify',
    kind: 'verify',
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    method: null,
    bestGrade: null,
    steps: [{ id: 'check-bag', params: { bag: '2025-11-15T20-00-11Z linear' }, undo: null }],
    groups: [],
    files: 0,
    bytes: 0,
    freeBytes: null,
    neededBytes: null,
    options: null,
    commandLine: String.raw`postbag verify "E:\Postbag\Branch Leeds\2025-11-15T20-00-11Z linear"`,
    findings: [],
  });

export const progress = (more: Partial<RunProgress> = {}): RunProgress => ({
  runId: 'run-live',
  step: 6,
  pass: null,
  groups: [
    { id: 'users', files: 64, filesDone: 64, bytes: 216 * MB, bytesDone: 216 * MB },
    { id: 'directory', files: 1, filesDone: 1, bytes: 158 * MB, bytesDone: 158 * MB },
    { id: 'store', files: 1, filesDone: 0, bytes: 346 * MB, bytesDone: 66 * MB },
  ],
  file: 'MLANDATA',
  bytesDone: 440 * MB,
  bytes: 720 * MB,
  bytesPerSecond: 118 * MB,
  etaMs: 7_000,
  findings: 0,
  ...more,
});

export const livePlan = (): Plan =>
  plan({
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    groups: progress().groups.map(({ id, files, bytes }) => ({ id, files, bytes })),
    files: 66,
    bytes: 720 * MB,
  });

/** The plan of a run that waits for a word before it seals. */
export function heldPlan(): Plan {
  const { steps, ...plan } = livePlan();
  const hold: PlannedStep = { id: 'hold', params: {}, undo: null };
  return {
    ...plan,
    options: { ...usual, hold: true },
    steps: [...steps.slice(0, 8), hold, ...steps.slice(8)],
  };
}
