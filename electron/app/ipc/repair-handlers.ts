import type { VerbName } from '../../../shared/contract';
import type { Engine } from '../../engine/engine';
import type { ChosenFolders } from '../folders';
import type { AppServices } from './app-handlers';
import type { Handlers } from './bridge';

type ToolVerbs = Extract<
  VerbName,
  | 'tools'
  | 'setToolsFolder'
  | 'showTool'
  | 'showRunner'
  | 'setWorkbench'
  | 'setToolOptions'
  | 'testRunner'
  | 'setRepairSettings'
  | 'passwordState'
  | 'setPassword'
  | 'forgetPassword'
>;

type RepairVerbs = Extract<
  VerbName,
  | 'listRepairs'
  | 'repair'
  | 'planStage'
  | 'planRepair'
  | 'confirmStep'
  | 'skipStep'
  | 'takeStepBack'
  | 'setStepLine'
  | 'setRepairPassword'
  | 'readToolOutput'
  | 'checkRepair'
  | 'showRepair'
  | 'removeRepair'
>;

/** What the repair tools are, where they lie, and what each post office has of its own for them. */
export function toolHandlers(
  engine: Engine,
  folders: ChosenFolders,
  services: AppServices,
): Pick<Handlers, ToolVerbs> {
  const { tools, secrets, repairs, postOffices } = engine;
  const folder = (id: string | null): string | null => (id === null ? null : folders.path(id));

  /** What is run, a person chose in the system's own dialog; a page can name no program. */
  async function show(forget: boolean, set: (path: string | null) => void): Promise<{ path: string } | null> {
    const path = forget ? null : await services.chooseProgram();
    if (forget || path !== null) set(path);
    return path === null ? null : { path };
  }

  return {
    tools: () => tools.view(),
    setToolsFolder: ({ folderId }) => {
      tools.setFolder(folder(folderId));
      return null;
    },
    showTool: ({ tool, forget }) => show(forget, (path) => tools.setProgram(tool, path)),
    showRunner: ({ runner, forget }) => show(forget, (path) => tools.setRunnerProgram(runner, path)),
    setWorkbench: ({ folderId }) => {
      tools.setWorkbench(folder(folderId));
      return null;
    },
    setToolOptions: (options) => {
      tools.setOptions(options);
      return null;
    },
    testRunner: ({ runner }) => tools.test(runner),
    setRepairSettings: ({ id, repair }) => {
      repairs.setSettings(postOffices.known(id).id, repair);
      return null;
    },
    passwordState: ({ postOfficeId }) => secrets.state(postOffices.known(postOfficeId).id),
    setPassword: ({ postOfficeId, password, keep }) =>
      secrets.set(postOffices.known(postOfficeId).id, password, keep),
    forgetPassword: ({ postOfficeId }) => secrets.forget(postOffices.known(postOfficeId).id),
  };
}

/** Repairs: private copies of bags, and the steps that are taken on them. */
export function repairHandlers(engine: Engine, services: AppServices): Pick<Handlers, RepairVerbs> {
  const { repairs, bags } = engine;
  return {
    listRepairs: () => repairs.list(),
    repair: ({ id }) => repairs.view(id),
    planStage: async ({ bagId, procedure, dialect }) => {
      const { bag, vault } = await bags.find(bagId);
      return await repairs.planStage(bag, vault.path, { procedure, dialect });
    },
    planRepair: ({ id, all, typedName }) => repairs.planSteps(id, { all, typedName }),
    confirmStep: ({ id, step, by, note }) => repairs.confirm(id, step, { by, note }),
    skipStep: ({ id, step, by, note }) => repairs.skip(id, step, { by, note }),
    takeStepBack: ({ id, step, by }) => repairs.takeBack(id, step, by),
    setStepLine: ({ id, step, line, remember }) => repairs.setLine(id, step, line, remember),
    setRepairPassword: ({ id, password, keep }) => repairs.setPassword(id, password, keep),
    readToolOutput: ({ id, step, ...page }) => repairs.output(id, step, page),
    checkRepair: ({ id }) => repairs.check(id),
    showRepair: async ({ id }) => {
      await services.showFolder(await repairs.folder(id));
      return null;
    },
    removeRepair: async ({ id }) => {
      await repairs.remove(id);
      return null;
    },
  };
}
