import { describe, expect, test } from 'vitest';
import {
  movedBetween,
  testQuiet,
  type FileSample,
  type QuietTest,
  type SetSample,
} from '../../../electron/access/quiet';
import { connection, listing } from './samples';

const file = (sha256: string | null, more: Partial<FileSample> = {}): FileSample => ({
  bytes: 512,
  modified: 1n,
  inode: 7n,
  sha256,
  ...more,
});
const set = (files: Record<string, FileSample>): SetSample => new Map(Object.entries(files));
const still = set({ CLANDATA: file('a'), MLANDATA: file('b') });

/** A post office that is looked at as told: one listing and one sample after another, the last ones again and again. */
function quietTest(
  listings: ReturnType<typeof listing>[],
  samples: SetSample[],
  more: Partial<QuietTest> = {},
): QuietTest & { waited: number } {
  const next = <T>(of: T[]): T => (of.length > 1 ? of.shift() : of[0]) as T;
  const made = {
    waited: 0,
    seesAll: true,
    apartMs: 1,
    list: () => Promise.resolve(next(listings)),
    sample: () => Promise.resolve(next(samples)),
    wait: async (ms: number) => {
      made.waited += ms;
      await new Promise((resolve) => setTimeout(resolve, ms));
    },
    ...more,
  };
  return made;
}

describe('what moved between two samples', () => {
  test.each([
    ['nothing', still, []],
    [
      'other bytes under the same size and times',
      set({ CLANDATA: file('x'), MLANDATA: file('b') }),
      ['CLANDATA'],
    ],
    ['times alone', set({ CLANDATA: file('a', { modified: 2n }), MLANDATA: file('b') }), ['CLANDATA']],
    [
      'another file of the same name',
      set({ CLANDATA: file('a', { inode: 8n }), MLANDATA: file('b') }),
      ['CLANDATA'],
    ],
    ['a size', set({ CLANDATA: file('a', { bytes: 1 }), MLANDATA: file('b') }), ['CLANDATA']],
    ['a file that is gone', set({ CLANDATA: file('a') }), ['MLANDATA']],
    ['a new file', set({ CLANDATA: file('a'), MLANDATA: file('b'), USR00001: file('c') }), ['USR00001']],
  ])('%s', (_what, after, moved) => {
    expect(movedBetween(still, after)).toEqual(moved);
  });

  test('a file that could not be read says nothing, also twice the same', () => {
    const unread = set({ CLANDATA: file(null) });
    expect(movedBetween(unread, unread)).toEqual(['CLANDATA']);
  });
});

describe('a quiet post office', () => {
  test('is one where nobody is seen and nothing moves for so long', async () => {
    const test = quietTest([listing()], [still], { apartMs: 30 });
    const found = await testQuiet(test);
    expect(found).toMatchObject({ proof: { seenBy: ['processes'], files: 2, bytes: 1024 }, sample: still });
    expect(test.waited).toBeGreaterThanOrEqual(28);
  });

  test('is none with somebody there at the beginning: nothing is read', async () => {
    const samples: SetSample[] = [];
    const found = await testQuiet(quietTest([listing([connection()])], samples));
    expect(found).toMatchObject({ why: 'connected', reason: expect.stringContaining('anna') as string });
  });

  test.each([
    ['meanwhile', [listing(), listing([connection()])]],
    ['at the end', [listing(), listing(), listing([connection()])]],
  ])('is none when somebody comes %s', async (_when, listings) => {
    expect(await testQuiet(quietTest(listings, [still]))).toMatchObject({ why: 'connected' });
  });

  test('is none when something moves though nobody is seen', async () => {
    const after = set({ CLANDATA: file('a'), MLANDATA: file('c') });
    const found = await testQuiet(quietTest([listing()], [still, after]));
    expect(found).toMatchObject({ why: 'moved', reason: expect.stringContaining('MLANDATA') as string });
  });

  test('is none where not everybody would be seen', async () => {
    expect(await testQuiet(quietTest([listing()], [still], { seesAll: false }))).toMatchObject({
      why: 'unseen',
    });
    const blind = listing([], { notExamined: 3 });
    expect(await testQuiet(quietTest([blind], [still]))).toMatchObject({ why: 'unseen' });
    const failure = { code: 'access-failed', stage: 'close', params: { reason: 'root only' } } as const;
    const failed = listing([], { failures: [{ adapter: 'samba', failure }] });
    expect(await testQuiet(quietTest([failed], [still]))).toMatchObject({
      why: 'unseen',
      reason: expect.stringContaining('root only') as string,
    });
  });
});
