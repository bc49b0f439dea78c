import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { usualAccess, type AccessSettings } from '../../shared/access';
import { postbagJson } from './cli';
import { makePlaces, type Places } from './places';
import { makePostOffice } from './post-office';
import { Router } from './router';
import type { SambaClient } from './samba-client';
import { startSamba, type SambaServer } from './samba-server';

/** A practice post office on a real share, with a Router that runs, on the list of a home folder of its own. */
export interface ClosingWorld extends Places {
  readonly server: SambaServer;
  readonly router: Router;
  /** The share's configuration, as it was before anything was closed. */
  readonly config: string;
}

/** All ends with the test. @param change what else is set for the post office */
export async function makeClosingWorld(
  change: (usual: AccessSettings) => AccessSettings = (usual) => usual,
  office: Parameters<typeof makePostOffice>[1] = {},
): Promise<ClosingWorld> {
  const places = await makePlaces();
  const { base, home, postOffice } = places;
  await makePostOffice(postOffice, office);
  const server = await startSamba({ share: 'Büro Post', path: base });
  onTestFinished(() => server.stop());
  const router = new Router(base, postOffice);
  router.do('start');
  onTestFinished(() => void router.do('stop'));
  const access = change({ ...usualAccess, sambaConfig: server.config, services: [router.service] });
  const file = path.join(base, 'access.json');
  await writeFile(file, JSON.stringify(access));
  const added = await postbagJson(['add', postOffice, '--name', 'Harbour office'], { home });
  expect(added, added.stderr).toMatchObject({ code: 0 });
  const set = await postbagJson(['access', 'Harbour office', '--import', file], { home });
  expect(set, set.stderr).toMatchObject({ code: 0 });
  return { ...places, server, router, config: readFileSync(server.config, 'utf8') };
}

/** Three people, each with files of the post office open over the share. */
export async function threePeople({ server, postOffice }: ClosingWorld): Promise<SambaClient[]> {
  const folder = path.basename(postOffice);
  const people: SambaClient[] = [];
  for (const [index, user] of ['anna', 'bert', 'carla'].entries()) {
    const client = await server.client(user);
    await client.open(`${folder}/USR0000${String(index + 1)}`);
    await client.open(`${folder}/MLANDATA`);
    people.push(client);
  }
  return people;
}

/** Nothing is shut, stopped or left behind: the share lets people in, the Router runs, and there is no marker of ours. */
export async function expectOpen(world: ClosingWorld): Promise<void> {
  const { server, router, postOffice, config } = world;
  expect(readFileSync(server.config, 'utf8'), 'the configuration of the share').toBe(config);
  expect(existsSync(path.join(postOffice, 'CCPODOWN')), 'CCPODOWN').toBe(false);
  expect(router.runs, 'the Router runs').toBe(true);
  for (const user of ['anna', 'bert', 'carla']) expect(await server.tryConnect(user), user).toBeNull();
}
