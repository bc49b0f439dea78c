import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PracticeOptions } from '../../shared/practice';
import { PRACTICE_MARKER } from '../../shared/practice-marker';
import { PostbagError } from '../run/errors';
import { findNames } from './folder';
import { LAYOUT_VERSION } from './layout';

const SENTENCES = [
  'This folder is a practice post office made by Postbag, to learn and to test on.',
  "Its users are simulated, and its inside is a layout of Postbag's own.",
];

/**
 * The text of the marker file: sentences for people, an empty line, then one `name: value` a line. Lines end as DOS
 * has them.
 */
export function markerText({ shape, users, messages, seed }: PracticeOptions): string {
  const values = { layout: LAYOUT_VERSION, shape, users, messages, seed };
  const lines = Object.entries(values).map(([name, value]) => `${name}: ${value}`);
  return [...SENTENCES, '', ...lines, ''].join('\r\n');
}

/** Writes the marker into `folder`; it must not be there yet. */
export async function writeMarker(folder: string, options: PracticeOptions): Promise<void> {
  await writeFile(path.join(folder, PRACTICE_MARKER), markerText(options), { encoding: 'ascii', flag: 'wx' });
}

/**
 * What a practice post office was made with, as its marker says.
 * @throws PostbagError `not-a-practice-post-office` without a marker that can be read, or with one of another layout
 */
export async function readMarker(folder: string): Promise<PracticeOptions> {
  try {
    const names = await findNames(folder);
    const text = await readFile(names.pathOf(PRACTICE_MARKER), 'latin1');
    const values: Record<string, string> = {};
    for (const [, name, value] of text.matchAll(/^(\w+): *(\S+)\s*$/gm)) {
      if (name !== undefined && value !== undefined) values[name] = value;
    }
    const { layout, shape, users, messages, seed } = values;
    if (Number(layout) !== LAYOUT_VERSION) throw new Error('layout');
    return PracticeOptions.parse({
      shape,
      users: Number(users),
      messages: Number(messages),
      seed: Number(seed),
    });
  } catch (cause) {
    throw new PostbagError('practice', 'not-a-practice-post-office', { path: folder }, { cause });
  }
}
