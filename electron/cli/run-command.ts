import type { AccessPhase } from '../../shared/access';
import type { Plan, RunRecord } from '../../shared/run';
import { accessCliWords } from '../../shared/words/cli-access';
import { cliWords } from '../../shared/words/cli';
import { countOf, formatBytes, formatWhen } from '../../shared/words/format';
import { gradeWords, verdictMeaning, verdictWords } from '../../shared/words/grades';
import { stillCliWords } from '../../shared/words/cli-still';
import { stillPhaseWords } from '../../shared/words/still';
import { stepSentence, undoSentence } from '../../shared/words/steps';
import { exitCodeOf } from './exit-codes';
import type { Session } from './command';
import { progressBar, type Bar } from './progress-bar';

/** Something that is told beside a run while it goes on. */
export interface Aside {
  /** Begins it. @param makeRoom is called before each line */
  begin(makeRoom: () => void): void;
  /** Tells what there is to tell by now; findings come behind what they are about. */
  catchUp(runId: string): Promise<void>;
  end(): void;
}

/** Shows a plan as the app does: every step as a sentence, with what is undone. */
function showPlan(plan: Plan, { out }: Session): void {
  out.object('plan', { plan });
  // Tools see to the files themselves: nobody can say how many bytes they will read. Swapping back reads none.
  const uncounted = plan.kind === 'repair' || plan.kind === 'swap-back';
  const amount = uncounted ? '' : `, ${countOf(plan.files, 'file')}, ${formatBytes(plan.bytes)}`;
  out.line(`${cliWords.plan}: ${plan.postOffice}${amount}`);
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
  return exitCodeOf((await followPlan(plan, session)).verdict);
}

/** As `runPlan`. @returns how the run ended */
export async function followPlan(plan: Plan, session: Session, aside?: Aside): Promise<RunRecord> {
  const { engine, out, signal } = session;
  if (plan.kind !== 'verify') showPlan(plan, session);
  const bar = plan.kind === 'repair' ? null : progressBar(out);
  aside?.begin(() => bar?.pause());
  const { runId, ended } = await engine.runs.start(plan.id);
  const cancel = (): void => {
    out.line(cliWords.cancelling);
    engine.runs.cancel(runId);
  };
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const forget = engine.events.on('run-progress', (progress) => {
    out.object('progress', progress);
    bar?.update(progress);
  });
  const tellFindings = findingsTeller(runId, session, { bar, aside });
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
    void tellFindings(record);
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
    await tellFindings(record);
    await aside?.catchUp(runId);
    showResult(record, session);
    return record;
  } finally {
    bar?.end();
    aside?.end();
    forget();
    forgetFindings();
    signal.removeEventListener('abort', cancel);
  }
}

/** Tells each finding of a run once. @returns what takes the run's record whenever it has changed */
function findingsTeller(
  runId: string,
  { out }: Session,
  { bar, aside }: { readonly bar: Bar | null; readonly aside: Aside | undefined },
): (record: RunRecord) => Promise<void> {
  let told = 0;
  let findings: RunRecord['findings'] = [];
  const tell = (): void => {
    for (const finding of findings.slice(told)) {
      bar?.pause();
      out.finding(finding);
    }
    told = findings.length;
  };
  let before = Promise.resolve();
  return async (record) => {
    ({ findings } = record);
    if (!aside) tell();
    else if (findings.length > told) {
      // What cannot be told beside it now is told at the end; the findings are told whatever happens to that.
      before = before.then(() => aside.catchUp(runId)).then(tell, tell);
    }
    await before;
  };
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
  // These two make no bag: what becomes of the copy is the repair's to say.
  if (record.kind === 'stage' || record.kind === 'repair') return;
  if (record.grade && record.bag !== null) {
    const grade = gradeWords[record.grade];
    out.line(`Grade: ${grade.name}. ${grade.meaning}`);
    out.line(`Before use: ${grade.beforeUse}`);
    const { interval, passes = [] } = record.settling ?? {};
    if (interval) out.line(cliWords.instant(interval, passes.length));
  }
  if (record.bag !== null) out.line(`Bag: ${record.bag}`);
}
