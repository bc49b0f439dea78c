import type { Engine } from '../../engine/engine';
import type { ChosenFolders } from '../folders';
import type { AppServices } from './app-handlers';
import type { Handlers } from './bridge';

type Verbs =
  'makePractice' | 'startPracticeUsers' | 'stopPracticeUsers' | 'checkPractice' | 'checkPracticeBag';

export function practiceHandlers(
  { practice, postOffices, bags }: Engine,
  folders: ChosenFolders,
  services: AppServices,
): Pick<Handlers, Verbs> {
  return {
    makePractice: async ({ folderId, shape, users, messages }) => {
      const place = folderId === null ? services.practiceFolder : folders.path(folderId);
      const options = { shape, users, messages, seed: Date.now() % 2 ** 31 };
      const folder = await practice.make(place, options, folderId === null);
      return { id: await postOffices.add(folder, postOffices.suggestName(folder), null) };
    },
    startPracticeUsers: ({ id }) => practice.start(id, postOffices.known(id).path),
    stopPracticeUsers: ({ id }) => practice.stop(id),
    checkPractice: ({ id }) => practice.check(id, postOffices.known(id).path),
    checkPracticeBag: async ({ bagId }) => await practice.checkBag((await bags.find(bagId)).bag.folder),
  };
}
