import type { Engine } from '../../engine/engine';
import type { ChosenFolders } from '../folders';
import type { AppServices } from './app-handlers';
import type { Handlers } from './bridge';

type Verbs = 'listVaults' | 'addVault' | 'forgetVault' | 'listBags' | 'showBag';

export function vaultHandlers(
  { bags }: Engine,
  folders: ChosenFolders,
  services: AppServices,
): Pick<Handlers, Verbs> {
  return {
    listVaults: () => bags.vaults(),
    addVault: async ({ folderId }) => ({ id: await bags.addVault(folders.path(folderId)) }),
    forgetVault: ({ id }) => {
      bags.forgetVault(id);
      return null;
    },
    listBags: () => bags.list(),
    showBag: async ({ bagId }) => {
      await services.showFolder((await bags.find(bagId)).bag.folder);
      return null;
    },
  };
}
