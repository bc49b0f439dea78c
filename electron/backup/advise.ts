import type { AccessSettings } from '../../shared/access';
import type { MethodAdvice, MethodNeed } from '../../shared/views';
import { reasonSentence } from '../../shared/words/access';
import type { Ways } from '../access/access';
import { shownWay } from '../access/ways';
import { canBeClosed } from './plan';

/**
 * What each method needs at a post office, which grade it can reach there, and which one is the best that can be had
 * without anybody noticing that it was less.
 */
export function adviseMethods(ways: Ways, settings: AccessSettings): MethodAdvice[] {
  const closes = canBeClosed(ways);
  return [
    {
      method: 'linear',
      best: 'instant',
      otherwise: 'loose',
      needs: [{ need: 'people-go-on', met: true, detail: '' }],
      recommended: !closes,
    },
    {
      method: 'shutdown',
      best: closes ? 'closed' : 'instant',
      otherwise: 'loose',
      needs: closingNeeds(ways, settings),
      recommended: closes,
    },
  ];
}

function closingNeeds(ways: Ways, settings: AccessSettings): MethodNeed[] {
  const { states, seesAll, refuses } = ways;
  const names = (can: 'lists' | 'closes'): string =>
    states
      .filter((state) => state[can])
      .map(({ id }) => shownWay(ways, id))
      .join(', ');
  const why = states
    .filter(({ id, reason }) => reason !== null && id !== 'marker' && id !== 'commands')
    .filter(({ reason }) => reason?.code !== 'other-system' && reason?.code !== 'switched-off')
    .map(({ id, reason }) => (reason ? `${shownWay(ways, id)}: ${reasonSentence(reason)}` : ''))
    .join(' ');
  return [
    { need: 'sees', met: seesAll, detail: seesAll ? names('lists') : why },
    { need: 'refuses', met: refuses, detail: refuses ? names('closes') : why },
    { need: 'tells', met: settings.commands.tell.length > 0, detail: '' },
    { need: 'services', met: true, detail: settings.services.map(({ name }) => name).join(', ') },
  ];
}
