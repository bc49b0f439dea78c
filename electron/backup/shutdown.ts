import type { AdapterId } from '../../shared/access';
import { closingOrder } from '../../shared/closing-order';
import type { UndoAction } from '../../shared/run';
import {
  checkAccessStep,
  closeAccessStep,
  stopServiceStep,
  tellUsersStep,
  type Closing,
} from '../access/steps';
import { disconnectStep } from '../access/disconnect-step';
import { shownWay } from '../access/ways';
import type { Step } from '../run/step';
import { openAgainStep } from './open-again-step';
import { proveQuietStep } from './quiet-step';
import { beginBag, checkSteps, copySteps, planned, sealSteps } from './steps';
import type { BackupWork } from './work';

/**
 * The shutdown method: "clear user and Router connections and then run the backup" (technical note 8.3.1, method 4).
 * Everything that can be checked or prepared comes first; from the first step that closes to `open-again` people cannot
 * work, and each of these steps has its undo on the disk before it acts. It is opened again as soon as the copy has been
 * compared; verifying needs nobody to wait.
 */
export function shutdown(work: BackupWork): Step[] {
  const { shutdown: options } = work.job.options;
  const { access, ways } = work.closing;
  const closing: Closing = { access, options, wishes: work.wishes, wentOn: false };
  const ids = closingOrder.filter((id) => ways.states.some((state) => state.id === id && state.closes));
  const seen = ways.states.filter(({ lists }) => lists).map(({ id }) => shownWay(ways, id));
  return [
    ...checkSteps(work),
    checkAccessStep(planned('check-access', { ways: seen.join(', ') }), closing),
    beginBag(work),
    tellUsersStep(
      planned('tell-users', {
        minutes: options.graceMinutes,
        told: access.place.settings.commands.tell.length,
      }),
      closing,
    ),
    ...access.place.settings.services.map((service) =>
      stopServiceStep(planned('stop-service', { service: service.name }, 'start-service'), closing, service),
    ),
    ...ids.map((id) =>
      closeAccessStep(planned('close-access', { way: shownWay(ways, id) }, undoOf[id]), closing, id),
    ),
    disconnectStep(planned('disconnect', { disconnect: options.disconnect }), closing),
    proveQuietStep(planned('prove-quiet', { seconds: options.quietSeconds }), work, closing),
    ...copySteps(work),
    openAgainStep(planned('open-again'), work, closing),
    ...sealSteps(work),
  ];
}

const undoOf: Readonly<Record<AdapterId, UndoAction | null>> = {
  samba: 'open-samba-share',
  'windows-share': 'unblock-windows-share',
  commands: 'run-open-command',
  marker: 'remove-marker',
  processes: null,
};
