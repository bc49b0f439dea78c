import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { centralFiles } from '../../../electron/practice/files';
import { PAGE_BYTES } from '../../../electron/practice/layout';
import { postbag, type Ended } from '../../support/cli';
import { temporaryFolder } from '../../support/places';
import { ownTool, overhaul } from '../../support/practool';
import { damage, practice, SHAPES } from '../../unit/practice/set';

/** `postbag practice …` with settings of its own. */
async function call(...args: string[]): Promise<Ended> {
  return await postbag(['practice', ...args], { home: await temporaryFolder() });
}

describe.each(SHAPES)('the practice tools on the command line, shape %s', (shape) => {
  test('end with 3 when something was wrong and with 0 when nothing was, and say what', async () => {
    const folder = await practice(shape);
    await damage(folder, centralFiles(shape).store, (bytes) =>
      bytes.fill(0, 40 * PAGE_BYTES, 43 * PAGE_BYTES),
    );
    const codes: (number | null)[] = [];
    let last = '';
    for (const tool of overhaul) {
      const { code, stdout } = await call(tool, folder);
      codes.push(code);
      last = stdout;
      expect(stdout).toMatch(/^Practice tools: [A-Z ]+, db[68], users 5\n((OK|NOTE|LOST|ERROR): .+\n)+$/);
    }
    // The index is wrong too: its entries lead to messages that are torn.
    expect(codes).toEqual([3, 3, 3, 3, 0]);
    expect(last.split('\n').slice(0, -1)).toEqual((await ownTool('analyse', folder)).lines);
    expect(last).toMatch(/OK: nothing is wrong\n$/);
  });

  test('print one object for programs', async () => {
    const folder = await practice(shape);
    const { code, stdout } = await call('analyse', folder, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      type: 'practice-tool',
      tool: 'analyse',
      clean: true,
      torn: 0,
    });
  });

  test('end with 1 for a folder that is no practice post office', async () => {
    const folder = await practice(shape);
    await rm(path.join(folder, 'PRACTICE.TXT'));
    const before = await readFile(path.join(folder, centralFiles(shape).store));
    for (const tool of overhaul) {
      const { code, stderr } = await call(tool, folder);
      expect(code).toBe(1);
      expect(stderr).toMatch(/is not a practice post office/);
    }
    expect(before.equals(await readFile(path.join(folder, centralFiles(shape).store)))).toBe(true);
  });
});
