import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import Conf from 'conf';
import type { Finding } from '../../shared/finding';
import { emptySettings, Settings, type KnownPostOffice } from '../../shared/settings';
import { describeError, PostbagError, systemCode } from '../run/errors';
import { findingNow } from '../run/findings';

const NAME = 'settings';

function openConf(home: string): Conf<Settings> {
  return new Conf<Settings>({
    cwd: home,
    configName: NAME,
    defaults: emptySettings,
    deserialize: (text) => Settings.parse(JSON.parse(text)),
    accessPropertiesByDotNotation: false,
  });
}

/**
 * The settings file, `<home>/settings.json`. Every reading is of the file as it is now, checked against the schema, and
 * every change is written as a whole by rename, so app and CLI may use it side by side.
 */
export class SettingsStore {
  private constructor(private readonly conf: Conf<Settings>) {}

  /**
   * Opens the settings. A file that cannot be understood is kept under another name, once, and said so; it is never
   * overwritten.
   * @throws PostbagError `settings-not-saved` when the folder cannot be written
   */
  static open(home: string): { store: SettingsStore; findings: Finding[] } {
    try {
      mkdirSync(home, { recursive: true });
      return { store: new SettingsStore(openConf(home)), findings: [] };
    } catch (error) {
      if (systemCode(error) !== '') throw notSaved(error);
      const kept = setAside(home);
      return {
        store: new SettingsStore(openConf(home)),
        findings: [findingNow('settings-damaged', 'warning', 'settings', { kept })],
      };
    }
  }

  /** @throws zod or syntax errors when the file was damaged since it was opened */
  get(): Settings {
    return this.conf.store;
  }

  /** Changes one post office on the list. @throws PostbagError `settings-not-saved` */
  changePostOffice(id: string, change: Partial<KnownPostOffice>): void {
    this.change((settings) => ({
      ...settings,
      postOffices: settings.postOffices.map((one) => (one.id === id ? { ...one, ...change } : one)),
    }));
  }

  /** @throws PostbagError `settings-not-saved` */
  change(make: (settings: Settings) => Settings): Settings {
    try {
      const next = Settings.parse(make(this.get()));
      this.conf.store = next;
      return next;
    } catch (error) {
      if (error instanceof PostbagError) throw error;
      throw notSaved(error);
    }
  }
}

function notSaved(error: unknown): PostbagError {
  const reason = systemCode(error) || describeError(error);
  return new PostbagError('settings', 'settings-not-saved', { reason }, { cause: error });
}

function setAside(home: string): string {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  for (let turn = 0; ; turn++) {
    const suffix = turn === 0 ? stamp : `${stamp}-${String(turn)}`;
    const kept = `${NAME}.damaged-${suffix}.json`;
    if (existsSync(path.join(home, kept))) continue;
    renameSync(path.join(home, `${NAME}.json`), path.join(home, kept));
    return kept;
  }
}
