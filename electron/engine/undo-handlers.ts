import { makeRunOpenCommand } from '../access/commands';
import { removeMarker } from '../access/marker';
import { openSambaShare } from '../access/samba/undo';
import { makeStartService } from '../access/services/services';
import { makeUnblockWindowsShare } from '../access/windows/share';
import { removeLanding } from '../restore/landing';
import { runProgram } from '../run/program';
import type { UndoHandlers } from '../run/step';
import { removePartialBag } from '../vault/partial-bag';

/** How each kind of undo is done; the one list of them. */
export const undoHandlers: UndoHandlers = {
  'remove-partial-bag': removePartialBag,
  'remove-landing': removeLanding,
  'remove-marker': removeMarker,
  'open-samba-share': openSambaShare,
  'unblock-windows-share': makeUnblockWindowsShare(runProgram),
  'run-open-command': makeRunOpenCommand(runProgram),
  'start-service': makeStartService(runProgram, process.platform),
};
