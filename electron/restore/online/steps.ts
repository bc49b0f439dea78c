import { randomUUID } from 'node:crypto';
import type { Plan, PlannedStep, RunKind } from '../../../shared/run';
import type { RunContext, Step } from '../../run/step';
import { exchange, exchangeParams, oneAtATime, type Exchange } from './exchange';
import type { OnlineJob } from './job';
import { lookAtConnections, lookAtTarget, stopOnErrors, type Looked } from './look';
import { lookAtPlace, type OnlinePlace } from './place';
import { recordExchange } from './recorded';

/** What a plan of bringing online or swapping back is made of. */
export interface OnlinePlanParts {
  readonly kind: RunKind & ('online' | 'swap-back');
  readonly job: OnlineJob;
  readonly looked: Looked;
  readonly steps: readonly PlannedStep[];
  readonly files: number;
  readonly bytes: number;
  /** Bytes that will be written; null when files only get other names. */
  readonly neededBytes: number | null;
}

/** @throws nothing: what stands against it is in the findings */
export function onlinePlanOf(parts: OnlinePlanParts): Plan {
  const { kind, job, looked, steps, files, bytes, neededBytes } = parts;
  return {
    id: randomUUID(),
    kind,
    postOffice: job.postOffice,
    postOfficeId: job.postOfficeId,
    method: null,
    vault: job.vault,
    bestGrade: null,
    steps: [...steps],
    groups: [],
    files,
    bytes,
    freeBytes: looked.freeBytes,
    neededBytes,
    options: null,
    shares: null,
    resumes: null,
    commandLine: job.commandLine,
    findings: [...looked.findings],
  };
}

/**
 * Looks at the place once more when the run begins: hours may have passed since it was planned. It makes no file there, for
 * which nobody would answer if the process died.
 */
export function checkTargetStep(plan: PlannedStep, job: OnlineJob, bytes: number): Step {
  return {
    plan,
    stage: 'restore',
    run: async (context) => {
      const { signal } = context;
      const { findings } = await lookAtTarget(job, { bytes, tryToWrite: false, signal });
      stopOnErrors(findings, context);
    },
  };
}

/**
 * Lets two post offices change places, and records that it was done: until then its undo puts back what was there.
 * @param prepare looks at what lies there when the step begins
 */
export function exchangeStep(
  plan: PlannedStep,
  job: OnlineJob,
  prepare: (place: OnlinePlace) => Promise<Exchange>,
): Step {
  let prepared: { readonly place: OnlinePlace; readonly exchange: Exchange } | null = null;
  return {
    plan,
    stage: 'restore',
    undo: async () => {
      const place = await lookAtPlace(job.target);
      prepared = { place, exchange: await prepare(place) };
      return { action: 'put-back', params: exchangeParams(prepared.exchange) };
    },
    run: async (context) => {
      if (prepared === null) throw new Error('an exchange that was not prepared');
      const { place, exchange: made } = prepared;
      stopOnErrors(await lookAtConnections(job, place, context.signal), null);
      await oneAtATime(made.target, async () => {
        await exchange(made, context.signal);
        await context.intend({ exchanged: made.folder });
        await recordExchange(made, context.runId);
      });
      tellWhere(made, context);
    },
  };
}

function tellWhere({ aside }: Exchange, context: RunContext): void {
  if (aside === null) return;
  context.finding({ code: 'moved-aside', severity: 'info', stage: 'restore', params: { aside } });
}
