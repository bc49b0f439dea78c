import { BrowserWindow, nativeTheme } from 'electron';
import { START_PAGE } from './protocol';
import { webPreferences } from './security/web-preferences';

/** Opens the one window. Shown when it has something to show, in the colour of its theme, so that nothing flashes. */
export async function openWindow(): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1180,
    height: 760,
    minWidth: 760,
    minHeight: 520,
    show: false,
    title: 'Postbag',
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#12171e' : '#f4f6f8',
    autoHideMenuBar: true,
    webPreferences,
  });
  window.once('ready-to-show', () => window.show());
  await window.loadURL(START_PAGE);
  return window;
}

/** Brings the window to the front, opening it again if it was closed while a run went on. */
export async function showWindow(): Promise<void> {
  const window = BrowserWindow.getAllWindows()[0];
  if (!window) {
    await openWindow();
    return;
  }
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
