/**
 * Motivation: the proof of settling stands on the comparison of a copy with the states that a model went through; if that
 * comparison let everything pass, nothing would be proven.
 * Description: a file is written three times, at 10, 20 and 30, each write taking 2 ms, and copies with known bytes are
 * held against spans of that time.
 * Pass criteria: only copies of a state of the span pass, and a half-done write only while it was under way.
 */
import { describe, expect, test } from 'vitest';
import { contentOf } from './writer/content.mjs';
import { cameBack, holdAgainst } from './model/hold-against';
import { Replay } from './model/replay';
import type { Step } from './model/steps';

const first = new Map([
  ['USR00001', Buffer.from('aaaaaaaa')],
  ['MLANDATA', Buffer.from('zzzz')],
]);
const write = (fill: number, began: number): Step & { do: 'write' } => ({
  do: 'write',
  path: 'USR00001',
  at: 2,
  length: 4,
  bytes: { fill },
  began,
  ended: began + 2,
});
const log = [write(1, 10), write(2, 20), write(3, 30)];

/** The post office after so many of the writes, and perhaps some bytes of the next one. */
function copyAfter(writes: number, bytesOfNext = 0): Map<string, Buffer> {
  const replay = new Replay(first);
  for (const step of log.slice(0, writes)) replay.apply(step);
  const tree = new Map([...replay.tree].map(([name, bytes]) => [name, Buffer.from(bytes)] as const));
  contentOf(writes + 1, 4).copy(tree.get('USR00001') ?? Buffer.alloc(0), 2, 0, bytesOfNext);
  return tree;
}
const held = (writes: number, from: number, to: number, bytesOfNext = 0) =>
  holdAgainst(copyAfter(writes, bytesOfNext), first, log, { from, to });

describe('a copy held against the states of a span', () => {
  test('passes when it is the state of the whole span', () => {
    for (const [writes, from, to] of [
      [0, 1, 9],
      [1, 13, 19],
      [3, 40, 90],
    ] as const)
      expect(held(writes, from, to)).toEqual({ ofSpan: true, throughout: true, strays: [] });
  });

  test('is found out when it is an older or a newer state', () => {
    expect(held(0, 14, 18)).toEqual({ ofSpan: false, throughout: false, strays: ['USR00001'] });
    expect(held(2, 14, 18)).toMatchObject({ ofSpan: false });
  });

  test('is found out when it is a state of the span, but not of all of it', () => {
    expect(held(1, 14, 28)).toMatchObject({ ofSpan: true, throughout: false });
  });

  test('may be half of a write that was under way, and of no other one', () => {
    expect(held(1, 20, 20, 2)).toMatchObject({ ofSpan: true });
    expect(held(1, 14, 17, 2)).toMatchObject({ ofSpan: false });
    expect(held(1, 25, 27, 2)).toMatchObject({ ofSpan: false });
  });

  test('is found out when a file is missing, or one too many', () => {
    const lacking = copyAfter(1);
    lacking.delete('MLANDATA');
    expect(holdAgainst(lacking, first, log, { from: 14, to: 18 }).strays).toEqual(['MLANDATA']);
    const more = copyAfter(1).set('~WRITE.TMP', Buffer.alloc(0));
    expect(holdAgainst(more, first, log, { from: 14, to: 18 }).ofSpan).toBe(false);
  });
});

test('a file that changed and changed back is told from one that only changed', () => {
  const back: Step = { ...write(0, 24), bytes: { before: true } };
  const [before, after] = [
    { from: 14, to: 18 },
    { from: 27, to: 28 },
  ];
  const returned = [write(1, 10), write(2, 20), back];
  expect(cameBack('USR00001', copyAfter(1), first, returned, [before, after])).toBe(true);
  expect(cameBack('USR00001', copyAfter(1), first, log, [before, after])).toBe(false);
  expect(cameBack('NEW00001.DAT', copyAfter(1), first, log, [before, after])).toBe(true);
});

test('a model goes through creating, renaming, cutting and putting back as a disk does', () => {
  const replay = new Replay(first);
  const at = { began: 0, ended: 1 };
  replay.apply({ do: 'create', path: 'TMP', ...at });
  replay.apply({ do: 'write', path: 'TMP', at: 0, length: 8, bytes: { as: 'USR00001' }, ...at });
  replay.apply({ do: 'write', path: 'TMP', at: 6, length: 4, bytes: { fill: 9 }, ...at });
  expect(replay.tree.get('TMP')).toEqual(Buffer.concat([Buffer.from('aaaaaa'), contentOf(9, 4)]));
  replay.apply({ do: 'write', path: 'TMP', at: 6, length: 2, bytes: { before: true }, ...at });
  replay.apply({ do: 'truncate', path: 'TMP', to: 8, ...at });
  replay.apply({ do: 'rename', path: 'TMP', to: 'USR00002', ...at });
  replay.apply({ do: 'truncate', path: 'USR00002', to: 10, ...at });
  expect(replay.tree.get('USR00002')).toEqual(Buffer.from('aaaaaaaa\0\0'));
  replay.apply({ do: 'delete', path: 'USR00002', ...at });
  expect([...replay.tree.keys()]).toEqual(['USR00001', 'MLANDATA']);
});
