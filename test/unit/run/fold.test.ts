import { describe, expect, it } from 'vitest';
import { JournalFold } from '../../../electron/run/fold';
import type { JournalEntry } from '../../../electron/run/journal-record';
import { thisOwner } from '../../../electron/run/owner';
import { planOf } from './fixtures';

function foldOf(...entries: readonly JournalEntry[]): JournalFold {
  const fold = new JournalFold();
  const plan: JournalEntry = { type: 'plan', runId: 'run', owner: thisOwner(), plan: planOf([]) };
  for (const entry of [plan, ...entries]) fold.add({ at: '2026-01-02T03:04:05.000Z', ms: 0, ...entry });
  return fold;
}

const undo = (undoId: number, keep = false): JournalEntry => {
  return { type: 'undo', undoId, action: 'remove-partial-bag', params: { folder: String(undoId) }, keep };
};
const result = (undoId: number, ok: boolean): JournalEntry => {
  return { type: 'undo-result', undoId, ok, acted: ok, error: ok ? '' : 'the disk is away' };
};
const copied: JournalEntry = { type: 'facts', facts: { files: 3, bytes: 300 } };
const end = (cutShort: boolean): JournalEntry => ({ type: 'end', verdict: 'failed', cutShort });

describe('the record of a journal', () => {
  it('is none without a plan', () => {
    expect(new JournalFold().record()).toBeNull();
  });

  it('has the newest of each fact', () => {
    const bytes: JournalEntry = { type: 'facts', facts: { bytes: 900 } };
    expect(foldOf(copied, bytes).record()).toMatchObject({
      files: 3,
      bytes: 900,
      endedAt: null,
      verdict: null,
    });
  });

  it('has undos until they are done, newest first, with why they failed', () => {
    const fold = foldOf(undo(0), undo(1), undo(2), result(1, true), result(0, false));
    expect(fold.pendingUndos).toMatchObject([
      { undoId: 2, lastError: '' },
      { undoId: 0, lastError: 'the disk is away' },
    ]);
  });
});

describe('a run that was cut short', () => {
  it('can be gone on from when something was copied and is kept', () => {
    const fold = foldOf(undo(0), undo(1, true), copied, end(true));
    expect(fold.record()?.resumable).toEqual({ from: 'run', files: 3, bytes: 300 });
    expect(fold.pendingAtOnce.map(({ undoId }) => undoId)).toEqual([0]);
  });

  it.each<[string, JournalEntry[]]>([
    ['it has not ended', [undo(0, true), copied]],
    ['it was not cut short from outside', [undo(0, true), copied, end(false)]],
    ['nothing was copied', [undo(0, true), end(true)]],
    ['nothing is kept', [undo(0), copied, end(true)]],
    ['what was kept was taken back', [undo(0, true), copied, end(true), result(0, true)]],
    [
      'what was kept was to be taken back and could not be',
      [undo(0, true), copied, end(true), result(0, false)],
    ],
  ])('cannot be gone on from when %s', (_, entries) => {
    expect(foldOf(...entries).record()?.resumable).toBeNull();
  });
});
