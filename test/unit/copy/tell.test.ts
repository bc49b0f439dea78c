import { describe, expect, it } from 'vitest';
import { CopySet } from '../../../electron/copy/copy-set';
import { Ledger } from '../../../electron/copy/ledger';
import { tellOfSet } from '../../../electron/copy/settling/tell';
import type { Settling } from '../../../shared/run';
import { FakeRun } from './copied-set';

const places = { source: '/s', vault: '/v', bag: '/v/b', required: new Set<string>() };
const limits = { passes: 20, minutes: 15 };
const pass = {
  pass: 1,
  startedAt: '',
  endedAt: '',
  bytesRead: 0,
  moved: 2,
  bytes: 0,
  appeared: 0,
  vanished: 0,
  unread: 1,
};
const settled: Settling = {
  limits,
  passes: [pass, { ...pass, pass: 2, moved: 0, unread: 0 }],
  end: 'settled',
  interval: { from: '', to: '', evidence: 'content' },
};

/** What is said of a set about which something is known. */
function told(settling: Settling | null, know: (set: CopySet) => void = () => undefined) {
  const set = new CopySet({
    pool: () => expect.unreachable('nothing is copied any more'),
    places,
    target: () => '/v/b/data',
    ledger: new Ledger(),
    progress: [],
    donor: () => null,
    lockedWaitMs: 30_000,
    listNow: () => Promise.resolve({ files: [], folders: [] }),
    files: () => [],
  });
  const run = new FakeRun();
  run.context.setFacts({ settling });
  know(set);
  tellOfSet(set, run.context);
  return run.findings.map(({ code, severity, params }) => ({ code, severity, params }));
}

describe('what is told of a copied set', () => {
  it('is nothing when it settled and nothing moved', () => {
    expect(told(settled)).toEqual([]);
  });

  it('is that it moved and settled, as a note', () => {
    expect(told(settled, ({ moved }) => moved.add('B').add('A'))).toEqual([
      { code: 'moved-and-settled', severity: 'info', params: { count: 2, names: 'A, B', passes: 2 } },
    ]);
  });

  it.each(['passes', 'minutes'] as const)('is a warning when it did not settle: %s', (end) => {
    const unsettled: Settling = { ...settled, passes: [pass], end, interval: null };
    expect(told(unsettled, ({ movedLast }) => movedLast.add('MLANDATA'))).toEqual([
      {
        code: 'not-settled',
        severity: 'warning',
        params: { end, passes: 1, minutes: 15, count: 2, unread: 1, names: 'MLANDATA' },
      },
    ]);
  });

  it('is each file that is not in the bag, and why; those that are gone and those waited for together', () => {
    const findings = told(settled, ({ unread, special, waited, vanished }) => {
      unread.set('R', { side: 'source', code: 'EIO', message: '' });
      unread.set('L', { side: 'locked', code: 'EBUSY', message: '' });
      unread.set('G', { side: 'source', code: 'ENOENT', message: '' });
      special.set('S', { side: 'special', code: '', message: '' });
      waited.add('W');
      vanished.add('V');
    });
    expect(findings.map(({ code, params }) => [code, params['path'] ?? params['names']])).toEqual([
      ['file-unreadable', 'R'],
      ['file-locked', 'L'],
      ['special-file-left-out', 'S'],
      ['lock-waited', 'W'],
      ['file-vanished', 'G, V'],
    ]);
  });
});
