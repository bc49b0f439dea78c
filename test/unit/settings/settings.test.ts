import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { homeFolder } from '../../../electron/settings/home';
import { SettingsStore } from '../../../electron/settings/store';
import { emptySettings } from '../../../shared/settings';

let home: string;
beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'postbag-settings-'));
});
afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const vault = { id: 'v', path: '/vault' };
const file = (): string => path.join(home, 'settings.json');

describe('settings', () => {
  it('begin empty and are there again at the next start', () => {
    const first = SettingsStore.open(home);
    expect(first).toMatchObject({ findings: [] });
    expect(first.store.get()).toEqual(emptySettings);
    first.store.change((settings) => ({ ...settings, vaults: [vault] }));
    expect(SettingsStore.open(home).store.get().vaults).toEqual([vault]);
  });

  it('of app and CLI are the same, at once', () => {
    const app = SettingsStore.open(home).store;
    const cli = SettingsStore.open(home).store;
    cli.change((settings) => ({ ...settings, vaults: [vault] }));
    expect(app.get().vaults).toEqual([vault]);
  });

  it.each([
    ['cut off', '{"version":1,"postOff'],
    ['emptied', ''],
    ['full of zeros', '\0'.repeat(300)],
    ['of another shape', '{"version":1,"postOffices":"none","vaults":[],"theme":"system"}'],
    ['of a later version', '{"version":2}'],
  ])('that were %s are kept aside, said once, and begin empty', (_how, text) => {
    fs.writeFileSync(file(), text);
    const { store, findings } = SettingsStore.open(home);
    expect(store.get()).toEqual(emptySettings);
    expect(findings).toMatchObject([{ code: 'settings-damaged', severity: 'warning' }]);
    const kept = String(findings[0]?.params['kept']);
    expect(fs.readFileSync(path.join(home, kept), 'utf8')).toBe(text);
    expect(SettingsStore.open(home).findings).toEqual([]);
  });

  it('that cannot be saved are an error with its reason', () => {
    const { store } = SettingsStore.open(home);
    fs.rmSync(home, { recursive: true });
    fs.writeFileSync(home, 'a file where the folder was');
    expect(() => store.change((settings) => ({ ...settings, vaults: [vault] }))).toThrow(
      expect.objectContaining({ code: 'settings-not-saved' }),
    );
    fs.rmSync(home);
  });
});

describe('the home folder', () => {
  it('is the same for app and CLI on every system', () => {
    expect(homeFolder({ APPDATA: '/C/Users/eve/AppData/Roaming' }, 'win32')).toMatch(/Roaming.Postbag$/);
    expect(homeFolder({}, 'darwin')).toMatch(/Application Support.Postbag$/);
    expect(homeFolder({ XDG_CONFIG_HOME: '/cfg' }, 'linux')).toBe(path.join('/cfg', 'Postbag'));
    expect(homeFolder({ POSTBAG_HOME: '/elsewhere' }, 'linux')).toBe('/elsewhere');
  });
});
