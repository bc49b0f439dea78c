import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Restore } from '../../../shared/proof';
import { readRestore, saveRestore } from '../../../electron/restore/record';
import { temporaryFolder } from '../../support/places';
import { makePostOffice } from '../../support/post-office';
import { treeHash } from '../../support/tree';
import { REPAIR, restoreRecord, type OnlineWorld } from './online-runs';

/** @param parent absolute folder that the old post office is made in; a new one if not said */
export async function makeOnlineWorld(parent?: string): Promise<OnlineWorld> {
  const base = await temporaryFolder();
  const folder = path.join(base, 'workbench', REPAIR);
  const mail = parent ?? path.join(base, 'mail');
  const [home, copy, target] = [
    path.join(base, 'home'),
    path.join(folder, 'copy'),
    path.join(mail, 'Harbour office'),
  ];
  await Promise.all([home, folder, mail].map(async (one) => await mkdir(one, { recursive: true })));
  await makePostOffice(target, { seed: 7 });
  await makePostOffice(copy, { seed: 8 });
  await mkdir(path.join(copy, 'EMPTY'));
  await saveRestore(folder, restoreRecord);
  return {
    base,
    home,
    folder,
    copy,
    parent: mail,
    target,
    old: await treeHash(target),
    restored: await treeHash(copy),
  };
}

/** The same world once more, with other folders. */
export async function copyOfWorld(world: OnlineWorld): Promise<OnlineWorld> {
  const base = await temporaryFolder();
  await cp(world.base, base, { recursive: true, preserveTimestamps: true });
  const moved = (one: string): string => path.join(base, path.relative(world.base, one));
  const { old, restored } = world;
  return {
    base,
    home: moved(world.home),
    folder: moved(world.folder),
    copy: moved(world.copy),
    parent: moved(world.parent),
    target: moved(world.target),
    old,
    restored,
  };
}

/** What lies beside each other where the post office is: each name with `old`, `restored`, or what else it is. */
export async function lying(world: OnlineWorld): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of (await readdir(world.parent)).sort()) {
    const at = path.join(world.parent, name);
    const hash = await treeHash(at).catch(async () => await readFile(at, 'utf8'));
    found[name] = hash === world.old ? 'old' : hash === world.restored ? 'restored' : hash;
  }
  return found;
}

export async function onlineOf({ folder }: OnlineWorld): Promise<Restore['online']> {
  return (await readRestore(folder))?.online ?? null;
}
