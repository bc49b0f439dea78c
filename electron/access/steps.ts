import type { AdapterId, BelongingService, Connection, ShutdownOptions } from '../../shared/access';
import type { PlannedStep } from '../../shared/run';
import { adapterTarget, reasonSentence, someConnections } from '../../shared/words/access';
import { Cancelled, PostbagError } from '../run/errors';
import { findingNow, failureOf, isCancel } from '../run/findings';
import type { RunContext, Step } from '../run/step';
import type { Heard, Wishes } from '../run/wishes';
import type { Access, Ways } from './access';
import { tellUsers } from './commands';
import { mustStop, stateOf, stopService, undoFor } from './services/services';
import { tell } from './tell';

/** What the steps that close a post office work with. */
export interface Closing {
  readonly access: Access;
  readonly options: ShutdownOptions;
  readonly wishes: Wishes;
  /** A person said to go on although somebody was still connected. */
  wentOn: boolean;
}

/** How often those who are still connected are listed, ms. */
const LIST_EVERY = 2_000;
/** How long whoever is disconnected may take to be gone, ms. Some come back at once, and are ended again. */
const GONE_WITHIN = 30_000;

/** What of a plan's ways to close stops a run before it touches anything. @throws PostbagError `access-required` */
export function mustBeThere({ states }: Ways): void {
  for (const { id, use, lists, closes, reason } of states) {
    if (use !== 'required' || lists || closes) continue;
    throw new PostbagError('check', 'access-required', {
      adapter: id,
      reason: reason ? reasonSentence(reason) : '',
    });
  }
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

/** Sees to it that nobody is connected any more. @throws PostbagError `still-connected`, `access-failed` */
export function disconnectStep(plan: PlannedStep, closing: Closing): Step {
  return {
    plan,
    stage: 'close',
    run: async (context) => {
      await closing.wishes.listen(
        (wish) => wish === 'go-on' || wish === 'disconnect-all',
        async (heard) => await untilGone(closing, heard, context),
      );
    },
  };
}

async function untilGone(closing: Closing, heard: Heard, context: RunContext): Promise<void> {
  const { access, options } = closing;
  let endAll = options.disconnect === 'all';
  const asksUntil = Date.now() + options.waitMinutes * 60_000;
  let goneBy = Date.now() + GONE_WITHIN;
  for (;;) {
    const { connections, failures } = await access.list(context.signal);
    if (failures[0]) throw errorOf(failures[0].failure);
    if (connections.length === 0) return;
    const asks = options.disconnect === 'ask' || options.notQuiet === 'ask';
    tell(context, {
      phase: 'disconnecting',
      asks,
      until: asks && !endAll ? new Date(asksUntil).toISOString() : null,
    });
    if (endAll) await endEach(access, connections, context);
    const limit = endAll && !asks ? goneBy : asksUntil;
    if (Date.now() > limit) {
      if (options.notQuiet === 'go-on') return; // what comes next finds it out, and says so
      throw stillThere(connections);
    }
    const wish = await heard.next(context.signal, endAll ? LIST_EVERY / 2 : LIST_EVERY);
    if (wish === 'go-on') {
      closing.wentOn = true;
      return;
    }
    if (wish === 'disconnect-all') {
      endAll = true;
      goneBy = Date.now() + GONE_WITHIN;
    }
  }
}

/** Ends every connection that can be ended, without force: force needs a person's yes for each. */
async function endEach(
  access: Access,
  connections: readonly Connection[],
  context: RunContext,
): Promise<void> {
  for (const connection of connections.filter(({ ends }) => ends !== 'no')) {
    if (context.signal.aborted) throw new Cancelled('cancelled');
    try {
      await access.disconnect(connection, false);
      context.note('disconnected', { id: connection.id, user: connection.user, program: connection.program });
    } catch (error) {
      // It may be gone by now; whether it is, the next listing says.
      context.note('not-disconnected', { id: connection.id, ...failureOf(error, 'close').params });
    }
  }
}

function stillThere(connections: readonly Connection[]): PostbagError {
  const params = { count: connections.length, who: someConnections(connections) };
  return new PostbagError('close', 'still-connected', params);
}

function errorOf({ stage, code, params }: ReturnType<typeof failureOf>): PostbagError {
  return new PostbagError(stage, code, params);
}

/** The findings of a plan about how a post office can be closed here. */
export function closingFindings(
  { seesAll, refuses, states }: Ways,
  options: ShutdownOptions,
): ReturnType<typeof findingNow>[] {
  const warning = (code: 'cannot-close' | 'cannot-see'): ReturnType<typeof findingNow> =>
    findingNow(code, 'warning', 'check');
  const marker = states.find(
    ({ id, reason }) => id === 'marker' && reason?.code === 'closed-by-somebody-else',
  );
  return [
    ...(marker?.reason
      ? [findingNow('closed-by-somebody-else', 'error', 'check', marker.reason.params)]
      : []),
    ...(refuses ? [] : [warning('cannot-close')]),
    ...(seesAll ? [] : [warning('cannot-see')]),
    ...(options.quietSeconds > 15
      ? []
      : [findingNow('quiet-short', 'warning', 'check', { seconds: options.quietSeconds })]),
  ];
}

/** What closes a post office, as the plan shows it: `Samba share (ccmail)`. */
export function shownWay({ states }: Ways, id: AdapterId): string {
  return adapterTarget(id, states.find((state) => state.id === id)?.target ?? '');
}
