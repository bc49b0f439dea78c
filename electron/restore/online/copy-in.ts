import { mkdir, open, readdir, utimes, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder, syncTree } from '../../bag/folder-sync';
import { bytesChanged } from '../../repair/compare';
import { filesIn, type TreeFile } from '../../repair/tree';
import { PostbagError } from '../../run/errors';
import { copyUnreadable, refusedAt } from './refused';

const CHUNK = 1 << 20;

/** A private copy and the folder beside its place that it is copied into. Absolute folders. */
export interface CopyIn {
  readonly copy: string;
  readonly incoming: string;
  readonly target: string;
  readonly postOffice: string;
  readonly signal: AbortSignal;
  /** @param bytes copied, and then compared, so far */
  readonly onProgress: (file: string, bytes: number) => void;
}

/**
 * Copies every file and folder of the private copy, syncs them, and compares names and bytes. Its undo must have been written
 * before.
 * @returns what was copied
 * @throws PostbagError `online-differs`, `place-full`, `target-not-writable`, `repair-damaged`; the signal's reason
 */
export async function copyIn(job: CopyIn): Promise<readonly TreeFile[]> {
  const { copy, incoming, target, postOffice } = job;
  const reading = async <T>(work: Promise<T>): Promise<T> =>
    await work.catch((error: unknown) => Promise.reject(asError(copyUnreadable(postOffice, error))));
  const [files, folders] = await reading(Promise.all([filesIn(copy), foldersIn(copy)]));
  if (files.length === 0) throw copyUnreadable(postOffice, new Error('no files'));
  let done = 0;
  const went = (file: string, bytes: number): void => job.onProgress(file, (done += bytes));
  try {
    await mkdir(incoming);
    for (const folder of folders) await mkdir(path.join(incoming, folder));
    for (const file of files) {
      const source = await reading(open(path.join(copy, file.path), 'r'));
      try {
        await copyFile(source, path.join(incoming, file.path), { file, reading, went, signal: job.signal });
      } finally {
        await source.close();
      }
    }
    await syncTree(incoming);
    await syncFolder(path.dirname(incoming));
    await compareNames(job, files, folders);
    for (const file of files) {
      const [one, other] = [path.join(copy, file.path), path.join(incoming, file.path)];
      if ((await bytesChanged(one, other, job.signal)) > 0) throw differs(file.path);
      went(file.path, file.bytes);
    }
    return files;
  } catch (error) {
    throw refusedAt(target, error);
  }
}

interface OneFile {
  readonly file: TreeFile;
  readonly reading: <T>(work: Promise<T>) => Promise<T>;
  readonly went: (file: string, bytes: number) => void;
  readonly signal: AbortSignal;
}

async function copyFile(
  source: FileHandle,
  to: string,
  { file, reading, went, signal }: OneFile,
): Promise<void> {
  const sink = await open(to, 'wx');
  try {
    const buffer = Buffer.alloc(CHUNK);
    for (;;) {
      signal.throwIfAborted();
      const { bytesRead } = await reading(source.read(buffer, 0, CHUNK));
      if (bytesRead === 0) break;
      await sink.writeFile(buffer.subarray(0, bytesRead)); // goes on where it is, until all is written
      went(file.path, bytesRead);
    }
    await utimes(to, file.modified / 1000, file.modified / 1000);
    await sink.sync();
  } finally {
    await sink.close();
  }
}

/** Both list the same files, of the same sizes, and the same folders, and nothing else. */
async function compareNames(
  { copy, incoming }: CopyIn,
  files: readonly TreeFile[],
  folders: readonly string[],
): Promise<void> {
  const wanted = new Map<string, number>([
    ...files.map(({ path: name, bytes }): [string, number] => [name, bytes]),
    ...folders.map((name): [string, number] => [name, -1]),
  ]);
  for (const root of [copy, incoming]) {
    const [nowFiles, nowFolders, names] = await Promise.all([filesIn(root), foldersIn(root), namesIn(root)]);
    const now = new Map<string, number>([
      ...nowFiles.map(({ path: name, bytes }): [string, number] => [name, bytes]),
      ...nowFolders.map((name): [string, number] => [name, -1]),
    ]);
    for (const name of new Set([...wanted.keys(), ...names])) {
      if (wanted.get(name) !== now.get(name) || !now.has(name)) throw differs(name);
    }
  }
}

const differs = (name: string): PostbagError => new PostbagError('restore', 'online-differs', { path: name });

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Everything below a folder, whatever it is, relative with `/`; the outer ones first. Links are not followed. */
async function entriesIn(folder: string, below = ''): Promise<{ name: string; isFolder: boolean }[]> {
  const found: { name: string; isFolder: boolean }[] = [];
  for (const entry of await readdir(path.join(folder, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    found.push({ name, isFolder: entry.isDirectory() });
    if (entry.isDirectory()) found.push(...(await entriesIn(folder, name)));
  }
  return found;
}

const namesIn = async (folder: string): Promise<string[]> =>
  (await entriesIn(folder)).map(({ name }) => name);

const foldersIn = async (folder: string): Promise<string[]> =>
  (await entriesIn(folder)).filter(({ isFolder }) => isFolder).map(({ name }) => name);
