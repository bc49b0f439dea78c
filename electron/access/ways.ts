import type { AdapterId, ShutdownOptions } from '../../shared/access';
import type { Finding } from '../../shared/finding';
import { adapterTarget, reasonSentence } from '../../shared/words/access';
import { PostbagError } from '../run/errors';
import { findingNow } from '../run/findings';
import type { Ways } from './access';

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

/** The findings of a plan about how a post office can be closed here. */
export function closingFindings({ seesAll, refuses, states }: Ways, options: ShutdownOptions): Finding[] {
  const warning = (code: 'cannot-close' | 'cannot-see'): Finding => findingNow(code, 'warning', 'check');
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
