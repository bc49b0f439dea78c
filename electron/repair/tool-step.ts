import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Repair, RepairStep, StepOutcome } from '../../shared/repair';
import { isSettled, mayBeLeftOut } from '../../shared/repair-next';
import type { PlannedStep } from '../../shared/run';
import type { ToolEnd } from '../../shared/tools';
import { Cancelled, PostbagError, systemCode } from '../run/errors';
import type { RunContext, Step } from '../run/step';
import type { ToolRunner } from '../tools/runner';
import { attemptName, attemptOf, repairFolder } from './folder';
import { tellLeftOut, tellOutcome } from './findings';
import { notRun } from './plan';
import { readRepair, saveRepair, stepOf, withEvent, withStep } from './record';
import { CopyStates } from './states';
import { fingerprint } from './tree';
import { commandOf, MOST_OUTPUT, readerFor, type RepairParts } from './work';

/** What is to be done with a step now that it is its turn. */
type Turn = 'run' | 'leave-out' | 'pass' | 'stop';

/** The steps of one run: each runs the tool of one step of the repair, until one needs a person. */
export class RepairRun {
  #stopped = false;
  /** Name of the folder for the output of the step that is under way. */
  #attempt = '';

  /** @param folder of the repair, absolute @param all one by one, and not a single one that a person asked for */
  constructor(
    private readonly folder: string,
    private readonly all: boolean,
    private readonly parts: RepairParts,
  ) {}

  steps(planned: readonly PlannedStep[]): Step[] {
    return planned.map((plan) => {
      const id = String(plan.params['step']);
      let turn: Turn = 'stop';
      return {
        plan,
        stage: 'repair',
        undo: async () => {
          turn = await this.#turnOf(id);
          if (turn !== 'run') return null;
          const { at, step } = stepOf(await readRepair(this.folder), id);
          this.#attempt = await this.#nextAttempt(at);
          const params = { folder: this.folder, attempt: this.#attempt, tool: step.tool };
          return { action: 'restore-copy', params };
        },
        run: async (context) => {
          if (turn === 'run') await this.#run(id, context);
          else if (turn === 'leave-out') await this.#leaveOut(id, context);
          else if (turn === 'stop') this.#stopped = true;
        },
      };
    });
  }

  async #turnOf(id: string): Promise<Turn> {
    if (this.#stopped) return 'stop';
    const repair = await readRepair(this.folder);
    const { step } = stepOf(repair, id);
    if (isSettled(step)) return 'pass';
    // What a person asked for by itself is run, whatever the procedure would say.
    if (this.all && mayBeLeftOut(step, repair.steps)) return 'leave-out';
    const toBeRead = step.outcome !== null && step.outcome.failed === null;
    return toBeRead || step.line.trim() === '' ? 'stop' : 'run';
  }

  async #leaveOut(id: string, context: RunContext): Promise<void> {
    const repair = await readRepair(this.folder);
    const { step } = stepOf(repair, id);
    const answer = { decision: 'skip', by: '', at: new Date().toISOString(), note: '' } as const;
    const answered = withStep(repair, id, { answer });
    await this.#save(withEvent(answered, { what: 'answered', step: id, by: '', text: 'skip' }));
    tellLeftOut(step, answer, context);
  }

  async #run(id: string, context: RunContext): Promise<void> {
    const repair = await readRepair(this.folder);
    const { step, at } = stepOf(repair, id);
    const { copy, before } = repairFolder(this.folder);
    if ((await fingerprint(copy).catch(() => '')) !== repair.fingerprint) {
      const params = { postOffice: repair.postOffice, reason: '' };
      throw new PostbagError('repair', 'repair-damaged', params);
    }
    const states = new CopyStates(copy, before);
    await this.#roomed(() => states.keep(at, context.signal));
    const end = await this.#runTool(repair, step, context);
    const outcome = await this.#outcomeOf(step, end, context);
    if (end.end.failed !== null) {
      await this.#record(repair, id, outcome, {});
      throw whyFailed(step.tool, end.end, context.signal);
    }
    const changes = await this.#roomed(() => states.changes(at));
    const done: StepOutcome = { ...outcome, changes };
    await this.#record(repair, id, done, { fingerprint: await fingerprint(copy) });
    await states.settle(at, changes);
    tellOutcome(step, done, context);
    if (!isSettled({ ...step, outcome: done })) this.#stopped = true;
  }

  async #runTool(
    repair: Repair,
    step: RepairStep,
    context: RunContext,
  ): Promise<{ end: ToolEnd; runner: ToolRunner; commandLine: string }> {
    const { parts, folder } = this;
    context.progress({ pass: null, groups: [], file: null, bytesDone: 0, bytes: 0 });
    const command = commandOf(repair, step, folder, parts);
    const runner = await parts.runnerOf(step.tool);
    const scratch = path.join(repairFolder(folder).steps, this.#attempt);
    await this.#roomed(() => mkdir(scratch, { recursive: true }));
    const end = await runner.run({
      ...command,
      scratch,
      limitMs: parts.limitMs,
      mostBytes: MOST_OUTPUT,
      signal: context.signal,
      onOutput: () => parts.onOutput(step.id),
    });
    return { end, runner, commandLine: runner.commandLine(command) };
  }

  async #outcomeOf(
    step: RepairStep,
    { end, runner, commandLine }: { end: ToolEnd; runner: ToolRunner; commandLine: string },
    { runId }: RunContext,
  ): Promise<StepOutcome> {
    const text = existsSync(end.outputFile) ? await readFile(end.outputFile, 'utf8') : '';
    const { startedAt, endedAt, exitCode, failed, reason } = end;
    return {
      runId,
      runner: runner.id,
      commandLine,
      startedAt,
      endedAt,
      exitCode,
      failed,
      reason,
      ...readerFor(step.tool, this.parts).read(text),
      changes: [],
      attempt: this.#attempt,
    };
  }

  async #record(
    repair: Repair,
    id: string,
    outcome: StepOutcome,
    change: Partial<Pick<Repair, 'fingerprint'>>,
  ): Promise<void> {
    const { commandLine, failed } = outcome;
    const what = failed === null ? 'ran' : 'did-not-run';
    const changed = { ...withStep(repair, id, { outcome, answer: null }), ...change };
    await this.#save(withEvent(changed, { what, step: id, by: '', text: commandLine }));
  }

  async #save(repair: Repair): Promise<void> {
    await this.#roomed(() => saveRepair(this.folder, repair));
    this.parts.onSaved();
  }

  async #nextAttempt(at: number): Promise<string> {
    const names = await readdir(repairFolder(this.folder).steps).catch(() => []);
    const turns = names.map(attemptOf).filter((attempt) => attempt?.step === at);
    return attemptName(at, Math.max(0, ...turns.map((attempt) => attempt?.turn ?? 0)) + 1);
  }

  /** @throws PostbagError `place-full` for a full disk */
  async #roomed<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      const reason = systemCode(cause);
      if (reason !== 'ENOSPC' && reason !== 'EDQUOT') throw cause;
      throw new PostbagError('repair', 'place-full', { folder: this.folder, reason }, { cause });
    }
  }
}

function whyFailed(tool: string, { failed, reason }: ToolEnd, signal: AbortSignal): Error {
  if (signal.aborted) return new Cancelled('cancelled by a person');
  const trouble = reason ?? { code: 'ended', params: { how: '' } };
  return new PostbagError('repair', 'tool-not-run', notRun(tool, failed ?? 'ended', trouble));
}
