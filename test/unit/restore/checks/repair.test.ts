/**
 * Motivation: a copy whose repair was not finished, or whose last look was bad, must not pass for a proven one.
 * Description: repairs are brought into every state in which they can end; practice post offices are damaged.
 * Pass criteria: only what went to its end and found nothing is good; a person's word is told with the name; nothing mended is
 * never enough.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PAGE_BYTES } from '../../../../electron/practice/layout';
import { runChecks } from '../../../../electron/restore/checks/run-checks';
import { AutoCheckId } from '../../../../shared/proof';
import { checkSentence } from '../../../../shared/words/checks';
import { copyOf, practiceCopy, ran, repaired, resultOf, withStep } from './copies';

const said = (by: string, decision: 'go-on' | 'skip' = 'go-on') => ({
  answer: { decision, by, at: '2026-03-03T09:00:00.000Z', note: '' },
});

describe('the last look of the repair', () => {
  test('is not needed for a closed bag, while no tool was run', async () => {
    const closed = { ...(await copyOf()), needsRepair: false };
    expect((await resultOf(closed, 'tools-clean')).result).toBe('not-applicable');
    // Somebody began to repair it: now it has to be finished.
    expect((await resultOf(ran(closed, 'message-index'), 'tools-clean')).result).toBe('failed');
  });

  test('is good when every step went well', async () => {
    const result = await resultOf(repaired(await copyOf()), 'tools-clean');
    expect(result.result).toBe('ok');
    expect(checkSentence(result)).toBe('ANALYZE found nothing wrong at the end.');
  });

  test('says which step is open', async () => {
    const open = withStep(repaired(await copyOf()), 'reclaim', { outcome: null });
    const result = await resultOf(open, 'tools-clean');
    expect(result.result).toBe('failed');
    expect(checkSentence(result)).toContain('Reclaim space');
  });

  test('that found something stands with the name of who goes on', async () => {
    const bad = ran(repaired(await copyOf()), 'prove', { mark: 'bad' });
    expect((await resultOf(bad, 'tools-clean')).result).toBe('failed');
    const result = await resultOf(withStep(bad, 'prove', said('Ada Brandt')), 'tools-clean');
    expect(result).toMatchObject({ result: 'warning', params: { by: 'Ada Brandt', mark: 'bad' } });
    expect(checkSentence(result)).toContain('“Ada Brandt”');
  });

  test('with complaints is to be looked at', async () => {
    const checked = ran(repaired(await copyOf()), 'prove', { mark: 'warning' });
    const result = await resultOf(checked, 'tools-clean');
    expect(result.result).toBe('warning');
    expect(checkSentence(result)).toContain('nobody has answered for it');
  });

  test('that a person left out is to be looked at', async () => {
    const skipped = withStep(repaired(await copyOf()), 'prove', { outcome: null, ...said('Ada', 'skip') });
    expect(await resultOf(skipped, 'tools-clean')).toMatchObject({
      result: 'warning',
      params: { by: 'Ada' },
    });
  });

  test('is left out for DB8, where no source names a tool for it, and that is said', async () => {
    const files = { CCPOMI: 'x', CCPODS: 'x', CCPOMS: 'x' };
    const checked = repaired(await copyOf(files, 'ccmail-db8'));
    const leftOut = withStep(checked, 'prove', { outcome: null, ...said('', 'skip') });
    const result = await resultOf(leftOut, 'tools-clean');
    expect(result.result).toBe('warning');
    expect(checkSentence(result)).toContain('left out');
  });

  test('does not help when every step was left out by a person', async () => {
    const { repair, ...checked } = await copyOf();
    const steps = repair.steps.map((step) => ({ ...step, ...said('Ada', 'skip') }));
    const skipped = { ...checked, repair: { ...repair, steps } };
    expect(await resultOf(skipped, 'tools-clean')).toMatchObject({
      result: 'failed',
      params: { reason: 'nothing-mended' },
    });
  });
});

describe('a practice post office', () => {
  test('is whole, and its text is nobody’s damage', async () => {
    const checked = await practiceCopy();
    expect(await resultOf(checked, 'practice-checker')).toMatchObject({ result: 'ok', params: { users: 6 } });
    expect((await resultOf(checked, 'no-readable-text')).result).toBe('not-applicable');
  });

  test('with lost mail fails, with numbers', async () => {
    const checked = await practiceCopy();
    const store = path.join(checked.copy, 'MLANDATA');
    const bytes = await readFile(store);
    await writeFile(store, bytes.fill(0, 10 * PAGE_BYTES, 13 * PAGE_BYTES));
    const result = await resultOf(checked, 'practice-checker');
    expect(result).toMatchObject({ result: 'failed', params: { torn: 3, missing: 0 } });
    expect(checkSentence(result)).toContain('3 torn pages');
  });

  test('without its marker fails', async () => {
    const checked = await practiceCopy();
    await rm(path.join(checked.copy, 'PRACTICE.TXT'));
    expect((await resultOf(checked, 'practice-checker')).result).toBe('failed');
  });

  test('is never called cc:Mail by a check', async () => {
    const results = await runChecks(await practiceCopy(), new AbortController().signal, () => undefined);
    expect(results.map(checkSentence).join(' ')).not.toMatch(/cc:?mail/i);
  });
});

test('the practice checker says nothing of any other post office', async () => {
  expect((await resultOf(await copyOf(), 'practice-checker')).result).toBe('not-applicable');
});

test('every check is told before it begins, and has its place in the result', async () => {
  const told: AutoCheckId[] = [];
  const results = await runChecks(repaired(await copyOf()), new AbortController().signal, (id) =>
    told.push(id),
  );
  expect(told).toEqual(AutoCheckId.options);
  expect(results.map(({ id }) => id)).toEqual(AutoCheckId.options);
});

test.each(AutoCheckId.options)('a person can cancel it at %s', async (id) => {
  const [controller, reason] = [new AbortController(), new Error('enough')];
  const told: AutoCheckId[] = [];
  const checking = runChecks(await copyOf(), controller.signal, (at) => {
    told.push(at);
    if (at === id) controller.abort(reason);
  });
  await expect(checking).rejects.toBe(reason);
  expect(told.at(-1)).toBe(id);
});

test('a copy that is gone is no finding', async () => {
  const checked = await copyOf();
  await rm(checked.copy, { recursive: true });
  await expect(resultOf(checked, 'manifest')).rejects.toMatchObject({ code: 'post-office-not-found' });
});
