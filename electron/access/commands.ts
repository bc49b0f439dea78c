import { Argv } from '../../shared/access';
import { connectionName } from '../../shared/words/access';
import { Cancelled, describeError, PostbagError } from '../run/errors';
import type { RunProgram } from '../run/program';
import type { UndoHandler } from '../run/step';
import { unavailable, type AccessAdapter, type Look, type Place } from './adapter';
import { complaintOf, fill, runCommand } from '../run/command-line';
import { parseConnections } from './command-list';

export { fill } from '../run/command-line';

async function look({ settings }: Place): Promise<Look> {
  const { list, close, open } = settings.commands;
  const [lists, closes] = [list.length > 0, close.length > 0 && open.length > 0];
  if (!lists && !closes) return unavailable('not-set-up');
  const reason = lists && closes ? null : { code: 'not-set-up' as const, params: {} };
  return await Promise.resolve({ lists, closes, reason, target: '' });
}

/**
 * Sees and closes a post office with commands of the administrator's own (domain.md 4.3).
 *
 * What such a command changed can neither be seen nor told from what somebody else did. So the open command is run
 * whenever the close command may have been, also after a crash just before it: to open what is open must be harmless.
 */
export const commands: AccessAdapter = {
  id: 'commands',
  look,
  async list({ root, settings, runProgram }, signal) {
    const { list, disconnect, limitSeconds } = settings.commands;
    const end = await runCommand(runProgram, fill(list, { postOffice: root }), limitSeconds, signal);
    if (end.failed === 'cancelled') throw new Cancelled();
    const complaint = complaintOf(end);
    if (complaint !== null) throw failed('access-failed', complaint);
    try {
      const ends = disconnect.length > 0 ? 'close' : 'no';
      return { connections: parseConnections(end.stdout, root, ends), notExamined: 0 };
    } catch (error) {
      throw failed('access-failed', describeError(error));
    }
  },
  async closing(place) {
    const { name, root, settings, runProgram } = place;
    const { close, open, limitSeconds } = settings.commands;
    if (!(await look(place)).closes)
      throw failed('close-failed', 'No command was typed that opens it again.');
    return {
      undo: {
        action: 'run-open-command',
        params: { shown: name, argv: JSON.stringify(open), limitSeconds, postOffice: name, root },
      },
      act: async () => {
        const end = await runCommand(runProgram, fill(close, { postOffice: root }), limitSeconds);
        const complaint = complaintOf(end);
        if (complaint !== null) throw failed('close-failed', complaint);
      },
    };
  },
  async disconnect({ root, settings, runProgram }, connection) {
    const { disconnect, limitSeconds } = settings.commands;
    const argv = fill(disconnect, { postOffice: root, connection: connection.id });
    const reason =
      argv.length === 0
        ? 'No command was typed that ends connections.'
        : complaintOf(await runCommand(runProgram, argv, limitSeconds));
    if (reason === null) return;
    throw new PostbagError('close', 'disconnect-failed', { who: connectionName(connection), reason });
  },
};

const failed = (code: 'access-failed' | 'close-failed', reason: string): PostbagError =>
  new PostbagError('close', code, { adapter: 'commands', reason });

/**
 * Tells the users with the administrator's command.
 * @throws PostbagError `tell-failed`
 */
export async function tellUsers(
  { root, settings, runProgram }: Place,
  { message, minutes }: { readonly message: string; readonly minutes: number },
): Promise<'told' | 'no-command'> {
  const { tell, limitSeconds } = settings.commands;
  if (tell.length === 0) return 'no-command';
  const argv = fill(tell, { postOffice: root, message, minutes });
  const reason = complaintOf(await runCommand(runProgram, argv, limitSeconds));
  if (reason !== null) throw new PostbagError('close', 'tell-failed', { reason });
  return 'told';
}

/**
 * Makes what runs the open command. `params`: `argv`, the command as it was typed, as JSON; `limitSeconds`; `root`, for
 * `{postOffice}`; `postOffice`, its name, for people. The handler throws when the command did not end with 0.
 */
export function makeRunOpenCommand(runProgram: RunProgram): UndoHandler {
  return async (params) => {
    const argv = Argv.min(1).parse(JSON.parse(String(params['argv'])));
    const filled = fill(argv, { postOffice: String(params['root']) });
    const complaint = complaintOf(await runCommand(runProgram, filled, Number(params['limitSeconds'])));
    if (complaint !== null) throw new Error(`${String(params['postOffice'])}: ${complaint}`);
    return true;
  };
}
