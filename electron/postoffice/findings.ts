import type { Finding, FindingCode } from '../../shared/finding';
import type { Severity, Params } from '../../shared/severity';
import { PostbagError } from '../run/errors';
import { findingNow } from '../run/findings';
import { formats } from './formats';
import type { Inventory } from './inventory';

/** Names shown in one finding. */
const SHOWN = 8;

function some(names: readonly string[]): Params {
  const rest = names.length - SHOWN;
  const shown = names.slice(0, SHOWN).join(', ');
  return { count: names.length, names: rest > 0 ? `${shown} and ${String(rest)} more` : shown };
}

/**
 * Makes sure that an inventory can be backed up at all.
 * @throws PostbagError `not-a-post-office`, `post-office-mixed`, `-partial`, `-undecided`, `-mobile`, `nothing-to-copy`,
 * `required-file-missing` when a file without which there is no backup cannot be read
 */
export function mustBeWhole(inventory: Inventory): void {
  const path = inventory.root;
  const refuse = (code: FindingCode, params: Params = {}): never => {
    throw new PostbagError('check', code, { path, ...params });
  };
  const { kind } = inventory.recognition;
  if (kind === 'mixed') refuse('post-office-mixed');
  if (kind === 'mobile' && !inventory.format) refuse('post-office-mobile');
  if (inventory.missing.length > 0) refuse('post-office-partial', { missing: inventory.missing.join(', ') });
  if (!inventory.format) refuse(kind === 'undecided' ? 'post-office-undecided' : 'not-a-post-office');
  if (inventory.files.length === 0) refuse('nothing-to-copy');
  const needed = new Set(inventory.format ? formats[inventory.format].required : []);
  const denied = inventory.unreadable.find((one) => needed.has(one.path.toUpperCase()));
  if (denied) {
    throw new PostbagError('check', 'required-file-missing', { path: denied.path, reason: denied.code });
  }
}

/** What a person should know about a post office before it is backed up; none of it stops the run. */
export function inventoryFindings(inventory: Inventory): Finding[] {
  const findings: Finding[] = [];
  const tell = (code: FindingCode, severity: Severity, params: Params): void => {
    findings.push(findingNow(code, severity, 'check', params));
  };
  const named = (role: string): string[] =>
    inventory.files.filter((file) => file.role === role).map((file) => file.path);
  if (named('user').length === 0) tell('no-user-files', 'warning', {});
  for (const marker of inventory.leftOut) tell('shutdown-marker-left-out', 'info', { path: marker });
  const unrecognised = named('unrecognised');
  if (unrecognised.length > 0) tell('unrecognised-files', 'info', some(unrecognised));
  if (inventory.special.length > 0) tell('special-file-left-out', 'warning', some(inventory.special));
  if (inventory.colliding.length > 0) tell('names-collide', 'warning', some(inventory.colliding));
  for (const { path, code } of inventory.unreadable) tell('file-unreadable', 'error', { path, reason: code });
  return findings;
}
