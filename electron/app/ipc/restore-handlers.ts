import type { Engine } from '../../engine/engine';
import type { ChosenFolders } from '../folders';
import type { AppServices } from './app-handlers';
import type { Handlers } from './bridge';

type Verbs =
  | 'listRestores'
  | 'restore'
  | 'planRestore'
  | 'startDrill'
  | 'planChecks'
  | 'overrule'
  | 'answerItem'
  | 'attachEvidence'
  | 'removeEvidence'
  | 'signProof'
  | 'showCertificate'
  | 'proofs'
  | 'planOnline'
  | 'planSwapBack'
  | 'planCopyOut'
  | 'setChecklist'
  | 'reminder'
  | 'setReminder';

export function restoreHandlers(
  engine: Engine,
  folders: ChosenFolders,
  services: AppServices,
): Pick<Handlers, Verbs> {
  const { restores, proofs, online, bags, postOffices } = engine;
  return {
    listRestores: () => restores.list(),
    restore: ({ id }) => restores.view(id),
    planRestore: async ({ bagId, ...wanted }) => {
      const { bag, vault } = await bags.find(bagId);
      return await restores.plan(bag, vault.path, wanted);
    },
    startDrill: async ({ bagId }) => {
      const { bag, vault } = await bags.find(bagId);
      return { id: (await restores.drill(bag, vault.path)).id };
    },
    planChecks: ({ id }) => restores.planChecks(id),
    overrule: ({ id, ...overrule }) => restores.overrule(id, overrule),
    answerItem: ({ id, item, ...given }) => restores.answer(id, item, given),
    attachEvidence: async ({ id, item }) => {
      const file = await services.chooseEvidence();
      return file === null ? null : await restores.attach(id, item, file);
    },
    removeEvidence: ({ id, item, name }) => restores.removeEvidence(id, item, name),
    signProof: ({ id, by }) => proofs.sign(id, by),
    showCertificate: async ({ bagId, proofId }) => {
      const { bag } = await bags.find(bagId);
      await services.showFile(await proofs.certificate(bag.folder, proofId));
      return null;
    },
    proofs: async ({ bagId }) => await proofs.list((await bags.find(bagId)).bag.folder),
    planOnline: ({ id, folderId }) => online.plan(id, folderId === null ? null : folders.path(folderId)),
    planSwapBack: ({ id }) => online.planSwapBack(id),
    planCopyOut: async ({ bagId, folderId, groups }) => {
      const { bag, vault } = await bags.find(bagId);
      return await engine.planCopyOut(bag, vault.path, folders.path(folderId), groups);
    },
    setChecklist: ({ id, items }) => {
      postOffices.known(id);
      proofs.setChecklist(id, items);
      return null;
    },
    reminder: () => proofs.reminder,
    setReminder: (reminder) => {
      proofs.setReminder(reminder);
      return null;
    },
  };
}
