import { makeRunOpenCommand } from '../access/commands';
import { removeMarker } from '../access/marker';
import { openSambaShare } from '../access/samba/undo';
import { makeStartService } from '../access/services/services';
import { makeUnblockWindowsShare } from '../access/windows/share';
import { mirrorProviders } from '../mirror/providers';
import { makeJoinMirror } from '../mirror/undo';
import { restoreCopy } from '../repair/undo';
import { putBack } from '../restore/online/put-back';
import { removeLanding } from '../staging/landing';
import { runProgram } from '../run/program';
import type { UndoHandlers } from '../run/step';
import { snapshotProviders } from '../snapshot/providers';
import { makeRemoveSnapshot } from '../snapshot/undo';
import { makeUnmount } from '../volume/mount';
import { removePartialBag } from '../vault/partial-bag';

/** How each kind of undo is done; the one list of them. */
export const undoHandlers: UndoHandlers = {
  'remove-partial-bag': removePartialBag,
  'remove-landing': removeLanding,
  'remove-marker': removeMarker,
  'open-samba-share': openSambaShare,
  'unblock-windows-share': makeUnblockWindowsShare(runProgram),
  'run-open-command': makeRunOpenCommand(runProgram),
  'remove-snapshot': makeRemoveSnapshot(snapshotProviders, runProgram),
  unmount: makeUnmount(runProgram),
  'join-mirror': makeJoinMirror(mirrorProviders, runProgram),
  'start-service': makeStartService(runProgram, process.platform),
  'restore-copy': restoreCopy,
  'put-back': putBack,
};
