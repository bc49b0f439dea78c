import type {
  SettledInterval,
  SettleEvidence,
  SettleLimits,
  SettlePass,
  Settling,
} from '../../../shared/run';
import { isoTime } from '../../run/clock';

/** What one reading of the whole set came to. */
export type PassResult = Omit<SettlePass, 'pass' | 'startedAt' | 'endedAt'>;

/** What settling needs of the world; a test gives it another one. */
export interface SettleHooks {
  /** Reads the whole set once, group by group, and leaves the copy as what was read. */
  readonly pass: (pass: number) => Promise<PassResult>;
  /** Waits a moment for writes to calm down, at least as long as the resolution of the times that are recorded. */
  readonly calm: () => Promise<void>;
  /** What the newest pass can show besides equal bytes. */
  readonly evidence: () => SettleEvidence;
  /** ms since 1970, by a clock that never jumps. */
  readonly now: () => number;
  readonly told: (settling: Settling) => void;
}

/** What was before. */
export interface SettleStart {
  /** When the last byte of the copy had been read, ms since 1970. */
  readonly copiedAt: number;
  /** Passes of this run so far. */
  readonly passes: readonly SettlePass[];
  /** Number of the newest pass; copying a group again takes a number too. */
  readonly pass: number;
}

/**
 * Reads the set again and again until the copy is shown to be of one instant, or a limit is reached (design: section 5).
 *
 * What is claimed. Let `S(b, t)` be what block `b` of the set on disk holds at time `t`, where the blocks are those of all
 * files of the format, and each file's size and the list of names count as blocks too. `C(b)` is what the copy holds.
 *
 * 1. When a pass has ended, at `E`, each block of the copy holds what was read of it the last time, at some `r(b) <= E`:
 *    `C(b) = S(b, r(b))`. A pass that finds a difference replaces the block with the bytes that it has just read, so this
 *    is true after every pass, and after the copying itself. The last block to be read sets `E`.
 * 2. The next pass begins at `B >= E` and reads every block at some `r'(b) >= B`. If it finds no difference in any block,
 *    size or name, then `S(b, r'(b)) = C(b)` for all of them.
 * 3. Take any `t` in `[E, B]`. For every block `r(b) <= t <= r'(b)`, and the block held the same bytes at both ends. If it
 *    did not change in between, `S(b, t) = C(b)`. As this holds for all blocks, the set on disk at `t` was the copy.
 *
 * So `[E, B]` is an interval in which the copy is of one instant, whatever was going on before and after it. It is
 * recorded rounded inwards to the ms.
 *
 * The one gap is in step 3: a block that changed after `r(b)` and was back before `r'(b)`. By content that cannot be
 * seen. File times close the gap where the system keeps them for open files: a write moves them even if it puts the same
 * bytes back (`Steadiness`). Which of the two stands behind an interval is recorded. Writes through a memory mapping move
 * no time while a page stays dirty, so times alone prove nothing; here they are only added to equal bytes.
 *
 * Blocks are compared by a digest of 64 bits; that two different contents of one block agree by chance is as likely as
 * one in 2^64.
 *
 * Every pass keeps the order of the groups, and limits are looked at between passes only. So where nothing can be proven,
 * the copy is at least one that was read in order, beginning with the start of the last pass.
 */
export async function settle(
  limits: SettleLimits,
  start: SettleStart,
  hooks: SettleHooks,
): Promise<Settling> {
  const passes = [...start.passes];
  const began = hooks.now();
  let readUntil = start.copiedAt;
  const telling = (end: Settling['end'], interval: SettledInterval | null): Settling => {
    const settling: Settling = { limits, passes: [...passes], end, interval };
    hooks.told(settling);
    return settling;
  };
  for (let count = 1; ; count++) {
    await hooks.calm();
    const pass = start.pass + count;
    const startedAt = hooks.now();
    const result = await hooks.pass(pass);
    const endedAt = hooks.now();
    passes.push({ pass, startedAt: isoTime(startedAt), endedAt: isoTime(endedAt), ...result });
    if (foundNothing(result)) return telling('settled', intervalOf(readUntil, startedAt, hooks.evidence()));
    if (isStuck(passes)) return telling('unread', null);
    if (count >= limits.passes) return telling('passes', null);
    if (endedAt - began >= limits.minutes * 60_000) return telling('minutes', null);
    telling(null, null);
    readUntil = endedAt;
  }
}

/** Twice in a row nothing moved, and there were files that could not be read: reading again will not change that. */
function isStuck(passes: readonly SettlePass[]): boolean {
  const last = passes.slice(-2);
  return last.length === 2 && last.every(({ moved, unread }) => moved === 0 && unread > 0);
}

function foundNothing({ moved, appeared, vanished, unread }: PassResult): boolean {
  return moved + appeared + vanished + unread === 0;
}

/** Rounded inwards, so that what is recorded is never more than what was shown. */
function intervalOf(from: number, to: number, evidence: SettleEvidence): SettledInterval {
  const [first, last] = [Math.ceil(from), Math.floor(to)];
  if (last < first) throw new RangeError('two passes without a moment between them');
  return { from: isoTime(first), to: isoTime(last), evidence };
}
