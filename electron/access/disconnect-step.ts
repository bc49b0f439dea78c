import type { Connection } from '../../shared/access';
import type { PlannedStep } from '../../shared/run';
import { someConnections } from '../../shared/words/access';
import { Cancelled, PostbagError } from '../run/errors';
import { failureOf } from '../run/findings';
import type { RunContext, Step } from '../run/step';
import type { Heard } from '../run/wishes';
import type { Access } from './access';
import type { Closing } from './steps';
import { tell } from './tell';

/** How often those who are still connected are listed, ms. */
const LIST_EVERY = 2_000;
/** How long whoever is disconnected may take to be gone, ms. Some come back at once, and are ended again. */
const GONE_WITHIN = 30_000;

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
