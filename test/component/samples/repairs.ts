import { procedures, type Dialect, type ProcedureId } from '../../../shared/procedures';
import type {
  OutputLine,
  RepairRow,
  RepairStepView,
  RepairView,
  StepAnswer,
  StepOutcome,
} from '../../../shared/repair';
import { whatNext } from '../../../shared/repair-next';
import type { Plan } from '../../../shared/run';
import { ago, HOUR, MB, MINUTE } from './common';
import { plan } from './plans';

/** Repairs of every kind, and what their tools said. */

/** A step's tool that ran to its end, and said that all is well. */
export const outcome = (more: Partial<StepOutcome> = {}): StepOutcome => ({
  runId: 'run-tool',
  runner: 'dosbox',
  commandLine: String.raw`CHKSTAT.EXE HEAD **** M:\ DIAGNOSTICS/M`,
  startedAt: ago(20 * MINUTE),
  endedAt: ago(18 * MINUTE),
  exitCode: 0,
  failed: null,
  reason: null,
  mark: 'good',
  lines: { good: 2, warning: 0, bad: 0, plain: 12, unknown: 0 },
  labels: {},
  complaints: [],
  moreComplaints: 0,
  changes: [],
  attempt: '02-1',
  ...more,
});

/** One that did not run to its end. */
export const timedOut = (): StepOutcome =>
  outcome({
    exitCode: null,
    failed: 'timeout',
    reason: { code: 'limit', params: { ms: 7_200_000 } },
    mark: 'unknown',
    lines: { good: 0, warning: 0, bad: 0, plain: 0, unknown: 1 },
  });

/** One whose output fits no rule. */
export const unread = (): StepOutcome =>
  outcome({
    mark: 'unknown',
    lines: { good: 0, warning: 1, bad: 0, plain: 4, unknown: 3 },
    complaints: [{ mark: 'warning', text: 'Message 1204 skipped', count: 3 }],
    changes: [
      {
        path: 'MLANDATA',
        kind: 'changed',
        bytesBefore: 346 * MB,
        bytesAfter: 346 * MB,
        bytesChanged: 2 * MB,
      },
      { path: 'WORK.TMP', kind: 'removed', bytesBefore: 4_096, bytesAfter: 0, bytesChanged: 0 },
    ],
  });

export const answer = (decision: StepAnswer['decision'], by = 'Anna'): StepAnswer => ({
  decision,
  by,
  at: ago(10 * MINUTE),
  note: '',
});

interface Started {
  readonly procedure?: ProcedureId;
  readonly dialect?: Dialect;
  /** What differs, by the id of the step. */
  readonly steps?: Readonly<Record<string, Partial<RepairStepView>>>;
}

/** A repair as it is begun, with what differs in its steps; what has to happen next follows from them. */
export function repairView(
  { procedure = 'db6-overhaul', dialect = 'positional', steps = {} }: Started = {},
  more: Partial<RepairView> = {},
): RepairView {
  const shown = procedures[procedure].steps.map((step): RepairStepView => {
    const { known, suggested, source } = step.lines[dialect];
    const { id, tool, purpose, onlyIf, optional } = step;
    return {
      ...{ id, tool, purpose, onlyIf, optional, source, suggested, line: known },
      changed: false,
      outcome: null,
      answer: null,
      commandLine: known === '' ? null : `${tool}.EXE HEAD **** M:\\ (${id})`,
      runner: 'dosbox',
      trouble: null,
      destructive: false,
      needsPassword: known.includes('{password}'),
      canTakeBack: false,
      ...steps[id],
    };
  });
  return {
    id: 'repair-1',
    postOffice: 'Head office',
    postOfficeId: 'head',
    login: 'HEAD',
    format: procedure === 'db8-repair' ? 'ccmail-db8' : 'ccmail-db6',
    practice: procedure === 'practice',
    bag: {
      folder: String.raw`E:\Postbag\Head office\2025-11-23T13-14-02Z linear`,
      name: '2025-11-23T13-14-02Z linear',
      grade: 'loose',
      vault: String.raw`E:\Postbag`,
    },
    procedure,
    dialect,
    createdAt: ago(HOUR),
    files: 216,
    bytes: 3_400 * MB,
    events: [{ at: ago(HOUR), what: 'begun', step: null, by: '', text: '' }],
    takingBack: null,
    folder: String.raw`C:\Postbag\workbench\repair-1`,
    copy: String.raw`C:\Postbag\workbench\repair-1\copy`,
    steps: shown,
    next: whatNext(shown),
    password: { known: true, kept: false, whyNotKept: null },
    runId: null,
    bytesTaken: 3_500 * MB,
    damaged: false,
    ...more,
  };
}

