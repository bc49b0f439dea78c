/**
 * Motivation: a copy of open files that did not settle must be repaired before anybody may work in it, and people learn
 * that here, with the practice tools, in whichever of their forms they have.
 *
 * Description: practice post offices of both shapes are backed up by the linear method without settling, while their
 * users work as fast as they can. The payload of the loose bag is laid out three times and repaired three times: by
 * Postbag itself, by PRACTOOL compiled for this machine, and by PRACTOOL.COM in a real DOSBox.
 *
 * Pass criteria: all three end with a clean checker and a clean analysis, say the very same, and lose no mail that could
 * be read in the copy.
 *
 * `POSTBAG_RUNS=50 npm test -- integration practice/repair` makes 50 such backups.
 */
import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { practiceTools } from '../../../electron/practice/repair/tools';
import { startPracticeUsers } from '../../../electron/practice/users';
import { forkNode } from '../../../electron/run/child-node';
import { PracticeTool } from '../../../shared/practice-tools';
import { backUpAtWork } from '../../support/at-work';
import { otherDisk } from '../../support/disks';
import { makePlaces } from '../../support/places';
import {
  compiledTool,
  compilePractool,
  has,
  overhaul,
  ownTool,
  practoolInDos,
  type Said,
} from '../../support/practool';
import { askedRuns } from '../../support/runs';
import { readMail } from '../../unit/practice/mail';
import { practice, treeHash } from '../../unit/practice/set';

const { runs, seed } = askedRuns(2);
const silent = (): void => undefined;
const whole = { dangling: 0, orphans: 0, torn: 0, missing: 0 };

const program = has('cc') ? compilePractool() : null;
const dosbox = has('dosbox');

type Overhaul = (folder: string) => Said[] | Promise<Said[]>;

const own: Overhaul = async (folder) => {
  const said: Said[] = [];
  for (const tool of overhaul) said.push(await ownTool(tool, folder));
  return said;
};

describe(`a loose copy of a busy practice post office (seed ${seed})`, () => {
  test(
    `is made whole by the practice tools in all their forms, ${runs} times out of ${runs}`,
    async ({ skip }) => {
      if (program === null) return skip('needs a C compiler (apt install gcc libc6-dev)');
      skip(!dosbox, 'needs DOSBox (apt install dosbox)');
      const native = (folder: string): Said[] => overhaul.map((tool) => compiledTool(program, tool, folder));
      const inDos = (folder: string): Said[] => practoolInDos(overhaul, folder, 120_000);
      const damage = { loose: 0, dangling: 0, orphans: 0 };
      for (let round = 0; round < runs; round++) {
        const places = await makePlaces(otherDisk() ?? undefined);
        const { record, copy } = await backUpAtWork(places, {
          office: { shape: round % 2 === 0 ? 'db6' : 'db8', users: 12, messages: 800, seed: seed + round },
          pace: { rate: 0, burstMs: 0, pauseMs: 0 },
          seed: seed + round,
          settle: { passes: 1, minutes: 0 },
          before: 200,
        });
        if (record.grade === 'loose') damage.loose++;
        damage.dangling += copy.dangling;
        damage.orphans += copy.orphans;

        const data = path.join(record.bag ?? '', 'data');
        const mail = await readMail(data);
        const all: Said[][] = [];
        for (const [name, repair] of Object.entries<Overhaul>({ own, native, inDos })) {
          const folder = path.join(places.base, name);
          await cp(data, folder, { recursive: true });
          all.push(await repair(folder));
          const after = await checkPractice(folder);
          expect(after, `round ${round}, ${name}`).toMatchObject(whole);
          const kept = await readMail(folder);
          for (const [what, digest] of mail) expect(kept.get(what), `round ${round}, ${what}`).toBe(digest);
          expect(kept.size).toBe(after.pointers);
        }
        const [first, ...others] = all;
        expect(first?.at(-1), `round ${round}`).toMatchObject({ clean: true });
        for (const other of others) expect(other, `round ${round}`).toEqual(first);
        await rm(places.base, { recursive: true, force: true });
      }
      console.log(`loose ${damage.loose} of ${runs}`, damage);
      expect(damage.loose).toBeGreaterThan(0);
      expect(damage.dangling + damage.orphans).toBeGreaterThan(0);
    },
    60_000 + runs * 60_000,
  );
});

test.each(PracticeTool.options)(
  '%s is refused while simulated users are there, also while they rest',
  async (name) => {
    const folder = await practice('db6');
    const users = await startPracticeUsers(forkNode, folder, { seed: 1, rate: 0 });
    await users.waitForOps(50);
    await users.pause();
    const before = await treeHash(folder);
    await expect(practiceTools[name](folder, silent)).rejects.toMatchObject({ code: 'practice-busy' });
    expect(await treeHash(folder)).toBe(before);
    await users.stop();
    expect(await practiceTools[name](folder, silent)).toMatchObject({ clean: true });
  },
);
