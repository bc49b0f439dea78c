import { describe, expect, it } from 'vitest';
import { eachInLanes } from '../../../electron/copy/lanes';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('doing something for each item', () => {
  it('begins them in order, so many at a time and no more, and ends when all have ended', async () => {
    const begun: number[] = [];
    let [busy, most, ended] = [0, 0, 0];
    await eachInLanes([...Array(50).keys()], 4, async (item) => {
      begun.push(item);
      most = Math.max(most, ++busy);
      for (let turns = 0; turns <= item % 3; turns++) await turn();
      busy--;
      ended++;
    });
    expect(begun).toEqual([...Array(50).keys()]);
    expect([most, ended]).toEqual([4, 50]);
  });

  it('after a failure begins nothing more, and throws when all that was begun has ended', async () => {
    const begun: number[] = [];
    let [ended, told] = [0, 0];
    const working = eachInLanes(
      [...Array(50).keys()],
      3,
      async (item) => {
        begun.push(item);
        await turn();
        if (item === 4 || item === 5) throw new Error(`failed at ${String(item)}`);
        await turn();
        await turn();
        ended++;
      },
      () => told++,
    );
    await expect(working).rejects.toThrow('failed at 4');
    expect(begun.length).toBeLessThan(12);
    expect(ended, 'one was still at work').toBe(begun.length - told);
    expect(told).toBeGreaterThan(0);
  });

  it('is over at once when there is nothing to do', async () => {
    await eachInLanes([], 4, () => expect.unreachable('there was nothing'));
  });
});
