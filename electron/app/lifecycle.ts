import { app, BrowserWindow, dialog, Notification } from 'electron';
import { finishedWords, quitWords } from '../../shared/words/app';
import type { Engine } from '../engine/engine';
import { showWindow } from './window';

/**
 * A run outlives its window: closing the window leaves it going, and the app ends when it has ended. Quitting while one
 * is under way asks first, then cancels it and waits until everything was taken back.
 */
export function watchLifecycle(engine: Engine): void {
  let leaving = false;

  const leave = async (): Promise<void> => {
    leaving = true;
    await engine.close();
    app.quit();
  };
  const idle = (): boolean => engine.runs.activeRunIds.length === 0;

  app.on('second-instance', () => void showWindow());
  app.on('activate', () => void showWindow());
  app.on('window-all-closed', () => {
    if (idle()) void leave();
  });
  engine.events.on('run-changed', (record) => {
    // Nobody would see that it waits for a word.
    if (record.holding && BrowserWindow.getAllWindows().length === 0) void showWindow();
    if (record.verdict === null || BrowserWindow.getAllWindows().length > 0) return;
    if (Notification.isSupported()) {
      new Notification({ title: finishedWords[record.verdict], body: record.postOffice }).show();
    }
  });
  engine.events.on('bags-changed', () => {
    if (!leaving && idle() && BrowserWindow.getAllWindows().length === 0) void leave();
  });
  app.on('before-quit', (event) => {
    if (leaving) return;
    event.preventDefault();
    void (async () => {
      if (idle() || (await mayCancel())) await leave();
    })();
  });
}

async function mayCancel(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: quitWords.title,
    message: quitWords.message,
    detail: quitWords.detail,
    buttons: [quitWords.keep, quitWords.cancel],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
