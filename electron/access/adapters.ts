import type { AccessAdapter } from './adapter';
import { commands } from './commands';
import { makeMarker } from './marker';
import { processes } from './processes/processes';
import { samba } from './samba/samba';
import { windowsShare } from './windows/share';

/** All ways to see and close access. @param message what users are told, written into the marker */
export function adaptersFor(message = ''): readonly AccessAdapter[] {
  return [samba, windowsShare, processes, commands, makeMarker(message)];
}
