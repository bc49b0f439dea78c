import cliProgress from 'cli-progress';
import type { AccessPhase } from '../../shared/access';
import type { Plan, RunProgress, RunRecord } from '../../shared/run';
import { accessCliWords } from '../../shared/words/cli-access';
import { cliWords } from '../../shared/words/cli';
import { countOf, formatBytes, formatDuration, formatRate, formatWhen } from '../../shared/words/format';
import { gradeWords, verdictMeaning, verdictWords } from '../../shared/words/grades';
import { stillCliWords } from '../../shared/words/cli-still';
import { stillPhaseWords } from '../../shared/words/still';
import { stepSentence, undoSentence } from '../../shared/words/steps';
import { exitCodeOf } from './exit-codes';
import type { Session } from './command';

/** Shows a plan as the app does: every step as a sentence, with what is undone. */
function showPlan(plan: Plan, { out }: Session): void {
  out.object('plan', { plan });
  out.line(
    `${cliWords.plan}: ${plan.postOffice}, ${countOf(plan.files, 'file')}, ${formatBytes(plan.bytes)}`,
  );
  for (const [index, step] of plan.steps.entries()) {
    out.line(`  ${String(index + 1)}. ${stepSentence(step)}`);
    const undo = undoSentence(step);
    if (undo !== null) out.line(`     ${undo}`);
  }
  if (plan.resumes) out.line(cliWords.goesOn(plan.resumes));
  if (plan.shares) out.line(cliWords.shares(plan.shares));
  out.line();
}

/** Starts a plan, follows it, and says how it ended. @returns the exit code */
export async function runPlan(plan: Plan, session: Session): Promise<number> {
  const { engine, out, signal } = session;
  if (plan.kind !== 'verify') showPlan(plan, session);
  const { runId, ended } = await engine.runs.start(plan.id);
  const cancel = (): void => {
    out.line(cliWords.cancelling);
    engine.runs.cancel(runId);
  };
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const bar = progressBar(session);
  const forget = engine.events.on('run-progress', (progress) => {
    out.object('progress', progress);
    bar?.update(progress);
  });
  let told = 0;
  let phaseTold: AccessPhase | null = null;
  let stillTold = '';
  const tellStill = (still: RunRecord['still']): void => {
    const line = still ? stillLine(still) : '';
    if (line === stillTold || !still) return;
    stillTold = line;
    bar?.pause();
    out.object('still', { ...still });
    out.line(line);
  };
  const forgetFindings = engine.events.on('run-changed', (record) => {
    if (record.id !== runId) return;
    for (const finding of record.findings.slice(told)) {
      bar?.pause();
      out.finding(finding);
    }
    told = record.findings.length;
    const { phase = null, until = null } = record.access ?? {};
    if (phase !== null && phase !== phaseTold) {
      bar?.pause();
      out.object('closing', { ...record.access });
      out.line(phaseLine(phase, until));
    }
    phaseTold = phase;
    tellStill(record.still);
  });
  try {
    const record = await ended;
    bar?.end();
    showResult(record, session);
    return exitCodeOf(record.verdict);
  } finally {
    bar?.end();
    forget();
    forgetFindings();
    signal.removeEventListener('abort', cancel);
  }
}

/** What a run that closes a post office is doing, for people. */
function phaseLine(phase: AccessPhase, until: string | null): string {
  const { phases } = accessCliWords;
  return phase === 'telling' ? phases.telling(formatWhen(until ?? new Date().toISOString())) : phases[phase];
}

/** What a run does that copies from a snapshot or mirror, for people. */
function stillLine({ phase, resync }: NonNullable<RunRecord['still']>): string {
  if (phase === 'resyncing') return stillCliWords.resyncing(resync?.percent ?? null);
  const { title } = stillPhaseWords[phase];
  return `${title}.`;
}

function showResult(record: RunRecord, { out }: Session): void {
  out.object('result', { record, exitCode: exitCodeOf(record.verdict) });
  if (!record.verdict) return;
  out.line();
  out.line(`${verdictWords[record.verdict].name}. ${verdictMeaning(record.kind, record.verdict)}`);
  if (record.grade && record.bag !== null) {
    const grade = gradeWords[record.grade];
    out.line(`Grade: ${grade.name}. ${grade.meaning}`);
    out.line(`Before use: ${grade.beforeUse}`);
    const { interval, passes = [] } = record.settling ?? {};
    if (interval) out.line(cliWords.instant(interval, passes.length));
  }
  if (record.bag !== null) out.line(`Bag: ${record.bag}`);
}

interface Bar {
  update(progress: RunProgress): void;
  /** Makes room for a line; the next update draws the bar again. */
  pause(): void;
  end(): void;
}

/** A bar on the terminal's error stream, so that output can be redirected; none where nobody is watching. */
function progressBar({ out }: Session): Bar | null {
  if (out.json || !process.stderr.isTTY) return null;
  const bar = new cliProgress.SingleBar({
    format: '{bar} {percentage} %  {done}  {speed}  {left}  {file}',
    barsize: 24,
    hideCursor: true,
    stopOnComplete: false,
    clearOnComplete: true,
    stream: process.stderr,
  });
  let shown = false;
  const hide = (): void => {
    if (shown) bar.stop();
    shown = false;
  };
  return {
    update: (progress) => {
      const payload = {
        done: `${formatBytes(progress.bytesDone)} of ${formatBytes(progress.bytes)}`,
        speed: progress.bytesPerSecond === null ? '' : formatRate(progress.bytesPerSecond),
        left: progress.etaMs === null ? '' : `${formatDuration(progress.etaMs)} left`,
        file: progress.file ?? '',
      };
      if (shown) bar.setTotal(Math.max(1, progress.bytes));
      else bar.start(Math.max(1, progress.bytes), 0, payload);
      shown = true;
      bar.update(progress.bytesDone, payload);
    },
    pause: hide,
    end: hide,
  };
}
