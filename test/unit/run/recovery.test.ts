import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../electron/run/journal-record';
import { runFiles } from '../../../electron/run/folders';
import { takeLock } from '../../../electron/run/lock';
import { thisOwner } from '../../../electron/run/owner';
import { dropKept, pendingUndos, readRun, recoverRuns } from '../../../electron/run/recovery';
import { handlersThat, planOf, tempFolder } from './fixtures';

let home: string;
let undone: string[];
beforeEach(async () => {
  home = await tempFolder();
  undone = [];
});

/** The id of a run that began at this second of a minute. */
const idAt = (second: number): string => `20260102T0304${String(second).padStart(2, '0')}000Z-0000abcd`;

interface Died {
  readonly second: number;
  readonly postOfficeId?: string;
  readonly vault?: string;
  /** Files that it had copied. */
  readonly files?: number;
  readonly intent?: boolean;
}

/** Leaves the journal of a run whose process died in the middle of copying. @returns its id */
async function died({
  second,
  postOfficeId = 'po',
  vault = '/vault',
  files = 3,
  intent,
}: Died): Promise<string> {
  const runId = idAt(second);
  const { folder, journal } = runFiles(home, runId);
  const plan = { ...planOf([]), postOfficeId, vault };
  const entries: JournalEntry[] = [
    { type: 'plan', runId, owner: thisOwner(), plan },
    {
      type: 'undo',
      undoId: 0,
      action: 'remove-partial-bag',
      params: { folder: `other ${runId}` },
      keep: false,
    },
    { type: 'undo', undoId: 1, action: 'remove-partial-bag', params: { folder: `bag ${runId}` }, keep: true },
    { type: 'facts', facts: { files, bytes: files * 100 } },
    ...(intent ? [{ type: 'intent', facts: { bag: '/vault/bag' } } as const] : []),
  ];
  await mkdir(folder, { recursive: true });
  const lines = entries.map((entry) => JSON.stringify({ at: '2026-01-02T03:04:05.000Z', ms: 1, ...entry }));
  await writeFile(journal, `${lines.join('\n')}\n`);
  return runId;
}

const recover = async (failing: ReadonlySet<string> = new Set()): Promise<string[]> =>
  (await recoverRuns(home, handlersThat(undone, failing))).map(({ code }) => code);

describe('a run that died after it had copied something', () => {
  it('keeps its unfinished bag, and that alone; it is said once, with how much that is', async () => {
    const runId = await died({ second: 1 });
    const findings = await recoverRuns(home, handlersThat(undone));
    expect(findings.map(({ code }) => code)).toEqual(['process-died', 'unfinished-kept', 'undo-done']);
    expect(findings[1]?.params).toEqual({ postOffice: 'Head office', files: 3, bytes: 300 });
    expect(undone).toEqual([`other ${runId}`]);
    expect(await readRun(home, runId)).toMatchObject({
      verdict: 'failed',
      resumable: { from: runId, files: 3, bytes: 300 },
    });
    expect(await pendingUndos(home)).toEqual([]);
    expect(await recover()).toEqual([]);
    expect(undone).toEqual([`other ${runId}`]);
  });

  it('is known to have kept it also where its summary is lost', async () => {
    const runId = await died({ second: 1 });
    await recover();
    const before = await readRun(home, runId);
    await rm(runFiles(home, runId).summary);
    expect(await readRun(home, runId)).toEqual(before);
    expect(await recover()).toEqual([]);
  });

  it('is left alone while its process lives', async () => {
    const runId = await died({ second: 1 });
    const lock = await takeLock(runFiles(home, runId).lock);
    expect(await recover()).toEqual([]);
    if ('release' in lock) await lock.release();
    expect(await recover()).toContain('unfinished-kept');
  });
});

