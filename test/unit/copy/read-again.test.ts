import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readAgain } from '../../../electron/copy/settling/read-again';
import { rehashPatched } from '../../../electron/copy/settling/rehash';
import { copyAgain, settleSet } from '../../../electron/copy/settling/settle-step';
import type { Donor } from '../../../electron/copy/job';
import { isCopyOf, makeSet } from './copied-set';
import { sha256, writeAt } from './fixtures';

const KB = 1024;

/** A copied set of six files. */
async function copiedSet(donor: Parameters<typeof makeSet>[0] = () => null) {
  const made = makeSet(donor);
  for (const [index, name] of ['USR00001', 'USR00002', 'USR00003', 'NOTES.TXT', 'CLANDATA'].entries()) {
    fs.writeFileSync(made.inSource(name), randomBytes((index + 1) * 1000));
  }
  fs.writeFileSync(made.inSource('MLANDATA'), randomBytes(500 * KB));
  await made.copyAll();
  made.run.notes.splice(0);
  const pass = async (number = 1) => await readAgain(made.set, number, made.run.context);
  return { ...made, pass };
}

const nothing = { moved: 0, bytes: 0, appeared: 0, vanished: 0, unread: 0 };

describe('a pass over a set that rests', () => {
  it('reads every byte, finds nothing, and leaves the copy as it is', async () => {
    const { pass, run, set } = await copiedSet();
    expect(await pass()).toEqual({ ...nothing, bytesRead: 15_000 + 500 * KB });
    expect(run.notes).toEqual([]);
    expect(set.ledger.entries.map(({ change }) => change).filter(Boolean)).toEqual([]);
  });
});

describe('a pass over a set that moved', () => {
  it('brings the copy up to date, and says of each file what it did, how much and in which pass', async () => {
    const { pass, run, source, target, inSource, set } = await copiedSet();
    writeAt(inSource('MLANDATA'), 300 * KB, 'new mail');
    fs.appendFileSync(inSource('USR00001'), 'more');
    fs.truncateSync(inSource('USR00002'), 500);
    fs.writeFileSync(inSource('USR00009'), 'appeared');
    fs.rmSync(inSource('NOTES.TXT'));
    fs.writeFileSync(inSource('other'), randomBytes(3000));
    fs.renameSync(inSource('other'), inSource('USR00003'));
    expect(await pass(4)).toMatchObject({ moved: 6, appeared: 1, vanished: 1, unread: 0 });
    expect(isCopyOf(target, source)).toBe(true);
    const told = Object.fromEntries(run.moves.map(({ path, ...move }) => [path, move]));
    expect(told).toMatchObject({
      MLANDATA: { kind: 'written', pass: 4, bytes: 512, group: 'store', replaced: false },
      USR00001: { kind: 'grown', bytes: 4, bytesBefore: 1000, bytesAfter: 1004 },
      USR00002: { kind: 'shrunk', bytesBefore: 2000, bytesAfter: 500 },
      USR00003: { kind: 'written', replaced: true },
      USR00009: { kind: 'appeared', bytes: 8, bytesAfter: 8 },
      'NOTES.TXT': { kind: 'vanished', bytesBefore: 4000, bytesAfter: 0 },
    });
    expect([...set.movedLast].sort()).toEqual(Object.keys(told).sort());
    expect(await pass(5), 'what was found is in the copy now').toMatchObject(nothing);
  });

  it('names in the ledger what changed after it was copied, also where no time betrays it', async () => {
    const { pass, inSource, set } = await copiedSet();
    const { atime, mtime } = fs.statSync(inSource('MLANDATA'));
    writeAt(inSource('MLANDATA'), 10, 'new mail');
    fs.utimesSync(inSource('MLANDATA'), atime, mtime);
    await pass();
    const changed = set.ledger.entries.filter(({ change }) => change !== null);
    expect(changed).toMatchObject([{ path: 'MLANDATA', change: { when: 'after-copy', replaced: false } }]);
  });

  it('keeps the order of the groups: what the store gets meanwhile is read after the users', async () => {
    const { pass, run, inSource } = await copiedSet();
    for (const name of ['USR00001', 'CLANDATA', 'MLANDATA']) writeAt(inSource(name), 0, 'moved');
    await pass();
    expect(run.moves.map(({ group }) => group)).toEqual(['users', 'directory', 'store']);
  });

  it('finds what is written to the store while the users are read', async () => {
    const { pass, run, source, target, inSource } = await copiedSet();
    writeAt(inSource('USR00001'), 0, 'moved');
    run.onNote = (kind) => {
      if (kind === 'move' && run.moves.length === 1) writeAt(inSource('MLANDATA'), 5, 'later');
    };
    expect(await pass()).toMatchObject({ moved: 2 });
    expect(isCopyOf(target, source)).toBe(true);
  });

  it('gives a patched copy its checksum before it is sealed, and finds a byte that was changed in it', async () => {
    const { pass, run, set, inSource, inCopy } = await copiedSet();
    writeAt(inSource('MLANDATA'), 300 * KB, 'new mail');
    await pass();
    await rehashPatched(set, run.context);
    expect(set.ledger.line('MLANDATA')?.entry.sha256).toBe(sha256(fs.readFileSync(inSource('MLANDATA'))));
    expect(run.notes.at(-1)).toMatchObject({ kind: 'file', data: { path: 'MLANDATA' } });

    writeAt(inSource('MLANDATA'), 1, 'again');
    await pass(2);
    writeAt(inCopy('MLANDATA'), 400 * KB, 'damaged');
    await expect(rehashPatched(set, run.context)).rejects.toMatchObject({
      code: 'copy-differs',
      params: { path: 'MLANDATA' },
    });
  });
});

