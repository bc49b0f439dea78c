import { BrowserWindow } from 'electron';
import { pagePreferences } from './security/web-preferences';

/** How long a page may take to be printed, ms. */
const LIMIT_MS = 30_000;

/** Prints a page of our own to PDF, A4. It is shown nowhere, runs no script and loads nothing. @throws Error when it fails */
export async function pdfOf(html: string): Promise<Uint8Array> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: { ...pagePreferences, javascript: false, partition: 'print' },
  });
  const tooLong = setTimeout(() => window.destroy(), LIMIT_MS);
  try {
    await window.loadURL(
      `data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`,
    );
    return await window.webContents.printToPDF({
      pageSize: 'A4',
      preferCSSPageSize: true,
      printBackground: true,
    });
  } finally {
    clearTimeout(tooLong);
    if (!window.isDestroyed()) window.destroy();
  }
}
