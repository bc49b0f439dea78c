import type { Argv } from '../../shared/access';
import type { Params } from '../../shared/severity';
import type { MirrorCommands, StillReason } from '../../shared/still';
import { stillReason } from '../../shared/words/still';
import { complaintOf } from '../run/command-line';
import { describeError, PostbagError } from '../run/errors';
import { saidBy, type RunProgram } from '../run/program';
import { unusable, type Held, type StillLook, type StillPlace } from '../volume/still';
import { asParams, commandOf, percentOf, runTyped, type Filling } from './command-params';
import { findHalf, sameHalf, type Half } from './half';
import type { MirrorProvider } from './provider';

const PROVIDER = 'mirror-commands';

const notMade = (reason: string): PostbagError =>
  new PostbagError('copy', 'still-not-made', { provider: PROVIDER, reason });

async function look({ folder, name, commands, runProgram }: StillPlace): Promise<StillLook> {
  const needed: readonly Argv[] = [commands.break, commands.where, commands.join];
  if (needed.some((argv) => argv.length === 0)) return unusable('not-set-up');
  const reason = await whyNotInStep(commands, { root: folder, name, run: '' }, runProgram);
  if (reason) return unusable(reason.code, reason.params);
  return {
    usable: true,
    reason: null,
    volume: name,
    covers: 'one-instant',
    spaceBytes: null,
    resync: null, // nobody knows what lies behind the commands
    mounts: false,
  };
}

/** Null where the halves are in step, and where no command says whether they are. */
async function whyNotInStep(
  { inStep, limitSeconds }: MirrorCommands,
  filling: Filling,
  runProgram: RunProgram,
): Promise<{ readonly code: StillReason; readonly params: Params } | null> {
  const [program] = inStep;
  if (program === undefined) return null;
  const end = await runTyped(runProgram, inStep, filling, limitSeconds);
  if (end.code === 0) return null;
  if (end.failed === 'missing') return { code: 'program-missing', params: { program } };
  if (end.failed === 'refused') return { code: 'no-rights', params: { program } };
  if (end.failed !== null) return { code: 'failed', params: { program, reason: saidBy(end) } };
  const percent = percentOf(end.stdout);
  const params = { volume: filling.name, percent: percent === null ? '' : String(percent) };
  return { code: 'not-in-step', params };
}

/**
 * A mirror that is broken and joined with commands of the administrator's own: a cluster, a replica, a storage array.
 *
 * Nothing but the commands knows whether it is broken, so the join command is run whenever the break command may have
 * been begun, also after a crash just before it: to join what is joined must be harmless.
 */
export const mirrorCommands: MirrorProvider = {
  id: PROVIDER,
  look,

  async prepare(place, { runId }) {
    const looked = await look(place);
    if (!looked.usable) throw notMade(looked.reason ? stillReason(looked.reason) : '');
    const { commands, folder, name, runProgram } = place;
    const filling: Filling = { root: folder, name, run: runId };
    let half: Half | null = null;
    return {
      make: {
        undo: {
          action: 'join-mirror',
          params: { provider: PROVIDER, volume: name, shown: name, ...asParams(commands, filling) },
        },
        act: async (signal) => {
          signal.throwIfAborted();
          const { where, limitSeconds } = commands;
          // Not ended when a person cancels: what breaks off a mirror must not be broken off itself.
          const broken = await runTyped(runProgram, commands.break, filling, limitSeconds);
          const complaint = complaintOf(broken);
          if (complaint !== null) throw notMade(complaint);
          const end = await runTyped(runProgram, where, filling, limitSeconds);
          half = await findHalf(end, folder).catch((error: unknown) => {
            throw notMade(describeError(error));
          });
        },
      },
      mount: null,
      folder: () => {
        if (half === null) throw new Error('the mirror is not broken yet');
        return half.folder;
      },
      held: async () => await isHeld(half, commands, { filling, runProgram }),
    };
  },

  async join(params, runId, runProgram) {
    const { join, filling, limitSeconds } = commandOf(params);
    if (filling.run !== runId) return false;
    const complaint = complaintOf(await runTyped(runProgram, join, filling, limitSeconds));
    if (complaint !== null) throw new Error(`${filling.name}: ${complaint}`);
    return true;
  },

  async resync(params, runProgram) {
    const { inStep, filling, limitSeconds } = commandOf(params);
    if (inStep.length === 0)
      throw new Error('No command was typed that says whether both halves are in step.');
    const end = await runTyped(runProgram, inStep, filling, limitSeconds);
    if (end.failed !== null) throw new Error(`${filling.name}: ${saidBy(end)}`);
    const at = new Date().toISOString();
    return end.code === 0
      ? { inStep: true, percent: 100, at }
      : { inStep: false, percent: percentOf(end.stdout), at };
  },
};

/** Halves that are in step again did not stand still, and a half that is gone was not read to its end. */
async function isHeld(
  half: Half | null,
  { inStep, limitSeconds }: MirrorCommands,
  { filling, runProgram }: { readonly filling: Filling; readonly runProgram: RunProgram },
): Promise<Held> {
  const lost = (reason: string): Held => ({ held: false, reason });
  if (half === null) return lost('The mirror was not broken.');
  try {
    if (!(await sameHalf(half))) return lost(`${half.folder} is not what it was when it was broken off.`);
    if (inStep.length === 0) return { held: true };
    const end = await runTyped(runProgram, inStep, filling, limitSeconds);
    if (end.code === 0) return lost('Both halves are in step again: the half did not stand still.');
    return end.failed === null ? { held: true } : lost(`${inStep[0] ?? ''}: ${saidBy(end)}`);
  } catch (error) {
    return lost(describeError(error));
  }
}
