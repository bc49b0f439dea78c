import type { Argv, BelongingService } from '../../../shared/access';
import { saidBy, type ProgramEnd, type RunProgram } from '../../run/program';
import { serviceUnknown, type ServiceControl } from './control';

/**
 * Something that is started, stopped and looked at with commands of the administrator's own. Each of them must come to
 * its end: what goes on has to do so behind the start command's back, as a daemon, or it is ended when the time is over.
 * Without a command that checks, it is stopped and started whatever it does: both must do no harm then.
 */
export function commandControl(service: BelongingService, runProgram: RunProgram): ServiceControl {
  const { start, stop, check, waitSeconds } = service;
  // What could not be started again is not stopped.
  if (start.length === 0) throw serviceUnknown(service, 'No command was typed that starts it.');
  if (stop.length === 0) throw serviceUnknown(service, 'No command was typed that stops it.');

  const run = async (
    [program = '', ...args]: Argv,
    limitMs: number,
    leavesRunning = false,
  ): Promise<ProgramEnd> => {
    const call = { program, args, limitMs, leavesRunning };
    return await runProgram(call);
  };
  const complaint = (end: ProgramEnd): string | null => (end.code === 0 ? null : saidBy(end));
  return {
    seesStopping: false,
    activity: async () => {
      if (check.length === 0) return 'unknown';
      const end = await run(check, waitSeconds * 1000);
      if (end.code === null) throw serviceUnknown(service, saidBy(end));
      return end.code === 0 ? 'running' : 'stopped';
    },
    stop: async (limitMs) => complaint(await run(stop, limitMs)),
    start: async (limitMs) => complaint(await run(start, limitMs, true)),
  };
}
