import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeTagFiles, type BagContents } from '../../../electron/bag/write';
import { sum } from './bag-maker';

/** Puts the files below data/, then makes the folder a bag. */
export async function bagOf(
  root: string,
  files: Readonly<Record<string, string>>,
  more: Partial<BagContents> = {},
): Promise<string> {
  for (const [file, content] of Object.entries(files)) {
    const target = path.join(root, 'data', ...file.split('/'));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  const payload = Object.entries(files).map(([file, content]) => {
    return { path: file, bytes: Buffer.byteLength(content), sha256: sum(content) };
  });
  await writeTagFiles(root, { payload, info: [], tagFiles: [], ...more });
  return root;
}
