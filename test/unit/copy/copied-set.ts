import fs from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { CopySet } from '../../../electron/copy/copy-set';
import type { Donor } from '../../../electron/copy/job';
import { Ledger } from '../../../electron/copy/ledger';
import { CopyPool } from '../../../electron/copy/pool';
import type { SourceFile } from '../../../electron/copy/copier';
import { entryPath } from '../../../electron/run/entries';
import { noFacts, type RunFacts } from '../../../electron/run/journal-record';
import type { RunContext } from '../../../electron/run/step';
import type { Finding } from '../../../shared/finding';
import type { GroupId } from '../../../shared/postoffice';
import type { FileMove } from '../../../shared/run';
import { tempFolder } from './fixtures';

/** What a run would remember. */
export class FakeRun {
  readonly notes: { kind: string; data: unknown }[] = [];
  readonly findings: Finding[] = [];
  facts: RunFacts = { ...noFacts };
  /** Called with each note, to let something happen then. */
  onNote: (kind: string, data: unknown) => void = () => undefined;

  readonly context: RunContext = ((run: FakeRun) => ({
    runId: 'run',
    signal: new AbortController().signal,
    findings: run.findings,
    get facts() {
      return run.facts;
    },
    finding: (finding: Omit<Finding, 'at'>) => void run.findings.push({ ...finding, at: '' }),
    note: (kind: string, data: unknown) => {
      run.notes.push({ kind, data });
      run.onNote(kind, data);
    },
    sync: () => Promise.resolve(),
    setFacts: (facts: Partial<RunFacts>) => void (run.facts = { ...run.facts, ...facts }),
    intend: () => Promise.resolve(),
    progress: () => undefined,
    takeBack: () => Promise.resolve(true),
  }))(this);

  get moves(): FileMove[] {
    return this.notes.flatMap(({ kind, data }) => (kind === 'move' ? [data as FileMove] : []));
  }
}

const groupOf = (name: string): GroupId =>
  name === 'MLANDATA' ? 'store' : name === 'CLANDATA' ? 'directory' : 'users';
const roles = { users: 'user', directory: 'directory', store: 'store' } as const;

/** A set in temporary folders with real files, threads and ledger. The list is of what lies there when it is asked. */
export function makeSet(donor: (file: SourceFile) => Donor | null = () => null) {
  const base = tempFolder();
  const [source, target] = [path.join(base, 'CCDATA'), path.join(base, 'vault', 'bag', 'data')];
  fs.mkdirSync(source);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  const pool = new CopyPool({ entry: entryPath, threads: 2, lockedWaitMs: 0 });
  onTestFinished(async () => await pool.close());
  const list = (): SourceFile[] =>
    fs
      .readdirSync(source, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => {
        const group = groupOf(name);
        return { path: name, bytes: fs.statSync(path.join(source, name)).size, group, role: roles[group] };
      });
  const groups = ['users', 'directory', 'store'] as const;
  const set = new CopySet({
    pool: () => pool,
    places: {
      source,
      vault: path.join(base, 'vault'),
      bag: path.dirname(target),
      required: new Set(['clandata']),
    },
    target: () => target,
    ledger: new Ledger(),
    progress: groups.map((id) => ({ id, files: 0, filesDone: 0, bytes: 0, bytesDone: 0 })),
    donor,
    lockedWaitMs: 0,
    files: (group) => list().filter((file) => file.group === group),
    listNow: () => Promise.resolve({ files: list(), folders: [source] }),
  });
  const run = new FakeRun();
  const copyAll = async (): Promise<void> => {
    for (const group of groups) await set.copy(set.options.files(group), 0, run.context);
  };
  const inSource = (name: string): string => path.join(source, name);
  const inCopy = (name: string): string => path.join(target, name);
  return { base, source, target, set, run, pool, copyAll, inSource, inCopy };
}

/** Whether the copy holds just what the source holds. */
export function isCopyOf(target: string, source: string): boolean {
  const [copy, now] = [fs.readdirSync(target).sort(), fs.readdirSync(source).sort()];
  if (copy.join('/') !== now.join('/')) return false;
  return now.every((name) =>
    fs.readFileSync(path.join(target, name)).equals(fs.readFileSync(path.join(source, name))),
  );
}
