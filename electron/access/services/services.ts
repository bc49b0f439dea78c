import { BelongingService } from '../../../shared/access';
import { Cancelled, PostbagError } from '../../run/errors';
import type { RunProgram } from '../../run/program';
import type { Undo, UndoHandler } from '../../run/step';
import type { Activity, ServiceControl } from './control';
import { controlFor } from './control-for';

export type ServiceState = 'running' | 'stopped' | 'unknown';

/** How often it is looked how far a service is, ms. */
const LOOK_EVERY = 300;
/** What cannot be seen stopping is watched for so long before it counts as running, ms: it may just be about to end. */
const STEADY_MS = 3_000;

/** Whether a service in this state has to be stopped, and started afterwards. */
export const mustStop = (state: ServiceState): boolean => state !== 'stopped';

/**
 * Whether a service runs. `unknown` only for commands without one that checks. One that stops just now is waited for,
 * and runs if it does not stop; one that starts, or is paused, runs.
 * @throws PostbagError `service-unknown` where it is not there or could not be started again: nothing may be stopped then
 */
export async function stateOf(
  service: BelongingService,
  runProgram: RunProgram,
  platform: NodeJS.Platform,
): Promise<ServiceState> {
  const control = controlFor(service, runProgram, platform);
  const activity = await whileIn(control, ['stopping'], deadlineOf(service));
  return activity === 'starting' || activity === 'stopping' ? 'running' : activity;
}

/**
 * Stops a service, and waits until it has stopped.
 * @throws PostbagError `service-not-stopped`; Cancelled
 */
export async function stopService(
  service: BelongingService,
  runProgram: RunProgram,
  platform: NodeJS.Platform,
  signal?: AbortSignal,
): Promise<void> {
  const control = controlFor(service, runProgram, platform);
  const deadline = deadlineOf(service);
  const complaint = await control.stop(service.waitSeconds * 1000);
  const refused = complaint !== null && control.seesStopping;
  const still: Activity[] = refused ? ['stopping'] : ['running', 'starting', 'stopping'];
  const activity = await whileIn(control, still, deadline, signal);
  if (activity === 'stopped' || (activity === 'unknown' && complaint === null)) return;
  const reason = complaint ?? `It still runs after ${String(service.waitSeconds)} seconds.`;
  throw new PostbagError('close', 'service-not-stopped', { service: service.name, reason });
}

/** How a service is started again. */
export function undoFor(service: BelongingService): Undo {
  return { action: 'start-service', params: { shown: service.name, service: JSON.stringify(service) } };
}

/**
 * Makes what starts a service again. `params`: `service`, a `BelongingService` as JSON. One that runs is left alone.
 * The handler throws when it did not start, or nobody can say whether it is there.
 */
export function makeStartService(runProgram: RunProgram, platform: NodeJS.Platform): UndoHandler {
  return async (params) => {
    const service = BelongingService.parse(JSON.parse(String(params['service'])));
    const control = controlFor(service, runProgram, platform);
    if (await runsAlready(control, deadlineOf(service))) return false;
    const deadline = deadlineOf(service);
    const complaint = await control.start(service.waitSeconds * 1000);
    const coming: Activity[] = complaint === null ? ['stopped', 'starting', 'stopping'] : ['starting'];
    const activity = await whileIn(control, coming, deadline);
    if (activity === 'running' || (activity === 'unknown' && complaint === null)) return true;
    throw new Error(`${service.name}: ${complaint ?? 'it was started, and does not run'}`);
  };
}

async function runsAlready(control: ServiceControl, deadline: number): Promise<boolean> {
  const activity = await whileIn(control, ['starting', 'stopping'], deadline);
  if (activity !== 'running' || control.seesStopping) return activity === 'running';
  return (await whileIn(control, ['running'], performance.now() + STEADY_MS)) === 'running';
}

const deadlineOf = ({ waitSeconds }: BelongingService): number => performance.now() + waitSeconds * 1000;

/** What a service does as soon as that is none of `states`, or when the time is over. */
async function whileIn(
  control: ServiceControl,
  states: readonly Activity[],
  deadline: number,
  signal?: AbortSignal,
): Promise<Activity> {
  for (;;) {
    if (signal?.aborted) throw new Cancelled();
    const activity = await control.activity();
    if (!states.includes(activity) || performance.now() > deadline) return activity;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
  }
}
