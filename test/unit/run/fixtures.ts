import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { UndoAction, usualBackupOptions, type Plan, type RunRecord, type StepId } from '../../../shared/run';
import { newRunId } from '../../../electron/run/folders';
import { carryOut, type RunRequest } from '../../../electron/run/runner';
import type { RunContext, Step, UndoHandler, UndoHandlers } from '../../../electron/run/step';

const made: string[] = [];
afterEach(async () => {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'postbag-run-'));
  made.push(folder);
  return folder;
}

export function planOf(steps: readonly Step[]): Plan {
  return {
    id: 'plan',
    kind: 'backup',
    postOffice: 'Head office',
    postOfficeId: 'po',
    method: 'linear',
    vault: '/vault',
    bestGrade: 'loose',
    steps: steps.map((step) => step.plan),
    groups: [],
    files: 0,
    bytes: 0,
    freeBytes: null,
    neededBytes: null,
    options: usualBackupOptions,
    shares: null,
    resumes: null,
    commandLine: 'postbag backup "Head office"',
    findings: [],
  };
}

/**
 * A step that does `act`; with `undo` it can be taken back, and the handler is told `undo` as its folder. One that begins
 * with `kept` is worth going on from.
 */
export function step(id: StepId, act: (context: RunContext) => void | Promise<void>, undo?: string): Step {
  const action: UndoAction = 'remove-partial-bag';
  const keep = undo?.startsWith('kept') === true;
  return {
    plan: { id, params: {}, undo: undo === undefined ? null : action },
    stage: 'copy',
    ...(undo !== undefined && { undo: () => ({ action, params: { folder: undo }, keep }) }),
    run: async (context) => {
      await act(context);
    },
  };
}

/** Undo handlers that write down what they were asked, and fail for the folders in `failing`. */
export function handlersThat(log: string[], failing: ReadonlySet<string> = new Set()): UndoHandlers {
  const handler: UndoHandler = async (params) => {
    const folder = String(params['folder']);
    log.push(folder);
    await Promise.resolve();
    if (failing.has(folder)) throw new Error('the disk is away');
    return true;
  };
  return Object.fromEntries(UndoAction.options.map((action) => [action, handler])) as Record<
    UndoAction,
    UndoHandler
  >;
}

export async function runSteps(
  home: string,
  steps: readonly Step[],
  undoHandlers: UndoHandlers = handlersThat([]),
  signal: AbortSignal = new AbortController().signal,
  more: Partial<RunRequest> = {},
): Promise<RunRecord> {
  return await carryOut({
    home,
    runId: newRunId(),
    plan: planOf(steps),
    steps,
    undoHandlers,
    signal,
    onProgress: () => undefined,
    onChange: () => undefined,
    ...more,
  });
}
