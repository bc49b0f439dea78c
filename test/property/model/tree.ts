import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { listTree } from '../../support/tree';

/** The files of a post office or of a bag's payload: bytes by relative path, with `/`. */
export type Tree = ReadonlyMap<string, Buffer>;

/** Reads all files below a folder. */
export async function readTree(folder: string): Promise<Map<string, Buffer>> {
  const files = (await listTree(folder)).filter((name) => !name.endsWith('/'));
  const tree = new Map<string, Buffer>();
  for (const name of files) tree.set(name, await readFile(path.join(folder, ...name.split('/'))));
  return tree;
}

export async function writeTree(folder: string, tree: Tree): Promise<void> {
  for (const [name, bytes] of tree) {
    const file = path.join(folder, ...name.split('/'));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** The names of the files that two trees do not have in common, byte for byte. */
export function differences(one: Tree, other: Tree): string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])].sort();
  return names.filter((name) => !sameBytes(one.get(name), other.get(name)));
}

function sameBytes(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && one.equals(other));
}
