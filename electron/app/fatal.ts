import os from 'node:os';
import { app, clipboard, dialog } from 'electron';
import { fatalWords } from '../../shared/words/app';

/** Takes the person's own folder out of a text that may be sent to somebody else. */
export function redact(text: string): string {
  const home = os.homedir();
  return home.length > 1 ? text.replaceAll(home, '~') : text;
}

/**
 * An error that nobody caught: shown, redacted, with a way to copy it, and then the app ends instead of limping on. Runs
 * are recovered at the next start.
 */
export function endOnFatalErrors(): void {
  let ending = false;
  const end = async (error: unknown): Promise<void> => {
    if (ending) return;
    ending = true;
    const details = redact(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.stderr.write(`${details}\n`);
    try {
      if (app.isReady() && process.env['POSTBAG_SMOKE'] !== '1') {
        const { response } = await dialog.showMessageBox({
          type: 'error',
          title: fatalWords.title,
          message: fatalWords.before,
          detail: details.slice(0, 2_000),
          buttons: [fatalWords.copy, fatalWords.close],
          defaultId: 1,
          cancelId: 1,
        });
        // The newest Electron answers with a promise here; the process must live until the text is there.
        if (response === 0) await Promise.resolve(clipboard.writeText(details) as unknown);
      }
    } finally {
      app.exit(1);
    }
  };
  process.on('uncaughtException', (error) => void end(error));
  process.on('unhandledRejection', (error) => void end(error));
}
