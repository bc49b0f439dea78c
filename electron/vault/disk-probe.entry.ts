import { getDiskInfoSync } from 'node-disk-info';
import { describeError } from '../run/errors';
import { parentOfThisProcess } from '../run/parent';

/**
 * A process of its own, because the library waits for the system's own command without letting go, and that command can
 * hang for as long as a network drive does.
 */
const parent = parentOfThisProcess();
// What a missing or unwilling system command has to say is in the error; a person's terminal is not the place for it.
process.stderr.write = () => true;
try {
  parent.send({ mounts: getDiskInfoSync().map((disk) => disk.mounted) });
} catch (error) {
  parent.send({ error: describeError(error).split('\n', 1)[0] });
}
