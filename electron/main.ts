import './run/thread-pool';
import path from 'node:path';
import { app, clipboard, nativeTheme, session, shell } from 'electron';
import { chooseEvidence, chooseFolder, chooseProgram } from './app/dialogs';
import { endOnFatalErrors } from './app/fatal';
import { ChosenFolders } from './app/folders';
import { forkUtility } from './app/fork';
import { answerVerbs } from './app/ipc/bridge';
import { sendEvents } from './app/ipc/events';
import { handlersFor } from './app/ipc/handlers';
import { watchLifecycle } from './app/lifecycle';
import { setMenu } from './app/menu';
import { pdfOf } from './app/pdf';
import { announceScheme, serveRenderer } from './app/protocol';
import { appKeyStore } from './app/secrets';
import { refuseNavigation } from './app/security/navigation';
import { refuseNetwork } from './app/security/network';
import { refusePermissions } from './app/security/permissions';
import { openWindow } from './app/window';
import { Engine } from './engine/engine';
import { entryPath } from './run/entries';
import { homeFolder } from './settings/home';

/** The order of start-up. */
async function start(): Promise<void> {
  const home = homeFolder();
  app.setPath('userData', path.join(home, 'window'));
  announceScheme();
  refuseNavigation(app);
  if (!app.requestSingleInstanceLock()) {
    app.exit(0); // the running one shows its window
    return;
  }
  await app.whenReady();
  refusePermissions(session.defaultSession);
  refuseNetwork(session.defaultSession);
  serveRenderer(session.defaultSession);
  setMenu();

  const software = `Postbag ${app.getVersion()}`;
  const engine = await Engine.start(home, {
    fork: forkUtility,
    entry: entryPath,
    software,
    keyStore: appKeyStore(),
    pdfOf,
  });
  nativeTheme.themeSource = engine.settings.get().theme;

  answerVerbs(
    handlersFor(engine, new ChosenFolders(), {
      version: app.getVersion(),
      chooseFolder,
      chooseProgram,
      chooseEvidence,
      copyText: async (text) => {
        await Promise.resolve(clipboard.writeText(text) as unknown);
      },
      showFile: async (file) => {
        await shell.openPath(file);
      },
      showFolder: async (folder) => {
        await shell.openPath(folder);
      },
      useTheme: (theme) => {
        nativeTheme.themeSource = theme;
      },
      // Somebody who moved the home folder wants nothing elsewhere.
      practiceFolder: path.join(
        process.env['POSTBAG_HOME'] ? home : app.getPath('documents'),
        'Postbag practice',
      ),
    }),
    (error) => process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`),
  );
  sendEvents(engine);
  watchLifecycle(engine);
  await openWindow();
  if (process.env['POSTBAG_SMOKE'] === '1') {
    process.stdout.write('ready\n');
    app.quit();
  }
}

endOnFatalErrors();
void start();
