import path from 'node:path';
import type { Restore } from '../../../shared/proof';
import { UndoAction, type Plan, type RunRecord } from '../../../shared/run';
import {
  onlineSteps,
  planOnline,
  planSwapBack,
  swapBackSteps,
  type OnlineJob,
} from '../../../electron/restore/online/plan';
import { putBack } from '../../../electron/restore/online/put-back';
import { newRunId } from '../../../electron/run/folders';
import { carryOut } from '../../../electron/run/runner';
import type { UndoHandler, UndoHandlers } from '../../../electron/run/step';
import { removeLanding } from '../../../electron/staging/landing';

/** The undos of bringing online; of all others there must be none. */
export const handlers: UndoHandlers = {
  ...(Object.fromEntries(
    UndoAction.options.map((action): [string, UndoHandler] => [
      action,
      () => Promise.reject(new Error(`${action} was not to be needed`)),
    ]),
  ) as UndoHandlers),
  'put-back': putBack,
  'remove-landing': removeLanding,
};

export const REPAIR = '20260102T030405678Z-0123abcd';

/** A restore of which nothing but where it goes online matters. */
export const restoreRecord: Restore = {
  version: 1,
  id: REPAIR,
  purpose: 'restore',
  createdAt: '2026-01-02T03:04:05.678Z',
  verifiedAt: '2026-01-02T03:04:05.678Z',
  manifest: '',
  tagManifest: '',
  recoveryPoint: null,
  sealedAt: '2026-01-01T00:00:00.000Z',
  items: [],
  answers: {},
  evidence: {},
  checks: [],
  checksAt: null,
  checkedFingerprint: null,
  overrules: [],
  signature: null,
  online: null,
  events: [],
};

/** An old post office in its place, a private copy of a restored one, and the hashes of both. */
export interface OnlineWorld {
  readonly base: string;
  readonly home: string;
  readonly folder: string;
  readonly copy: string;
  readonly parent: string;
  readonly target: string;
  readonly old: string;
  readonly restored: string;
}

/** Nobody looks who is connected, and somebody has said that it is well so. */
export function jobOf(world: OnlineWorld, more: Partial<OnlineJob> = {}): OnlineJob {
  const { folder, copy, target, home } = world;
  return {
    folder,
    copy,
    target,
    postOffice: 'Harbour',
    postOfficeId: 'tested',
    vault: path.join(world.base, 'vault'),
    access: null,
    overruledConnected: true,
    commandLine: 'postbag restore online',
    forbidden: [home, path.join(world.base, 'vault')],
    ...more,
  };
}

export interface Carrying {
  /** Made now if not given. */
  readonly plan?: Plan;
  readonly runId?: string;
  readonly signal?: AbortSignal;
}

/** Plans to bring online, or to swap back. */
export async function planOf(what: 'online' | 'swap-back', job: OnlineJob): Promise<Plan> {
  return await (what === 'online' ? planOnline : planSwapBack)(job);
}

/** Brings online, or swaps back, as the engine does. */
export async function carry(
  what: 'online' | 'swap-back',
  { home }: Pick<OnlineWorld, 'home'>,
  job: OnlineJob,
  { plan: made, runId = newRunId(), signal = new AbortController().signal }: Carrying = {},
): Promise<RunRecord> {
  const plan = made ?? (await planOf(what, job));
  const steps = (what === 'online' ? onlineSteps : swapBackSteps)(plan, job, runId);
  return await carryOut({
    home,
    runId,
    plan,
    steps,
    undoHandlers: handlers,
    signal,
    onProgress: () => undefined,
    onChange: () => undefined,
  });
}
