import type { Finding } from '../../../shared/finding';
import { findingNow } from '../../run/findings';
import type { StillJob } from './stills';

/** A snapshot that has less room than this for what people write meanwhile is told of, bytes. */
const LITTLE_ROOM = 256 * 1024 * 1024;

/** What a person should know of a snapshot or mirror before it is made. */
export function stillFindings({ method, options, offer, why }: StillJob): Finding[] {
  if (!offer) {
    const params = { method, reason: why };
    return [
      findingNow('still-unavailable', options.use === 'required' ? 'error' : 'warning', 'check', params),
    ];
  }
  const { id, volumes, needsCalm, spaceBytes, resync } = offer.state;
  const volume = volumes.join(', ');
  const parts = offer.parts.length;
  return [
    ...(parts > 1
      ? [findingNow('spans-volumes', 'warning', 'check', { count: parts, volumes: volume })]
      : []),
    ...(needsCalm ? [findingNow('exact-in-a-pause', 'info', 'check', { provider: id })] : []),
    ...(spaceBytes !== null && spaceBytes < LITTLE_ROOM
      ? [findingNow('snapshot-space-low', 'info', 'check', { volume, freeBytes: spaceBytes })]
      : []),
    ...(method === 'mirror'
      ? [findingNow('mirror-alone', 'info', 'check', { volume, resync: resync ?? '' })]
      : []),
  ];
}
