import type { Engine } from '../../engine/engine';
import type { ChosenFolders } from '../folders';
import type { Handlers } from './bridge';
import { accessHandlers } from './access-handlers';
import { appHandlers, type AppServices } from './app-handlers';
import { postOfficeHandlers } from './postoffice-handlers';
import { practiceHandlers } from './practice-handlers';
import { repairHandlers, toolHandlers } from './repair-handlers';
import { restoreHandlers } from './restore-handlers';
import { runHandlers } from './run-handlers';
import { vaultHandlers } from './vault-handlers';

/** All verbs, one file a topic. */
export function handlersFor(engine: Engine, folders: ChosenFolders, services: AppServices): Handlers {
  return {
    ...appHandlers(engine, folders, services),
    ...accessHandlers(engine, services),
    ...postOfficeHandlers(engine, folders),
    ...practiceHandlers(engine, folders, services),
    ...vaultHandlers(engine, folders, services),
    ...restoreHandlers(engine, folders, services),
    ...runHandlers(engine),
    ...toolHandlers(engine, folders, services),
    ...repairHandlers(engine, services),
  };
}
