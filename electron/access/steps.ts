import type { AdapterId, BelongingService, ShutdownOptions } from '../../shared/access';
import type { PlannedStep } from '../../shared/run';
import { failureOf, isCancel } from '../run/findings';
import type { Step } from '../run/step';
import type { Wishes } from '../run/wishes';
import type { Access } from './access';
import { tellUsers } from './commands';
import { mustStop, stateOf, stopService, undoFor } from './services/services';
import { tell } from './tell';
import { mustBeThere } from './ways';

/** What the steps that close a post office work with. */
export interface Closing {
  readonly access: Access;
  readonly options: ShutdownOptions;
  readonly wishes: Wishes;
  /** A person said to go on although somebody was still connected. */
  wentOn: boolean;
}

/** Looks who is connected, and whether all that is to be used can be used. Changes nothing. */
export function checkAccessStep(plan: PlannedStep, { access }: Closing): Step {
  return {
    plan,
    stage: 'check',
    run: async (context) => {
      const ways = await access.look();
      mustBeThere(ways);
      const list = await access.list(context.signal);
      context.note('access', { states: ways.states, connections: list.connections.length });
      for (const { failure } of list.failures)
        context.finding({ ...failure, severity: 'warning', stage: 'check' });
    },
  };
}

/** Tells the users, and gives them time to log out. A person may close at once. */
export function tellUsersStep(plan: PlannedStep, { access, options, wishes }: Closing): Step {
  return {
    plan,
    stage: 'close',
    run: async (context) => {
      const { message, graceMinutes: minutes } = options;
      try {
        const told = await tellUsers(access.place, { message, minutes });
        if (told === 'no-command')
          context.finding({ code: 'users-not-told', severity: 'info', stage: 'close', params: {} });
      } catch (error) {
        if (isCancel(error)) throw error;
        const { code, params } = failureOf(error, 'close');
        context.finding({ code, severity: 'warning', stage: 'close', params });
      }
      const until = Date.now() + minutes * 60_000;
      if (minutes === 0) return;
      await wishes.listen(
        (wish) => wish === 'go-on',
        async (heard) => {
          tell(context, { phase: 'telling', until: new Date(until).toISOString(), asks: true });
          await heard.next(context.signal, Math.max(0, until - Date.now()));
        },
      );
      tell(context, { phase: 'stopping' });
    },
  };
}

/** Stops what belongs to the post office, where it runs. @throws PostbagError `service-not-stopped` */
export function stopServiceStep(plan: PlannedStep, { access }: Closing, service: BelongingService): Step {
  const { runProgram, platform } = access.place;
  let runs = false;
  return {
    plan,
    stage: 'close',
    undo: async () => {
      runs = mustStop(await stateOf(service, runProgram, platform));
      return runs ? undoFor(service) : null;
    },
    run: async (context) => {
      tell(context, { phase: 'stopping' });
      if (runs) await stopService(service, runProgram, platform);
    },
  };
}

/** Refuses new connections with one adapter. */
export function closeAccessStep(plan: PlannedStep, { access }: Closing, id: AdapterId): Step {
  let act = async (): Promise<void> => await Promise.reject(new Error('closed before it was prepared'));
  return {
    plan,
    stage: 'close',
    undo: async (runId) => {
      const closing = await access.closing(id, runId);
      act = async () => await closing.act();
      return closing.undo;
    },
    run: async (context) => {
      await act();
      const closedSince = context.facts.access?.closedSince ?? new Date().toISOString();
      tell(context, { phase: 'stopping', closedSince });
    },
  };
}
