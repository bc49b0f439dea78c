import path from 'node:path';
import type { WebPreferences } from 'electron';

/**
 * Every preference that decides what a page may do, each said outright so that a change of Electron's defaults changes
 * nothing here. https://www.electronjs.org/docs/latest/tutorial/security
 */
export const pagePreferences = {
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
} as const satisfies WebPreferences;

/** Those of the window, which has a bridge. */
export const webPreferences = {
  ...pagePreferences,
  preload: path.join(__dirname, '../preload/preload.cjs'),
} as const satisfies WebPreferences;
