import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { Input } from '../../shared/contract';
import { dialogWords } from '../../shared/words/app';

/** Asks for a program with the system's own dialog; null when none was chosen. */
export async function chooseProgram(): Promise<string | null> {
  return await chooseFile('program');
}

/** Asks for a file that shows what a person saw; null when none was chosen. */
export async function chooseEvidence(): Promise<string | null> {
  return await chooseFile('evidence');
}

async function chooseFile(what: 'program' | 'evidence'): Promise<string | null> {
  const { title, button } = dialogWords[what];
  return await ask({
    title,
    buttonLabel: button,
    properties: ['openFile' as const, 'dontAddToRecent' as const],
  });
}

/** Asks for a folder with the system's own dialog; null when none was chosen. */
export async function chooseFolder(purpose: Input<'chooseFolder'>['purpose']): Promise<string | null> {
  const { title, button } = dialogWords[purpose];
  return await ask({
    title,
    buttonLabel: button,
    properties: ['openDirectory' as const, 'createDirectory' as const, 'dontAddToRecent' as const],
  });
}

async function ask(options: OpenDialogOptions): Promise<string | null> {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
}
