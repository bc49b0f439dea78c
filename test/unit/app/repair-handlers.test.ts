import { expect, test, vi } from 'vitest';
import { ChosenFolders } from '../../../electron/app/folders';
import type { AppServices } from '../../../electron/app/ipc/app-handlers';
import { repairHandlers, toolHandlers } from '../../../electron/app/ipc/repair-handlers';
import type { Engine } from '../../../electron/engine/engine';
import { PostbagError } from '../../../electron/run/errors';
import { noRepairSettings } from '../../../shared/repair';

/**
 * Motivation: a page must not be able to name what is run, where copies are made, or a post office that there is not.
 * Description: the handlers of the verbs for tools and repairs over an engine that only notes what it is asked.
 * Pass criteria: programs and folders come from the system's own dialogs alone; unknown post offices are refused.
 */

const knownOnly = (id: string): { id: string } => {
  if (id !== 'head') throw new PostbagError('request', 'post-office-unknown', { name: id });
  return { id };
};

/** @param chosen what a person chooses in the system's dialog */
function opened(chosen: string | null = null) {
  const tools = { setFolder: vi.fn(), setProgram: vi.fn(), setRunnerProgram: vi.fn(), setWorkbench: vi.fn() };
  const secrets = { state: vi.fn(), set: vi.fn(), forget: vi.fn() };
  const repairs = {
    setSettings: vi.fn(),
    folder: () => Promise.resolve('/workbench/r1'),
    planStage: vi.fn(),
  };
  const bags = { find: () => Promise.resolve({ bag: { name: 'b' }, vault: { path: '/vault' } }) };
  const engine = { tools, secrets, repairs, bags, postOffices: { known: knownOnly } } as unknown as Engine;
  const showFolder = vi.fn(() => Promise.resolve());
  const services = { chooseProgram: () => Promise.resolve(chosen), showFolder } as unknown as AppServices;
  const folders = new ChosenFolders();
  const verbs = { ...toolHandlers(engine, folders, services), ...repairHandlers(engine, services) };
  return { verbs, tools, secrets, repairs, showFolder, folders };
}

test('a tool is the program that a person chose in the dialog', async () => {
  const { verbs, tools } = opened('/old/CHKSTAT.EXE');
  expect(await verbs.showTool({ tool: 'CHKSTAT', forget: false })).toEqual({ path: '/old/CHKSTAT.EXE' });
  expect(tools.setProgram).toHaveBeenCalledExactlyOnceWith('CHKSTAT', '/old/CHKSTAT.EXE');
  expect(await verbs.showRunner({ runner: 'dosbox', forget: false })).toEqual({ path: '/old/CHKSTAT.EXE' });
  expect(tools.setRunnerProgram).toHaveBeenCalledExactlyOnceWith('dosbox', '/old/CHKSTAT.EXE');
});

test('a dialog that was closed changes nothing; forgetting asks for nothing', async () => {
  const { verbs, tools } = opened(null);
  expect(await verbs.showTool({ tool: 'CHKSTAT', forget: false })).toBeNull();
  expect(tools.setProgram).not.toHaveBeenCalled();
  const other = opened('/never/asked');
  expect(await other.verbs.showTool({ tool: 'CHKSTAT', forget: true })).toBeNull();
  expect(other.tools.setProgram).toHaveBeenCalledExactlyOnceWith('CHKSTAT', null);
  expect(await other.verbs.showRunner({ runner: 'wine', forget: true })).toBeNull();
  expect(other.tools.setRunnerProgram).toHaveBeenCalledExactlyOnceWith('wine', null);
});

test('folders are those that were chosen in the dialog, or none', async () => {
  const { verbs, tools, folders } = opened();
  const id = folders.remember('/ccmail/admin');
  await verbs.setToolsFolder({ folderId: id });
  await verbs.setToolsFolder({ folderId: null });
  expect(tools.setFolder.mock.calls).toEqual([['/ccmail/admin'], [null]]);
  const refused = expect.objectContaining({ code: 'folder-unknown' }) as Error;
  expect(() => verbs.setToolsFolder({ folderId: '/etc' })).toThrow(refused);
  expect(() => verbs.setWorkbench({ folderId: '/etc' })).toThrow(refused);
  expect(tools.setWorkbench).not.toHaveBeenCalled();
});

test('a password is kept only for a post office on the list', async () => {
  const { verbs, secrets, repairs } = opened();
  const refused = expect.objectContaining({ code: 'post-office-unknown' }) as Error;
  const password = 'harbour';
  expect(() => verbs.setPassword({ postOfficeId: 'nobody', password, keep: true })).toThrow(refused);
  expect(() => verbs.forgetPassword({ postOfficeId: 'nobody' })).toThrow(refused);
  expect(() => verbs.passwordState({ postOfficeId: 'nobody' })).toThrow(refused);
  expect(() => verbs.setRepairSettings({ id: 'nobody', repair: noRepairSettings })).toThrow(refused);
  expect(repairs.setSettings).not.toHaveBeenCalled();
  await verbs.setPassword({ postOfficeId: 'head', password, keep: false });
  expect(secrets.set.mock.calls).toEqual([['head', password, false]]);
});

test('a private copy is planned from the bag that the id means, and its folder shown by id', async () => {
  const { verbs, repairs, showFolder } = opened();
  await verbs.planStage({ bagId: 'bag-1', procedure: null, dialect: 'switches' });
  expect(repairs.planStage).toHaveBeenCalledExactlyOnceWith({ name: 'b' }, '/vault', {
    procedure: null,
    dialect: 'switches',
  });
  expect(await verbs.showRepair({ id: 'r1' })).toBeNull();
  expect(showFolder).toHaveBeenCalledExactlyOnceWith('/workbench/r1');
});
