/**
 * Motivation: a copy can be damaged in more ways than anybody thinks of, and a repair that loses mail which was still
 * there is worse than none.
 *
 * Description: a small post office of both shapes with a history; from its files at several moments a copy is put
 * together and then harmed, all by chance with a seed. The practice tools go over it: analyse, rebuild the index,
 * reconcile, reclaim, analyse.
 *
 * Pass criteria: every time, the first analysis counts what the checker counts; afterwards the checker finds nothing, the
 * last analysis is clean, and every message that could be read before can be read still, with the same text. A second
 * go changes nothing. Simulated users can work in what was repaired.
 *
 * `POSTBAG_RUNS=2000 npm test -- unit repair-any` makes 2000 of each shape.
 */
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkPractice } from '../../../electron/practice/checker';
import { Random } from '../../../electron/practice/random';
import { analyse } from '../../../electron/practice/repair/analyse';
import { rebuildIndex } from '../../../electron/practice/repair/rebuild-index';
import { reclaim } from '../../../electron/practice/repair/reclaim';
import { reconcile } from '../../../electron/practice/repair/reconcile';
import { otherDisk } from '../../support/disks';
import { temporaryFolder } from '../../support/places';
import { askedRuns } from '../../support/runs';
import { harmed, history, layOut, work } from './harm';
import { readMail } from './mail';
import { practice, SHAPES, treeHash } from './set';

const { runs, seed } = askedRuns(100);
const MOMENTS = 5;
const silent = (): void => undefined;
const whole = { dangling: 0, orphans: 0, torn: 0, missing: 0 };

describe.each(SHAPES)(`the practice tools on copies harmed by chance (seed ${seed}), shape %s`, (shape) => {
  test(
    `make ${runs} out of ${runs} whole and lose nothing that was whole`,
    async () => {
      const office = await practice(shape, { messages: 40, seed });
      const moments = await history(office, seed, MOMENTS, 60);
      // In memory where that can be had: everything is synced, many times a round.
      const folder = path.join(await temporaryFolder(otherDisk() ?? undefined), 'copy');
      const lost = { pointers: 0, back: 0, torn: 0 };
      for (let round = 0; round < runs; round++) {
        await layOut(office, harmed(moments, new Random(seed, round)), folder);
        const mail = await readMail(folder);
        const before = await checkPractice(folder);

        const analysed = await analyse(folder, silent);
        const { dangling, orphans, torn, missing } = before;
        expect(analysed, `round ${round}`).toMatchObject({ dangling, orphans, torn, missing });
        const rebuilt = await rebuildIndex(folder, silent);
        const reconciled = await reconcile(folder, silent);
        const reclaimed = await reclaim(folder, silent);
        expect(rebuilt.torn + reconciled.torn + reclaimed.torn, `round ${round}`).toBe(torn);
        expect(rebuilt.madeAnew + reconciled.madeAnew + reclaimed.madeAnew, `round ${round}`).toBe(missing);
        expect(reconciled.lostPointers).toBeLessThanOrEqual(dangling);

        const after = await checkPractice(folder);
        expect(after, `round ${round}`).toMatchObject(whole);
        expect(after.pointers).toBe(before.pointers - reconciled.lostPointers);
        expect(await analyse(folder, silent), `round ${round}`).toMatchObject({ clean: true });
        const kept = await readMail(folder);
        for (const [what, digest] of mail) expect(kept.get(what), `round ${round}, ${what}`).toBe(digest);
        expect(kept.size).toBe(after.pointers);

        const repaired = await treeHash(folder);
        for (const tool of [rebuildIndex, reconcile, reclaim]) {
          expect(await tool(folder, silent), `round ${round}, again`).toMatchObject({ clean: true });
        }
        expect(await treeHash(folder), `round ${round}, again`).toBe(repaired);
        if (round % 4 === 0) {
          await work(folder, round, 30);
          expect(await checkPractice(folder), `round ${round}, after work`).toMatchObject(whole);
          expect(await analyse(folder, silent), `round ${round}, after work`).toMatchObject({ clean: true });
        }

        lost.pointers += reconciled.lostPointers;
        lost.back += reconciled.broughtBack;
        lost.torn += torn;
      }
      // Else the harm was none.
      expect(Math.min(lost.pointers, lost.back, lost.torn)).toBeGreaterThan(0);
    },
    30_000 + runs * 1000,
  );
});