describe('a run that died', () => {
  it('before it had copied anything keeps nothing', async () => {
    const runId = await died({ second: 1, files: 0 });
    expect(await recover()).toEqual(['process-died', 'undo-done', 'undo-done']);
    expect(undone).toEqual([`bag ${runId}`, `other ${runId}`]);
    expect((await readRun(home, runId))?.resumable).toBeNull();
  });

  it('just behind its last act was done, and keeps nothing to go on from', async () => {
    const runId = await died({ second: 1, intent: true });
    const findings = await recoverRuns(home, handlersThat(undone), () => Promise.resolve(true));
    expect(findings.map(({ code }) => code)).toEqual(['process-died-done', 'undo-done', 'undo-done']);
    expect(await readRun(home, runId)).toMatchObject({
      bag: '/vault/bag',
      verdict: 'verified',
      resumable: null,
    });
  });

  it('just before its last act keeps what it has copied', async () => {
    const runId = await died({ second: 1, intent: true });
    expect(await recover()).toContain('unfinished-kept');
    expect(await readRun(home, runId)).toMatchObject({ bag: null, verdict: 'failed' });
  });
});

describe('of several runs that were cut short', () => {
  it('only the newest of a post office and vault is kept, whenever they died', async () => {
    const older = await died({ second: 1 });
    expect(await recover()).toContain('unfinished-kept');
    undone.splice(0);
    const newer = await died({ second: 2 });
    await recover();
    await recover();
    expect(undone).toContain(`bag ${older}`);
    expect(undone).not.toContain(`bag ${newer}`);
    expect((await readRun(home, older))?.resumable).toBeNull();
    expect((await readRun(home, newer))?.resumable).not.toBeNull();
    expect(await recover()).toEqual([]);
  });

  it('only the newest is kept when they are all found at once', async () => {
    const ids = [await died({ second: 1 }), await died({ second: 2 }), await died({ second: 3 })];
    await recover();
    await recover();
    expect(undone.filter((folder) => folder.startsWith('bag')).sort()).toEqual([
      `bag ${ids[0]}`,
      `bag ${ids[1]}`,
    ]);
  });

  it('those of another post office or vault are kept too', async () => {
    await died({ second: 1, postOfficeId: 'other' });
    await died({ second: 2, vault: '/other' });
    await died({ second: 3 });
    await recover();
    await recover();
    expect(undone.filter((folder) => folder.startsWith('bag'))).toEqual([]);
  });

  it('one that copied nothing does not take the place of one that did', async () => {
    const older = await died({ second: 1 });
    await died({ second: 2, files: 0 });
    await recover();
    await recover();
    expect(undone).not.toContain(`bag ${older}`);
    expect((await readRun(home, older))?.resumable).not.toBeNull();
  });
});

describe('what was kept and nobody wants', () => {
  it('is removed, and is no offer any more', async () => {
    const runId = await died({ second: 1 });
    await recover();
    await dropKept(home, runId, handlersThat(undone));
    expect(undone).toContain(`bag ${runId}`);
    expect(await readRun(home, runId)).toMatchObject({
      resumable: null,
      pendingUndos: [],
      verdict: 'failed',
    });
    expect(await recover()).toEqual([]);
    expect(await readFile(runFiles(home, runId).journal, 'utf8'), 'it ended twice').toSatisfy(
      (text: string) => text.split('"type":"end"').length === 2,
    );
  });

  it('and cannot be removed now is tried again at the next start, and said', async () => {
    const runId = await died({ second: 1 });
    await recover();
    const stuck = new Set([`bag ${runId}`]);
    const findings = await dropKept(home, runId, handlersThat(undone, stuck));
    expect(findings.map(({ code }) => code)).toEqual(['undo-failed']);
    expect(await pendingUndos(home)).toMatchObject([{ params: { folder: `bag ${runId}` } }]);
    expect(await recover(stuck)).toEqual(['undo-failed']);
    expect(await recover()).toEqual(['undo-done']);
    expect(await pendingUndos(home)).toEqual([]);
  });
});
