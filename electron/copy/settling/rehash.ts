import { Cancelled, PostbagError } from '../../run/errors';
import type { RunContext } from '../../run/step';
import type { CopySet } from '../copy-set';
import { inside } from '../folders';
import { eachInLanes } from '../lanes';
import type { LedgerLine } from '../ledger';
import { judge } from '../trouble';

/**
 * Gives every copy in which blocks were replaced the checksum of what it holds now, and makes sure that each block of it
 * is what was read from the source.
 * @throws PostbagError `copy-differs` and others; Cancelled
 */
export async function rehashPatched(set: CopySet, context: RunContext): Promise<void> {
  const { pool, target, places } = set.options;
  const one = async (line: LedgerLine): Promise<void> => {
    const { path, bytes } = line.entry;
    const table = line.torn ? null : line.table;
    const outcome = await pool().do({ kind: 'rehash', file: inside(target(), path), bytes, table });
    if ('answer' in outcome) {
      const entry = set.ledger.rehashed(path, outcome.answer.sha256);
      if (entry) context.note('file', entry);
      return;
    }
    if (outcome.trouble.side === 'cancelled') throw new Cancelled('cancelled');
    await judge({ path }, outcome.trouble, places);
    throw new PostbagError('copy', 'copy-differs', { path, reason: outcome.trouble.message });
  };
  const patched = [...set.ledger.lines].filter((line) => line.patched);
  await set.cancellable(
    context,
    async () => await eachInLanes(patched, pool().threads, one, () => pool().cancel()),
  );
}
