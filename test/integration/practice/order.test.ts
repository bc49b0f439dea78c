/**
 * Motivation: the order in which the groups of a post office are copied decides how much mail a copy loses; "users,
 * directory, message store" is said to lose least (domain.md 1.5), and the whole linear method stands on it.
 * Description: simulated users work without a pause while the files are copied, group after group, in each of the six
 * orders; between two groups they do at least GAP operations. The pointers in each copy that lead nowhere are counted.
 * Pass criteria: over all rounds, that order has fewer dangling pointers than any other one.
 */
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { filesByGroup } from '../../../electron/practice/files';
import { startPracticeUsers, type PracticeUsers } from '../../../electron/practice/users';
import { forkNode } from '../../../electron/run/child-node';
import type { GroupId } from '../../../shared/postoffice';
import { PRACTICE_MARKER } from '../../../shared/practice-marker';
import { options, practice, SHAPES, temporaryFolder } from '../../unit/practice/set';

const ROUNDS = 6;
const GAP = 100;
/** Operations a second: so few that what happens while this process waits for its turn is little beside GAP. */
const RATE = 600;
const BEST = 'users → directory → store';
const ORDERS: readonly (readonly GroupId[])[] = [
  ['users', 'directory', 'store'],
  ['users', 'store', 'directory'],
  ['directory', 'users', 'store'],
  ['directory', 'store', 'users'],
  ['store', 'users', 'directory'],
  ['store', 'directory', 'users'],
];

test.concurrent.for(SHAPES)(
  'users → directory → store loses least mail on live traffic, shape %s',
  async (shape, { expect }) => {
    const size = { users: 12, messages: 300 };
    const folder = await practice(shape, size);
    const groups = filesByGroup(shape, options(shape, size).users);
    const users = await startPracticeUsers(forkNode, folder, { seed: 11, rate: RATE });

    const lost = new Map(ORDERS.map((order) => [order.join(' → '), [] as number[]]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const order of ORDERS) {
        const copy = await copyInOrder(
          folder,
          order.map((group) => groups[group]),
          users,
        );
        const { dangling, missing } = await checkPractice(copy);
        await rm(copy, { recursive: true });
        expect(missing).toBe(0);
        lost.get(order.join(' → '))?.push(dangling);
      }
    }
    await users.stop();

    const sums = new Map([...lost].map(([order, runs]) => [order, runs.reduce((sum, run) => sum + run, 0)]));
    console.table(
      [...lost].map(([order, runs]) => ({
        shape,
        order,
        'dangling pointers a run': runs.join(' '),
        average: Math.round((sums.get(order) ?? 0) / ROUNDS),
      })),
    );
    const best = sums.get(BEST) ?? Infinity;
    for (const [order, sum] of sums) if (order !== BEST) expect(sum, order).toBeGreaterThan(best);
    expect(await checkPractice(folder)).toMatchObject({ dangling: 0, orphans: 0, torn: 0 });
  },
);

/** A plain copy, group by group, waiting for GAP operations between two groups. */
async function copyInOrder(
  folder: string,
  groups: readonly (readonly string[])[],
  users: PracticeUsers,
): Promise<string> {
  const copy = await temporaryFolder();
  await copyFile(path.join(folder, PRACTICE_MARKER), path.join(copy, PRACTICE_MARKER));
  for (const [at, files] of groups.entries()) {
    if (at > 0) await users.waitForOps(GAP);
    for (const file of files) await copyFile(path.join(folder, file), path.join(copy, file));
  }
  return copy;
}
