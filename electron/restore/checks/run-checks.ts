import { AutoCheckId, type AutoCheck } from '../../../shared/proof';
import { takeInventory } from '../../postoffice/inventory';
import type { Check, CheckedCopy, Look } from './checked-copy';
import { completeCheck } from './complete';
import { manifestCheck } from './manifest';
import { noMarkerCheck } from './no-marker';
import { noNftLogCheck } from './no-nft-log';
import { noReadableTextCheck } from './no-readable-text';
import { notEmptyCheck } from './not-empty';
import { practiceCheckerCheck } from './practice-checker';
import { sizesCheck } from './sizes';
import { toolsCleanCheck } from './tools-clean';

export type { CheckedCopy } from './checked-copy';

const checks: Readonly<Record<AutoCheckId, Check>> = {
  manifest: manifestCheck,
  complete: completeCheck,
  'not-empty': notEmptyCheck,
  'no-marker': noMarkerCheck,
  'no-nft-log': noNftLogCheck,
  'no-readable-text': noReadableTextCheck,
  sizes: sizesCheck,
  'tools-clean': toolsCleanCheck,
  'practice-checker': practiceCheckerCheck,
};

/**
 * Makes all automatic checks of a private copy, one after the other, and changes nothing. Each has its place in the result,
 * also when it does not apply.
 * @param onCheck called before each one
 * @throws the signal's reason; system errors and PostbagError when the copy itself cannot be listed. Never for what it finds.
 */
export async function runChecks(
  checked: CheckedCopy,
  signal: AbortSignal,
  onCheck: (id: AutoCheckId) => void,
): Promise<AutoCheck[]> {
  try {
    const { copy, format, patterns } = checked;
    signal.throwIfAborted();
    const inventory = await takeInventory(copy, { format, changes: patterns, signal });
    const look: Look = { checked, inventory, signal };
    const results: AutoCheck[] = [];
    for (const id of AutoCheckId.options) {
      signal.throwIfAborted();
      onCheck(id);
      results.push({ id, ...(await checks[id](look)) });
    }
    signal.throwIfAborted();
    return results;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
