import { readdir, readFile, readlink } from 'node:fs/promises';
import { systemCode } from '../../run/errors';
import type { Below, HeldFiles } from './held-files';
import { inParallel } from './in-parallel';
import type { OtherWays } from './other-ways';
import { parseHandleInfo, parseMaps } from './proc-text';

/** Handles of one process looked at at the same time. */
const HANDLES_AT_ONCE = 16;

/** How Linux shows what is no file on any disk. */
const NO_FILE = /^(?:\/dev\/|\/proc\/|\/sys\/|\/memfd:|[^/])/;

/** What is looked for, and where it is put. */
export interface Search {
  readonly root: string;
  readonly folder: Below;
  readonly ways: OtherWays;
  readonly files: HeldFiles;
}

/** Adds what a process holds to `files`. @returns whether all of it could be seen */
export async function examine(pid: number, search: Search): Promise<boolean> {
  const folder = `/proc/${String(pid)}`;
  const handles = await seen(async () => {
    const inside: boolean[] = [];
    await inParallel(await readdir(`${folder}/fd`), HANDLES_AT_ONCE, async (handle) => {
      inside.push(await seen(async () => await examineHandle(folder, handle, search)));
    });
    return inside.every(Boolean);
  });
  if (!handles) return false; // the rest needs the same rights
  const [work, mapped] = await Promise.all([
    seen(async () => {
      if (search.folder.relative(await readlink(`${folder}/cwd`)) !== null) search.files.add('', null);
    }),
    seen(async () => {
      examineMaps(await readFile(`${folder}/maps`, 'utf8'), search);
    }),
  ]);
  return work && mapped;
}

/** Whether something could be looked at. What was closed, or has ended, meanwhile is not there any more. */
async function seen(look: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await look()) !== false;
  } catch (error) {
    return ['ENOENT', 'ESRCH'].includes(systemCode(error));
  }
}

function examineMaps(maps: string, { root, folder, files }: Search): void {
  for (const { path, mode } of parseMaps(maps, root)) {
    const relative = folder.relative(path);
    if (relative !== null) files.add(relative, mode);
  }
}

async function examineHandle(process: string, handle: string, search: Search): Promise<void> {
  const { folder, ways, files } = search;
  const link = `${process}/fd/${handle}`;
  const target = await readlink(link);
  const direct = folder.relative(target);
  if (direct === null && NO_FILE.test(target)) return;
  const info = parseHandleInfo(await readFile(`${process}/fdinfo/${handle}`, 'utf8'));
  const relative = direct ?? (await ways.relative({ link, target, mount: info.mount }));
  if (relative !== null) files.add(relative, info.mode, info.locks);
}
