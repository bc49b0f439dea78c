import type { AccessSettings } from '../../shared/access';
import type { StillState } from '../../shared/still';
import { bestOf, type StillMethod } from '../../shared/still-choice';
import type { MethodAdvice, MethodNeed } from '../../shared/views';
import { formatBytes } from '../../shared/words/format';
import { reasonSentence } from '../../shared/words/access';
import { stillName } from '../../shared/words/still';
import type { Ways } from '../access/access';
import { shownWay } from '../access/ways';
import { whyNone } from '../volume/choose';
import { canBeClosed } from './plan';

/**
 * What each method needs at a post office, which grade it can reach there, and which one is the best that can be had
 * without anybody noticing that it was less. A mirror is never recommended: for a while there is one disk alone.
 */
export function adviseMethods(
  ways: Ways,
  settings: AccessSettings,
  stills: Readonly<Record<StillMethod, readonly StillState[]>>,
): MethodAdvice[] {
  const closes = canBeClosed(ways);
  const snapshot = stillAdvice('snapshot', stills.snapshot);
  const instant = snapshot.available && snapshot.otherwise === 'instant';
  return [
    {
      method: 'linear',
      best: 'instant',
      otherwise: 'loose',
      needs: [{ need: 'people-go-on', met: true, detail: '' }],
      recommended: !closes && !instant,
      available: true,
      providers: [],
    },
    { ...snapshot, recommended: !closes && instant },
    stillAdvice('mirror', stills.mirror),
    {
      method: 'shutdown',
      best: closes ? 'closed' : 'instant',
      otherwise: 'loose',
      needs: closingNeeds(ways, settings),
      recommended: closes,
      available: true,
      providers: [],
    },
  ];
}

function stillAdvice(method: StillMethod, states: readonly StillState[]): MethodAdvice {
  const best = bestOf(states);
  const grade = best?.covers === 'per-file' ? 'per-file' : 'instant';
  const otherwise = best?.needsCalm ? 'loose' : grade;
  return {
    method,
    best: grade,
    otherwise,
    needs: [...stillNeeds(method, best, states)],
    recommended: false,
    available: best !== null,
    providers: [...states],
  };
}

function* stillNeeds(
  method: StillMethod,
  best: StillState | null,
  states: readonly StillState[],
): Generator<MethodNeed> {
  yield { need: 'people-go-on', met: true, detail: '' };
  if (!best) {
    yield { need: 'still', met: false, detail: whyNone(states, null) };
    return;
  }
  const volumes = best.volumes.join(', ');
  yield { need: 'still', met: true, detail: `${stillName(best.id)} (${volumes})` };
  if (best.covers === 'per-file') yield { need: 'one-instant', met: false, detail: '' };
  if (best.needsCalm) yield { need: 'calm', met: false, detail: '' };
  if (best.spaceBytes !== null) yield { need: 'room', met: true, detail: formatBytes(best.spaceBytes) };
  if (method === 'mirror') yield { need: 'redundancy', met: false, detail: best.resync ?? '' };
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
