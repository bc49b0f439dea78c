import path from 'node:path';
import { realPath } from '../../run/real-path';
import { outputOf, runSamba, SambaTrouble, type Samba } from './tools';

/** A share of the server that leads to a folder of this computer. */
export interface Share {
  /** As Samba spells it. */
  readonly name: string;
  /** As it stands in the configuration, without quotation marks. */
  readonly path: string;
  /** Whether clients may connect to it. */
  readonly available: boolean;
  /** Shared by a user with `net usershare`: not part of the configuration. */
  readonly byUser: boolean;
}

export interface SharesHere {
  /** The configuration file that Samba reads, absolute. */
  readonly config: string;
  readonly shares: readonly Share[];
}

interface Section {
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Names of sections and parameters: capitals do not matter, nor how many spaces there are. */
export function plainName(name: string): string {
  return name.replace(/\s+/g, ' ').toLowerCase();
}

/** Reads what `testparm -s` and `net usershare info` print. */
export function parseSections(text: string): Section[] {
  const sections: { name: string; values: Map<string, string> }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const name = /^\[(.*)\]$/.exec(line)?.[1];
    if (name !== undefined) sections.push({ name, values: new Map() });
    const [, key, value] = /^\s*([^=[#;]+?)\s*=\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) sections.at(-1)?.values.set(plainName(key), value);
  }
  return sections;
}

/** The shares among the sections that Samba printed; `[global]` holds what is meant where a share says nothing. */
export function sharesIn(sections: readonly Section[], byUser = false): Share[] {
  const usual = sections.find(({ name }) => plainName(name) === 'global')?.values;
  return sections.flatMap(({ name, values }) => {
    const folder = (values.get('path') ?? usual?.get('path') ?? '').replace(/^"(.*)"$/, '$1');
    if (plainName(name) === 'global' || folder === '') return [];
    const available = values.get('available') ?? usual?.get('available') ?? 'Yes';
    return [{ name, path: folder, available: !/^no$/i.test(available), byUser }];
  });
}

/** All shares of the server. @throws SambaTrouble */
export async function readShares(samba: Samba, signal?: AbortSignal): Promise<SharesHere> {
  const [end, byUsers] = await Promise.all([
    runSamba(samba, 'testparm', ['-s', '-l'], signal),
    // Absent or switched off as often as not, so its failing says nothing.
    runSamba(samba, 'net', ['usershare', 'info', '--long'], signal),
  ]);
  const sections = parseSections(outputOf('testparm', end));
  const config = /^Load smb config files from (.+)$/m.exec(end.stderr)?.[1]?.trim() ?? samba.config;
  if (config === null) {
    throw new SambaTrouble('not-understood', { program: 'testparm' }, 'no configuration file was named');
  }
  const users = byUsers.code === 0 ? sharesIn(parseSections(byUsers.stdout), true) : [];
  return { config, shares: [...sharesIn(sections), ...users] };
}

/** The shares whose folder is `root` or one above it. @throws SambaTrouble */
export async function sharesLeadingTo(samba: Samba, root: string, signal?: AbortSignal): Promise<SharesHere> {
  const { config, shares } = await readShares(samba, signal);
  const leads = await Promise.all(shares.map(async (share) => await leadsTo(share.path, root)));
  return { config, shares: shares.filter((_share, index) => leads[index]) };
}

/** A path with macros (`%U`) is another one for every client, and lies nowhere that could be compared. */
async function leadsTo(folder: string, root: string): Promise<boolean> {
  if (folder.includes('%')) return false;
  try {
    return isBelow(root, await realPath(folder));
  } catch {
    return false;
  }
}

/** Whether a file or folder is `folder`, or lies in it. Both absolute, links followed. */
export function isBelow(target: string, folder: string): boolean {
  const relative = path.relative(folder, target);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`);
}
