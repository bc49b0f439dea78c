import type { GroupId } from '../../../shared/postoffice';
import type { PlannedStep, SettleEvidence, SettleLimits } from '../../../shared/run';
import { rootOf } from '../../postoffice/source';
import type { RunContext, Step } from '../../run/step';
import { calm } from './calm';
import type { CopySet } from '../copy-set';
import { inside } from '../folders';
import { keepsTimes } from './kept-times';
import { readAgain } from './read-again';
import { settle } from './settle';

/** Reads the set again until the copy is shown to be of one instant, or a limit is reached. */
export function settleStep(plan: PlannedStep, set: CopySet, limits: SettleLimits): Step {
  return { plan, stage: 'copy', run: async (context) => await settleSet(set, limits, context) };
}

/**
 * Settles a copied set; may be called again after a group was copied again.
 * @throws PostbagError when there can be no backup any more; Cancelled
 */
export async function settleSet(set: CopySet, limits: SettleLimits, context: RunContext): Promise<void> {
  const { source } = set.options.places;
  const timesKept = await keepsTimes(rootOf(source));
  await settle(
    limits,
    { copiedAt: set.readUntil, passes: context.facts.settling?.passes ?? [], pass: set.pass },
    {
      now: () => set.clock.now(),
      calm: async () =>
        await calm(
          [...set.movedLast].map((path) => inside(source, path)),
          context.signal,
        ),
      pass: async (pass) => {
        set.pass = pass;
        return await readAgain(set, pass, context);
      },
      evidence: () => evidenceOf(set, timesKept),
      told: (settling) => {
        const pass = settling.passes.at(-1);
        context.note('settle-pass', pass);
        context.setFacts({ settling, files: set.ledger.files, bytes: set.ledger.bytes });
        // What was written before a whole reading began is in the copy.
        const recoveryPoint = settling.interval?.to ?? (pass?.unread === 0 ? pass.startedAt : null);
        if (recoveryPoint !== null) context.setFacts({ recoveryPoint });
      },
    },
  );
  await context.sync();
}

function evidenceOf(set: CopySet, timesKept: boolean): SettleEvidence {
  const steady = timesKept && set.folders.steady && [...set.ledger.lines].every((line) => line.steady);
  return steady ? 'content-and-times' : 'content';
}

/**
 * Copies a group again as a whole, and reads the groups behind it again, so that the order of the groups is kept; then
 * settles anew.
 */
export async function copyAgain(
  set: CopySet,
  group: GroupId,
  limits: SettleLimits,
  context: RunContext,
): Promise<void> {
  const pass = ++set.pass;
  context.note('group-again', { group });
  const { files } = await set.options.listNow(context.signal);
  await set.copy(
    files.filter((file) => file.group === group),
    pass,
    context,
    { donors: false },
  );
  const groups = set.options.progress.map(({ id }) => id);
  const next = groups[groups.indexOf(group) + 1];
  if (next !== undefined) await readAgain(set, pass, context, next);
  await settleSet(set, limits, context);
}
