import { procedures, type ProcedureId } from '../../../shared/procedures';
import type { RepairStepView, RepairView, StepOutcome } from '../../../shared/repair';
import { whatNext } from '../../../shared/repair-next';

/** A tool that ran to its end and said something. */
export function outcome(values: Partial<StepOutcome> = {}): StepOutcome {
  return {
    runId: 'run-2',
    runner: 'dosbox',
    commandLine: 'CHKSTAT HARBOUR ****** D: DIAGNOSTICS/M',
    startedAt: '2026-03-01T10:00:00.000Z',
    endedAt: '2026-03-01T10:01:05.000Z',
    exitCode: 0,
    failed: null,
    reason: null,
    mark: 'good',
    lines: { good: 2, warning: 0, bad: 0, plain: 1, unknown: 0 },
    labels: {},
    complaints: [],
    moreComplaints: 0,
    changes: [],
    attempt: '01-look',
    ...values,
  };
}

/** A repair of which nothing was done, with its steps changed by their id. */
export function repairView(
  procedure: ProcedureId,
  changed: Readonly<Record<string, Partial<RepairStepView>>> = {},
): RepairView {
  const steps = procedures[procedure].steps.map((step): RepairStepView => {
    const { known, suggested, source } = step.lines.positional;
    const { id, tool, purpose, onlyIf, optional } = step;
    const line = known;
    return {
      ...{ id, tool, purpose, onlyIf, optional, line, suggested, source },
      changed: false,
      outcome: null,
      answer: null,
      commandLine: line === '' ? null : `${tool} ${line.replace('{password}', '******')}`,
      runner: 'dosbox',
      trouble: null,
      destructive: false,
      needsPassword: line.includes('{password}'),
      canTakeBack: false,
      ...changed[id],
    };
  });
  return {
    id: '20260301T100000Z-abc',
    postOffice: 'Harbour office',
    postOfficeId: 'po',
    login: 'HARBOUR',
    format: 'ccmail-db6',
    practice: procedure === 'practice',
    bag: { folder: '/vault/Harbour office/b', name: 'b', grade: 'loose', vault: '/vault' },
    procedure,
    dialect: 'positional',
    createdAt: '2026-03-01T09:00:00.000Z',
    files: 9,
    bytes: 5_000_000,
    steps,
    events: [],
    takingBack: null,
    folder: '/bench/r',
    copy: '/bench/r/copy',
    next: whatNext(steps),
    password: { known: false, kept: false, whyNotKept: 'terminal' },
    runId: null,
    bytesTaken: 9_000_000,
    damaged: false,
  };
}
