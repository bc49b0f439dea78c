import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';

const made: string[] = [];
const shut: string[] = [];
afterEach(async () => {
  for (const path of shut.splice(0)) await chmod(path, 0o755);
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** An empty folder that is removed after the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postbag-postoffice-'));
  made.push(folder);
  return folder;
}

/** A folder with these files (path and content), removed after the test. A path that ends in `/` is a folder. */
export async function tree(files: Record<string, string> | readonly string[]): Promise<string> {
  const root = await emptyFolder();
  const entries = Array.isArray(files)
    ? files.map((file: string) => [file, ''] as const)
    : Object.entries(files);
  const folderOf = (file: string): string => (file.endsWith('/') ? file : path.dirname(file));
  for (const folder of new Set(entries.map(([file]) => folderOf(file)))) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
  const write = async ([file, content]: readonly [string, string]): Promise<void> =>
    await writeFile(path.join(root, file), content);
  await Promise.all(entries.filter(([file]) => !file.endsWith('/')).map(write));
  return root;
}

/** Takes rights away until the end of the test. */
export async function restrict(target: string, mode: number): Promise<void> {
  await chmod(target, mode);
  shut.push(target);
}
