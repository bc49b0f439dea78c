import type { Input } from '../../../shared/contract';
import type { Theme } from '../../../shared/settings';
import type { Engine } from '../../engine/engine';
import type { ChosenFolders } from '../folders';
import type { Handlers } from './bridge';

/** What the app lends to the handlers, so that they need not know Electron. */
export interface AppServices {
  readonly version: string;
  /** The system's own dialog; null when the person chose nothing. */
  readonly chooseFolder: (purpose: Input<'chooseFolder'>['purpose']) => Promise<string | null>;
  readonly chooseProgram: () => Promise<string | null>;
  /** A file that shows what a person saw. */
  readonly chooseEvidence: () => Promise<string | null>;
  /** Opens a file of Postbag's own with whatever the system opens such files with. */
  readonly showFile: (file: string) => Promise<void>;
  readonly copyText: (text: string) => void | Promise<void>;
  readonly showFolder: (folder: string) => Promise<void>;
  readonly useTheme: (theme: Theme) => void;
  /** Where practice post offices are made when nobody chose a place. */
  readonly practiceFolder: string;
}

type Verbs = 'appInfo' | 'startNotices' | 'setTheme' | 'copyText' | 'chooseFolder';

export function appHandlers(
  engine: Engine,
  folders: ChosenFolders,
  services: AppServices,
): Pick<Handlers, Verbs> {
  return {
    appInfo: () => ({
      version: services.version,
      electron: process.versions.electron,
      platform: process.platform,
      theme: engine.settings.get().theme,
    }),
    startNotices: () => [...engine.notices],
    setTheme: ({ theme }) => {
      engine.settings.change((settings) => ({ ...settings, theme }));
      services.useTheme(theme);
      return null;
    },
    copyText: async ({ text }) => {
      await services.copyText(text);
      return null;
    },
    chooseFolder: async ({ purpose }) => {
      const path = await services.chooseFolder(purpose);
      return path === null ? null : { id: folders.remember(path), path };
    },
  };
}
