/**
 * Motivation: what a person learns with the practice tools on a terminal of today has to hold in DOS too, where they are
 * another program in another language.
 *
 * Description: copies of small practice post offices, harmed by chance with a seed, are repaired twice: by Postbag
 * itself, and by the source of PRACTOOL, compiled for this machine with checks of memory and arithmetic.
 *
 * Pass criteria: each tool says the same lines and leaves the same files, but for the write numbers of pages.
 *
 * `POSTBAG_RUNS=1000 npm test -- integration repair-same` makes 1000 of each shape.
 */
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { AT, PAGE_BYTES } from '../../../electron/practice/layout';
import { Random } from '../../../electron/practice/random';
import { harmed, history, layOut, readFiles, type Files } from '../../unit/practice/harm';
import { practice, SHAPES } from '../../unit/practice/set';
import { otherDisk } from '../../support/disks';
import { temporaryFolder } from '../../support/places';
import { compiledTool, compilePractool, has, overhaul, ownTool } from '../../support/practool';
import { askedRuns } from '../../support/runs';

const { runs, seed } = askedRuns(40);
const CHECKED = ['-fsanitize=address,undefined', '-fno-sanitize-recover=all', '-g'];

/** Without what depends on the order in which pages are written. */
function withoutWrites(files: Files): Files {
  for (const bytes of files.values()) {
    for (let at = 0; at + PAGE_BYTES <= bytes.length; at += PAGE_BYTES) {
      bytes.writeUInt32LE(0, at + AT.write);
      bytes.writeUInt32LE(0, at + AT.checksum);
    }
  }
  return files;
}

const program = has('cc') ? compilePractool(CHECKED) : null;

describe.each(SHAPES)(`PRACTOOL and Postbag on copies harmed by chance (seed ${seed}), shape %s`, (shape) => {
  test(
    `say and do the same, ${runs} times out of ${runs}`,
    async ({ skip }) => {
      if (program === null) return skip('needs a C compiler (apt install gcc libc6-dev)');
      const office = await practice(shape, { messages: 40, seed });
      const moments = await history(office, seed, 5, 60);
      const base = await temporaryFolder(otherDisk() ?? undefined);
      const [own, other] = [path.join(base, 'own'), path.join(base, 'other')];
      for (let round = 0; round < runs; round++) {
        await layOut(office, harmed(moments, new Random(seed, round)), own);
        await layOut(office, new Map(), other);
        await cp(own, other, { recursive: true });
        for (const tool of overhaul) {
          const said = compiledTool(program, tool, other);
          expect(said, `round ${round}, ${tool}`).toEqual(await ownTool(tool, own));
          const files = withoutWrites(await readFiles(other));
          expect([...files.keys()]).toEqual([...(await readFiles(own)).keys()]);
          for (const [name, bytes] of withoutWrites(await readFiles(own))) {
            expect(files.get(name)?.equals(bytes), `round ${round}, ${tool}, ${name}`).toBe(true);
          }
        }
      }
    },
    30_000 + runs * 2000,
  );
});
