import type { BelongingService } from '../../../shared/access';
import { saidBy, type RunProgram } from '../../run/program';
import { serviceUnknown, type Activity, type ServiceControl } from './control';

/** The states of systemd (`systemctl --state=help`), which no language changes. */
const activities: Readonly<Record<string, Activity>> = {
  active: 'running',
  reloading: 'running',
  refreshing: 'running',
  activating: 'starting',
  deactivating: 'stopping',
  inactive: 'stopped',
  failed: 'stopped',
  maintenance: 'stopped',
};

/**
 * A unit of systemd. What systemd stops or starts together with it, such as units that require it, is not known here:
 * each of them has to be listed.
 */
export function systemdControl(service: BelongingService, runProgram: RunProgram): ServiceControl {
  const { unit } = service;
  // systemctl would take such a name for the pattern of many.
  if (unit === '' || /[*?[\]\s]/.test(unit)) throw serviceUnknown(service, `There can be no unit "${unit}".`);

  const ask = async (verb: string, limitMs: number): Promise<string | null> => {
    const args = ['--no-ask-password', verb, '--', unit];
    const end = await runProgram({ program: 'systemctl', args, limitMs });
    return end.code === 0 ? null : saidBy(end);
  };
  return {
    seesStopping: true,
    activity: async () => {
      const args = ['show', '--property=LoadState,ActiveState', '--', unit];
      const end = await runProgram({ program: 'systemctl', args });
      if (end.code !== 0) throw serviceUnknown(service, saidBy(end));
      const values = new Map(end.stdout.split(/\r?\n/).map((line) => line.split('=') as [string, string]));
      const load = values.get('LoadState');
      const activity = activities[values.get('ActiveState') ?? ''];
      if (activity === undefined) throw serviceUnknown(service, `systemd does not say what ${unit} does.`);
      const canStart = load === 'loaded';
      if (load === 'not-found' || (!canStart && activity !== 'stopped')) {
        throw serviceUnknown(
          service,
          `systemd could not start ${unit} again: ${load ?? 'it does not say why'}.`,
        );
      }
      return activity;
    },
    stop: async (limitMs) => await ask('stop', limitMs),
    start: async (limitMs) => await ask('start', limitMs),
  };
}
