import type { Engine } from '../../engine/engine';
import type { ChosenFolders } from '../folders';
import type { Handlers } from './bridge';

type Verbs =
  | 'listPostOffices'
  | 'postOffice'
  | 'takeInventory'
  | 'findPostOffices'
  | 'cancelFind'
  | 'addPostOffice'
  | 'renamePostOffice'
  | 'setPatterns'
  | 'forgetPostOffice';

export function postOfficeHandlers({ postOffices }: Engine, folders: ChosenFolders): Pick<Handlers, Verbs> {
  let search: AbortController | null = null;
  return {
    listPostOffices: () => postOffices.list(),
    postOffice: ({ id }) => postOffices.detail(id),
    takeInventory: ({ id }) => postOffices.takeInventory(id),
    findPostOffices: async ({ folderId }) => {
      search?.abort();
      search = new AbortController();
      return await postOffices.find(folders.path(folderId), search.signal, (path) => folders.remember(path));
    },
    cancelFind: () => {
      search?.abort();
      return null;
    },
    addPostOffice: async ({ folderId, name, format }) => ({
      id: await postOffices.add(folders.path(folderId), name, format),
    }),
    renamePostOffice: ({ id, name }) => {
      postOffices.rename(id, name);
      return null;
    },
    setPatterns: ({ id, changes }) => {
      postOffices.setPatterns(id, changes);
      return null;
    },
    forgetPostOffice: async ({ id }) => {
      await postOffices.forget(id);
      return null;
    },
  };
}
