import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { resolvePatterns } from '../../../../electron/postoffice/match';
import { newRepair } from '../../../../electron/repair/record';
import { runChecks, type CheckedCopy } from '../../../../electron/restore/checks/run-checks';
import type { FormatId } from '../../../../shared/postoffice';
import type { AutoCheck, AutoCheckId } from '../../../../shared/proof';
import { noRepairSettings, type FileDelta, type Repair, type StepOutcome } from '../../../../shared/repair';
import { makePostOffice } from '../../../support/post-office';
import { temporaryFolder } from '../../../support/places';
import { makeBag } from '../../bag/bag-maker';

export const RECOVERY_POINT = '2026-03-02T18:00:00.000Z';
export const SEALED_AT = '2026-03-02T18:20:00.000Z';

/** Bytes that look like nothing, always the same ones. */
export function scrambled(bytes: number, seed = 1): Buffer {
  const buffer = Buffer.alloc(bytes);
  let state = seed;
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    buffer[at] = state >>> 24;
  }
  return buffer;
}

/** A small post office of DB6 as nobody can read it. */
export const smallOffice: Readonly<Record<string, string | Buffer>> = {
  CLANDATA: scrambled(20_000),
  MLANDATA: scrambled(60_000, 2),
  USR00001: scrambled(3000, 3),
  USR00002: scrambled(3000, 4),
  'CCADMIN/IE.RI': scrambled(500, 5),
};

/** A bag, its copy, and a repair in which nothing was done. */
export async function copyOf(
  files: Readonly<Record<string, string | Buffer>> = smallOffice,
  format: FormatId = 'ccmail-db6',
): Promise<CheckedCopy> {
  const base = await temporaryFolder();
  const [bag, copy] = [path.join(base, 'bag'), path.join(base, 'copy')];
  await mkdir(bag);
  await makeBag(bag, { files });
  await cp(path.join(bag, 'data'), copy, { recursive: true, preserveTimestamps: true });
  return checkedCopy(bag, copy, format, false);
}

/** The same of a practice post office. */
export async function practiceCopy(): Promise<CheckedCopy> {
  const base = await temporaryFolder();
  const office = path.join(base, 'office');
  await makePostOffice(office);
  const names = await readdir(office);
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(path.join(office, name))] as const),
  );
  return { ...(await copyOf(Object.fromEntries(files))), practice: true };
}

function checkedCopy(bag: string, copy: string, format: FormatId, practice: boolean): CheckedCopy {
  const start = {
    id: 'a',
    postOffice: 'SILVER-HQ',
    postOfficeId: 'p',
    format,
    practice,
    bag: { folder: bag, name: 'bag', grade: 'instant', vault: path.dirname(bag) },
    procedure: format === 'ccmail-db6' ? 'db6-overhaul' : 'db8-repair',
    dialect: 'positional',
    files: 0,
    bytes: 0,
    fingerprint: '',
  } as const;
  return {
    copy,
    bag,
    format,
    practice,
    patterns: resolvePatterns(format),
    recoveryPoint: RECOVERY_POINT,
    sealedAt: SEALED_AT,
    repair: newRepair(start, noRepairSettings),
    needsRepair: true,
    lastSizes: [],
  };
}

const outcome: StepOutcome = {
  runId: 'r',
  runner: 'dosbox',
  commandLine: 'TOOL',
  startedAt: SEALED_AT,
  endedAt: SEALED_AT,
  exitCode: 0,
  failed: null,
  reason: null,
  mark: 'good',
  lines: { good: 1, warning: 0, bad: 0, plain: 0, unknown: 0 },
  labels: {},
  complaints: [],
  moreComplaints: 0,
  changes: [],
  attempt: '0-1',
};

/** A copy of which a step was run. */
export function ran(checked: CheckedCopy, id: string, changed: Partial<StepOutcome> = {}): CheckedCopy {
  return withStep(checked, id, { outcome: { ...outcome, ...changed } });
}

export function withStep(
  checked: CheckedCopy,
  id: string,
  change: Partial<Repair['steps'][number]>,
): CheckedCopy {
  const steps = checked.repair.steps.map((step) => (step.id === id ? { ...step, ...change } : step));
  return { ...checked, repair: { ...checked.repair, steps } };
}

/** A copy of which all steps were run and went well. */
export function repaired(checked: CheckedCopy): CheckedCopy {
  return checked.repair.steps.reduce((so, { id }) => ran(so, id), checked);
}

export const delta = (name: string, kind: FileDelta['kind'], bytesAfter = 0): FileDelta => ({
  path: name,
  kind,
  bytesBefore: 1,
  bytesAfter,
  bytesChanged: 1,
});

/** What one check says of a copy. */
export async function resultOf(checked: CheckedCopy, id: AutoCheckId): Promise<AutoCheck> {
  const results = await runChecks(checked, new AbortController().signal, () => undefined);
  const result = results.find((one) => one.id === id);
  if (!result) throw new Error('not checked');
  return result;
}