describe('a pass over copies that share their bytes with an older bag', () => {
  it('copies what moved as a whole, and never writes into the older bag', async () => {
    let older: Donor | null = null;
    const made = await copiedSet((file) => (file.path === 'MLANDATA' ? older : null));
    const { pass, set, source, target, inSource, inCopy } = made;
    const kept = `${made.base}/older`;
    fs.linkSync(inCopy('MLANDATA'), kept);
    const before = fs.readFileSync(kept);
    older = { file: kept, bytes: before.length, sha256: sha256(before), origin: 'shared' };
    writeAt(inSource('MLANDATA'), 10, 'new mail');
    expect(await pass()).toMatchObject({ moved: 1 });
    expect(fs.readFileSync(kept).equals(before), 'the older bag was changed').toBe(true);
    expect(fs.statSync(inCopy('MLANDATA')).nlink).toBe(1);
    expect(isCopyOf(target, source)).toBe(true);
    const entry = set.ledger.line('MLANDATA')?.entry;
    expect(entry).toMatchObject({ origin: 'copied', sha256: sha256(fs.readFileSync(inSource('MLANDATA'))) });
    expect(await pass(2)).toMatchObject(nothing);
  });
});

describe('a pass that cannot read everything', () => {
  it('counts what could not be read, so that nothing is proven, and reads it in the next', async () => {
    const { pass, run, source, target, inSource } = await copiedSet();
    fs.renameSync(inSource('USR00002'), inSource('away'));
    fs.mkdirSync(inSource('USR00002'));
    fs.renameSync(inSource('away'), `${source} away`);
    expect(await pass()).toMatchObject({ unread: 1, vanished: 0 });
    expect(run.notes).toContainEqual({
      kind: 'unread',
      data: expect.objectContaining({ path: 'USR00002' }) as unknown,
    });
    fs.rmdirSync(inSource('USR00002'));
    fs.renameSync(`${source} away`, inSource('USR00002'));
    await pass(2);
    expect(isCopyOf(target, source)).toBe(true);
    expect(await pass(3)).toMatchObject(nothing);
  });

  it('is the end when a file is gone without which there is no backup', async () => {
    const { pass, inSource } = await copiedSet();
    fs.rmSync(inSource('CLANDATA'));
    await expect(pass()).rejects.toMatchObject({
      code: 'required-file-missing',
      params: { path: 'CLANDATA' },
    });
  });

  it('knows a lost post office from lost files', async () => {
    const { pass, source, target } = await copiedSet();
    const before = fs.readdirSync(target);
    fs.renameSync(source, `${source} away`);
    await expect(pass()).rejects.toMatchObject({ code: 'post-office-lost' });
    expect(fs.readdirSync(target)).toEqual(before);
  });

  it('is the end when the copy cannot be written to', async () => {
    const { pass, base, inSource } = await copiedSet();
    writeAt(inSource('MLANDATA'), 10, 'new mail');
    fs.renameSync(`${base}/vault`, `${base}/vault away`);
    await expect(pass()).rejects.toMatchObject({ code: 'vault-lost' });
  });
});

describe('settling a copied set', () => {
  it('is settled at once when it rests, and says from when to when it was as the copy is', async () => {
    const { set, run } = await copiedSet();
    const copied = set.readUntil;
    await settleSet(set, { passes: 5, minutes: 1 }, run.context);
    const { settling, recoveryPoint } = run.facts;
    expect(settling?.end).toBe('settled');
    const { from = '', to = '' } = settling?.interval ?? {};
    expect(Date.parse(from)).toBeGreaterThanOrEqual(copied);
    expect(from < to).toBe(true);
    expect(recoveryPoint).toBe(to);
    expect(run.notes.map(({ kind }) => kind)).toEqual(['settle-pass']);
  });

  it('copies a group again as a whole, reads those behind it, and settles anew', async () => {
    const { set, run, source, target, inSource } = await copiedSet();
    await settleSet(set, { passes: 5, minutes: 1 }, run.context);
    run.notes.splice(0);
    writeAt(inSource('CLANDATA'), 0, 'other');
    writeAt(inSource('MLANDATA'), 0, 'other');
    await copyAgain(set, 'directory', { passes: 5, minutes: 1 }, run.context);
    expect(isCopyOf(target, source)).toBe(true);
    const seen = run.notes.map(({ kind, data }) => [kind, (data as { path?: string }).path ?? '']);
    expect(seen).toEqual([
      ['group-again', ''],
      ['file', 'CLANDATA'],
      ['move', 'MLANDATA'],
      ['settle-pass', ''],
    ]);
    expect(run.facts.settling).toMatchObject({ end: 'settled', passes: [{ pass: 1 }, { pass: 3 }] });
  });
});
