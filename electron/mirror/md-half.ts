import type { MdArray, MdMember } from './md-array';
import { Refusal } from '../volume/refusal';

/** What an array is doing while it can do without a disk. */
const WELL = ['clean', 'active', 'active-idle', 'write-pending'];

const isWhole = ({ states }: MdMember): boolean => states.includes('in_sync') && !states.includes('faulty');

/**
 * The disk that would be taken out: the last one on which everything is that was written. With `write_mostly` and late
 * writes that is not known.
 * @param volume what people call the array
 * @throws Refusal `no-mirror`, `degraded`, `not-in-step`, `not-understood`
 */
export function halfToTake(array: MdArray, volume: string): MdMember {
  const { level, degraded, state, action, resyncs, percent, members, metadata } = array;
  if (level !== 'raid1') throw new Refusal('no-mirror', { volume });
  // What others than the kernel keep records of, and what nobody does.
  if (!/^\d/.test(metadata)) throw new Refusal('no-mirror', { volume: `${volume} (metadata: ${metadata})` });
  const broken = (how: string): Refusal => new Refusal('degraded', { volume, state: how });
  if (degraded === null || action === '') throw new Refusal('not-understood', { program: 'the kernel' });
  const comesBack = degraded > 0 && members.some(({ states }) => states.includes('spare'));
  if (comesBack || (degraded === 0 && (action !== 'idle' || resyncs)))
    throw new Refusal('not-in-step', { volume, percent: percent === null ? '' : Math.round(percent) });
  if (degraded > 0) throw broken(`${degraded} of its disks are missing`);
  if (!WELL.includes(state)) throw broken(state);
  for (const member of members) {
    const { device, states, hasBadBlocks } = member;
    if (states.includes('faulty') || hasBadBlocks) throw broken(`${device} has failed`);
    // It would take the place of the half at once.
    if (states.includes('spare'))
      throw new Refusal('no-mirror', { volume: `${volume} (with the spare ${device})` });
    if (!isWhole(member)) throw broken(`${device}: ${states.join(', ')}`);
  }
  if (members.length < 2) throw new Refusal('no-mirror', { volume });
  const isLate = ({ states }: MdMember): boolean => array.writesBehind && states.includes('write_mostly');
  const half = [...members].reverse().find((member) => !isLate(member));
  if (!half) throw new Refusal('no-mirror', { volume });
  return half;
}
