import type { Finding } from '../../shared/finding';
import { pathRefusal } from '../bag/path-refusal';
import { someNames } from '../copy/ledger';
import type { Inventory } from '../postoffice/inventory';
import { findingNow } from '../run/findings';

/**
 * Parts an inventory into what a bag can hold and what it cannot because of its name (a bag with such a name would be
 * refused wherever it is restored). The rest is told as missing, never dropped in silence.
 */
export function possibleFiles(inventory: Inventory): { inventory: Inventory; findings: Finding[] } {
  const refused = inventory.files.filter((file) => pathRefusal(`data/${file.path}`) !== null);
  if (refused.length === 0) return { inventory, findings: [] };
  const names = someNames(refused.map((file) => file.path));
  return {
    inventory: { ...inventory, files: inventory.files.filter((file) => !refused.includes(file)) },
    findings: [findingNow('name-not-possible', 'error', 'check', { count: refused.length, names })],
  };
}
