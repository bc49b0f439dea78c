import type { BelongingService } from '../../../shared/access';
import { describeError, PostbagError } from '../../run/errors';
import type { RunProgram } from '../../run/program';
import { windowsService } from '../windows/services';
import { serviceUnknown, type ServiceControl } from './control';

/** A service of Windows. One that is paused still holds what it has open: it is stopped, and runs afterwards. */
export function windowsControl(service: BelongingService, runProgram: RunProgram): ServiceControl {
  const { unit } = service;
  const windows = windowsService(runProgram);
  return {
    seesStopping: true,
    activity: async () => {
      const state = await windows.state(unit);
      if (state === 'unknown') throw serviceUnknown(service, `Windows does not say what ${unit} does.`);
      return state === 'paused' ? 'running' : state;
    },
    stop: async (limitMs) => await complaint(windows.stop(unit, seconds(limitMs))),
    start: async (limitMs) => await complaint(windows.start(unit, seconds(limitMs))),
  };
}

const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

async function complaint(work: Promise<unknown>): Promise<string | null> {
  return await work.then(
    () => null,
    (error: unknown) => {
      const reason = error instanceof PostbagError ? error.params['reason'] : undefined;
      return reason === undefined ? describeError(error) : String(reason);
    },
  );
}
