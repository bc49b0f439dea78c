import type { Finding, Stage } from '../../shared/finding';
import type { PlannedStep, RunProgress, UndoAction } from '../../shared/run';
import type { Params } from '../../shared/severity';
import type { RunFacts } from './journal-record';

/** What a step may report while it works; the runner adds the rest. */
export type StepProgress = Pick<RunProgress, 'pass' | 'groups' | 'file' | 'bytesDone' | 'bytes'>;

/** What a step is given. It reaches nothing else of the runner. */
export interface RunContext {
  readonly runId: string;
  /** Aborted when a person cancels; long work must look at it often. */
  readonly signal: AbortSignal;
  readonly findings: readonly Finding[];
  readonly facts: Readonly<RunFacts>;
  /** Records something a person must know. */
  finding(finding: Omit<Finding, 'at'>): void;
  /** Remembers data in the journal, in order. */
  note(kind: string, data: unknown): void;
  /** Makes everything noted so far durable. */
  sync(): Promise<void>;
  setFacts(facts: Partial<RunFacts>): void;
  /** Says, durably, what will be true if the act that follows succeeds, so that recovery can look whether it did. */
  intend(facts: Partial<RunFacts>): Promise<void>;
  /** May be called as often as wanted; listeners hear it at most five times a second. */
  progress(progress: StepProgress): void;
  /**
   * Takes back, now and not only at the end, what earlier steps registered with one of these actions, newest first.
   * What cannot be taken back stays registered.
   * @returns whether all of it was
   */
  takeBack(actions: readonly UndoAction[]): Promise<boolean>;
}

/** How a step is taken back, as data, so that another process can do it after a crash. */
export interface Undo {
  readonly action: UndoAction;
  readonly params: Params;
  /** What it would take back is worth going on from: left as it is when the run is cut short from outside. */
  readonly keep?: boolean;
}

/** One thing a run does. `plan` is what was shown to the person; `undo` is on the disk before `run` is called. */
export interface Step {
  readonly plan: PlannedStep;
  readonly stage: Stage;
  /** Null when it turns out that there will be nothing to take back. */
  readonly undo?: (runId: string) => Undo | null | Promise<Undo | null>;
  run(context: RunContext): Promise<void>;
}

/**
 * Takes one kind of undo back. Must be safe to repeat, and to call when nothing is left to take back.
 * @returns whether anything had to be done
 * @throws when it could not be done now; it then stays on the list
 */
export type UndoHandler = (params: Params, runId: string) => Promise<boolean>;
/**
 * Whether the last thing that a dead run intended was done after all: it may have died just behind it.
 */
export type WasDone = (intended: Partial<RunFacts>, runId: string) => Promise<boolean>;
export type UndoHandlers = Readonly<Record<UndoAction, UndoHandler>>;
