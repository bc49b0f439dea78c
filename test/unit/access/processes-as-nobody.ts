import { processes } from '../../../electron/access/processes/processes';
import { runProgram } from '../../../electron/run/program';
import { usualAccess, type Connection } from '../../../shared/access';

/** What is seen of a folder, and what comes of ending a process, for a test in an account without rights. */
export async function listAndEnd(root: string, connection: Connection): Promise<unknown> {
  const place = { root, name: 'Leeds', settings: usualAccess, runProgram, platform: process.platform };
  const listing = await processes.list?.(place, new AbortController().signal);
  const { reason } = await processes.look(place);
  const error = await processes.disconnect?.(place, connection, false).catch((thrown: unknown) => {
    const { code, params } = thrown as { code: string; params: object };
    return { code, params };
  });
  return { reason, error, notExamined: listing?.notExamined, connections: listing?.connections.length };
}
