import { expect, it } from 'vitest';
import { webPreferences } from '../../../electron/app/security/web-preferences';

it('every preference of the window is set, each to the strict value', () => {
  expect(webPreferences).toEqual({
    preload: expect.stringMatching(/preload\.cjs$/) as string,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
  });
});
