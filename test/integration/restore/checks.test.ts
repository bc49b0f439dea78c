/**
 * Motivation: checks that hold a good repair against the copy would teach people to overrule them.
 * Description: a damaged practice post office is backed up, staged and repaired by the real tools, and its copy is checked at each
 * stage.
 * Pass criteria: before the repair the damage is found; after it every check is good; a file that somebody touches afterwards is
 * found.
 */
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { centralFiles } from '../../../electron/practice/files';
import { resolvePatterns } from '../../../electron/postoffice/match';
import { readRepair } from '../../../electron/repair/record';
import { runChecks } from '../../../electron/restore/checks/run-checks';
import type { AutoCheck } from '../../../shared/proof';
import { begin, go, makeWorld, PASSWORD } from '../../support/repairs';

/** The checks that did not end as they should, with what they say. */
const not = (checks: readonly AutoCheck[], ...results: readonly AutoCheck['result'][]): AutoCheck[] =>
  checks.filter(({ result }) => !results.includes(result));

test.each(['db6', 'db8'] as const)('a repaired copy of a %s-shaped post office passes', async (shape) => {
  const world = await makeWorld({ shape });
  const { id, copy, folder } = await begin(world);
  const check = async (): Promise<AutoCheck[]> => {
    const repair = await readRepair(folder);
    const { format, practice, createdAt, bag } = repair;
    const checked = { copy, bag: bag.folder, format, practice, repair, patterns: resolvePatterns(format) };
    const times = { recoveryPoint: createdAt, sealedAt: createdAt };
    const rest = { needsRepair: true, lastSizes: [repair.bytes] };
    return await runChecks({ ...checked, ...times, ...rest }, new AbortController().signal, () => undefined);
  };
  const before = await check();
  expect(not(before, 'ok', 'not-applicable').map((one) => one.id)).toEqual([
    'tools-clean',
    'practice-checker',
  ]);

  await world.engine.repairs.setPassword(id, PASSWORD, false);
  await go(world.engine, id, { all: true });
  for (let step = 0; step < 10; step++) {
    const { next } = await world.engine.repairs.view(id);
    if (next.needs === 'finished' || next.step === null) break;
    await world.engine.repairs.confirm(id, next.step, { by: 'Ada', note: '' });
    await go(world.engine, id, { all: true });
  }
  const after = await check();
  expect(not(after, 'ok', 'not-applicable', 'warning')).toEqual([]);
  expect(after[0]).toMatchObject({ id: 'manifest', result: 'ok' });

  await appendFile(path.join(copy, centralFiles(shape).store), 'x');
  expect(not(await check(), 'ok', 'not-applicable', 'warning').map((one) => one.id)).toContain('manifest');
});
