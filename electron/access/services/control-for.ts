import type { BelongingService } from '../../../shared/access';
import type { RunProgram } from '../../run/program';
import { commandControl } from './command';
import { serviceUnknown, type ServiceControl } from './control';
import { systemdControl } from './systemd';
import { windowsControl } from './windows';

const platforms = { systemd: 'linux', windows: 'win32' } as const;

/** @throws PostbagError `service-unknown` for a kind that this system does not have, or one that is not set up */
export function controlFor(
  service: BelongingService,
  runProgram: RunProgram,
  platform: NodeJS.Platform,
): ServiceControl {
  if (service.kind === 'command') return commandControl(service, runProgram);
  if (platform !== platforms[service.kind]) {
    throw serviceUnknown(service, 'Services of this kind belong to another operating system.');
  }
  const make = service.kind === 'systemd' ? systemdControl : windowsControl;
  return make(service, runProgram);
}
