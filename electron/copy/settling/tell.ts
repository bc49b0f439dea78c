import type { Settling } from '../../../shared/run';
import type { RunContext } from '../../run/step';
import type { CopySet } from '../copy-set';
import { someNames } from '../ledger';
import { findingOf } from '../trouble';

/** Says what a person must know about a copied set, once, when nothing is copied any more. */
export function tellOfSet(set: CopySet, context: RunContext): void {
  const tell = (code: 'file-vanished' | 'lock-waited', names: ReadonlySet<string>): void => {
    if (names.size === 0) return;
    const params = { count: names.size, names: someNames([...names].sort()) };
    const severity = code === 'file-vanished' ? 'warning' : 'info';
    context.finding({ code, severity, stage: 'copy', params });
  };
  for (const [path, trouble] of [...set.unread, ...set.special]) {
    const finding = findingOf(path, trouble, set.options.lockedWaitMs);
    if (finding) context.finding(finding);
    else set.vanished.add(path);
  }
  tell('lock-waited', set.waited);
  tell('file-vanished', set.vanished);
  if (context.facts.settling) tellOfSettling(set, context.facts.settling, context);
}

function tellOfSettling(
  set: CopySet,
  { passes, end, limits, interval }: Settling,
  context: RunContext,
): void {
  const last = passes.at(-1);
  if (interval) {
    if (set.moved.size === 0) return;
    const params = { count: set.moved.size, names: someNames([...set.moved].sort()), passes: passes.length };
    context.finding({ code: 'moved-and-settled', severity: 'info', stage: 'copy', params });
    return;
  }
  const told = end === 'unread' && last?.unread === set.unread.size;
  if (told) return; // each of these files has a finding of its own, and they are all that is wrong
  const params = {
    end: end ?? 'passes',
    passes: passes.length,
    minutes: limits.minutes,
    count: last?.moved ?? 0,
    unread: last?.unread ?? 0,
    names: someNames([...set.movedLast].sort()),
  };
  context.finding({ code: 'not-settled', severity: 'warning', stage: 'copy', params });
}