const leftOut = { answer: answer('skip', '') };

/** The reports are left out and the look is done: the NFT step goes away by itself, the message index is next. */
export const looked: Readonly<Record<string, Partial<RepairStepView>>> = {
  'accounts-before': leftOut,
  look: { outcome: outcome({ commandLine: String.raw`ANALYZE.EXE M:\ DIAGNOSTICS` }) },
  nft: leftOut,
};

/** Everything is done, and the last look found nothing. */
export const allDone: Readonly<Record<string, Partial<RepairStepView>>> = {
  ...looked,
  'message-index': { outcome: outcome() },
  pointers: { outcome: outcome() },
  'directory-index': { outcome: outcome() },
  reclaim: { outcome: outcome() },
  prove: { outcome: outcome(), canTakeBack: true },
  'accounts-after': leftOut,
};

export const repairRow = (id: string, more: Partial<RepairRow> = {}): RepairRow => ({
  id,
  postOffice: 'Head office',
  postOfficeId: 'head',
  practice: false,
  procedure: 'db6-overhaul',
  createdAt: ago(HOUR),
  next: { needs: 'run', step: 'pointers' },
  runId: null,
  bytesTaken: 3_500 * MB,
  damaged: false,
  bag: '2025-11-23T13-14-02Z linear',
  grade: 'loose',
  stepsDone: 4,
  stepsInAll: 9,
  ...more,
});

export const repairRows = (): RepairRow[] => [
  repairRow('repair-1'),
  repairRow('repair-2', {
    postOffice: 'Branch Leeds',
    postOfficeId: 'leeds',
    createdAt: ago(2 * HOUR),
    next: { needs: 'person', step: 'message-index' },
    grade: 'per-file',
  }),
  repairRow('repair-3', {
    postOffice: 'Practice',
    postOfficeId: 'practice',
    practice: true,
    procedure: 'practice',
    createdAt: ago(3 * HOUR),
    next: { needs: 'finished', step: null },
    stepsDone: 5,
    stepsInAll: 5,
    bytesTaken: 48 * MB,
  }),
  repairRow('repair-4', { createdAt: ago(4 * HOUR), damaged: true }),
];

export const toolOutput: readonly OutputLine[] = [
  { text: 'CHKSTAT', mark: 'plain' },
  { text: 'Message 1204 skipped', mark: 'warning' },
  { text: 'Something that no rule knows', mark: 'unknown' },
  { text: '', mark: 'plain' },
  { text: 'Completed', mark: 'good' },
];

export const stagePlan = (more: Partial<Plan> = {}): Plan =>
  plan({
    id: 'plan-stage',
    kind: 'stage',
    method: null,
    bestGrade: null,
    steps: [
      { id: 'check-workbench', params: { folder: String.raw`C:\Postbag\workbench` }, undo: null },
      { id: 'open-workbench', params: {}, undo: 'remove-landing' },
      { id: 'copy-out', params: { files: 216, bytes: 3_400 * MB }, undo: null },
      { id: 'finish-workbench', params: {}, undo: null },
    ],
    groups: [],
    options: null,
    commandLine: String.raw`postbag repair begin "E:\Postbag\Head office\2025-11-23T13-14-02Z linear"`,
    findings: [],
    ...more,
  });

export const repairPlan = (more: Partial<Plan> = {}): Plan =>
  plan({
    id: 'plan-repair',
    kind: 'repair',
    method: null,
    bestGrade: null,
    steps: [
      {
        id: 'run-tool',
        params: {
          repair: 'repair-1',
          step: 'message-index',
          tool: 'CHKSTAT',
          name: 'Rebuild the message index',
          line: String.raw`CHKSTAT.EXE HEAD **** M:\ DIAGNOSTICS/M`,
        },
        undo: 'restore-copy',
      },
    ],
    groups: [],
    options: null,
    commandLine: 'postbag repair run repair-1',
    findings: [],
    ...more,
  });
