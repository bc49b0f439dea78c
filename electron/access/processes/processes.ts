import { describeError, PostbagError } from '../../run/errors';
import { isCancel } from '../../run/findings';
import { orCancelled } from '../../postoffice/cancel';
import { unavailable, type AccessAdapter, type Listing, type Look, type Place } from '../adapter';
import { endProcess } from './end-process';
import { listLinuxProcesses, seesAllProcesses } from './linux';
import { listMacProcesses } from './lsof';
import { listWindows } from './windows';

const lists: Look = { lists: true, closes: false, reason: null, target: '' };
const listsSome: Look = { ...lists, reason: { code: 'no-rights', params: { program: 'Postbag' } } };

async function look({ platform, runProgram }: Place): Promise<Look> {
  if (platform === 'win32') return lists;
  if (platform === 'linux') return (await seesAllProcesses()) ? lists : listsSome;
  if (platform !== 'darwin') return unavailable('other-system');
  const { failed } = await runProgram({ program: 'lsof', args: ['-v'] });
  if (failed === 'missing') return unavailable('program-missing', { program: 'lsof' });
  return process.getuid?.() === 0 ? lists : listsSome;
}

async function listOn({ platform, root, runProgram }: Place, signal: AbortSignal): Promise<Listing> {
  if (platform === 'win32') return await listWindows(root, runProgram);
  if (platform === 'linux') return await listLinuxProcesses(root);
  return await listMacProcesses(root, runProgram, process.getuid?.() ?? 0, signal);
}

/**
 * The programs of this computer that have files of a post office open, and those that work in its folder. It closes
 * nothing. A program can be asked to end, and be ended by force.
 */
export const processes: AccessAdapter = {
  id: 'processes',
  look,
  async list(place, signal) {
    try {
      return await orCancelled(listOn(place, signal), signal);
    } catch (cause) {
      if (cause instanceof PostbagError || isCancel(cause)) throw cause;
      const params = { adapter: 'processes', reason: describeError(cause) };
      throw new PostbagError('close', 'access-failed', params, { cause });
    }
  },
  disconnect: endProcess,
};
