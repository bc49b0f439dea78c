import { mkdirSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, beforeEach, onTestFinished } from 'vitest';
import { withLines, type EndedJson, type Running } from '../support/cli';
import { builtCli } from '../support/places';
import { makePostOffice } from '../support/post-office';
import { cannotRun, driveC, prepareWindows, startNode, type Place } from './windows';
import { rm } from 'node:fs/promises';

/** Makes Windows ready for the tests of a file; where it cannot be had they are skipped with the reason. */
export function useWindows(): void {
  beforeAll(() => {
    if (cannotRun === null) prepareWindows();
  });
  beforeEach(({ skip }) => skip(cannotRun !== null, cannotRun ?? ''));
}

/** A place below another one; both systems' names of it. */
export function below(place: Place, name: string): Place {
  const windows = `${place.windows.replace(/\\$/, '')}\\${name.replaceAll('/', '\\')}`;
  return { linux: path.join(place.linux, name), windows };
}

/** What one backup needs, on drive C. */
export interface WindowsPlaces {
  readonly base: Place;
  readonly home: Place;
  readonly vault: Place;
  readonly postOffice: Place;
}

/** Empty home and vault, and a practice post office, removed when the test has finished. */
export async function windowsPlaces(messages?: number): Promise<WindowsPlaces> {
  const linux = mkdtempSync(path.join(driveC, 'postbag-test-'));
  onTestFinished(async () => await rm(linux, { recursive: true, force: true }));
  const base = { linux, windows: `C:\\${path.basename(linux)}` };
  const [home, vault, postOffice] = [
    below(base, 'home'),
    below(base, 'vault'),
    below(base, 'Harbour office'),
  ];
  mkdirSync(home.linux);
  mkdirSync(vault.linux);
  await makePostOffice(postOffice.linux, messages === undefined ? {} : { messages });
  return { base, home, vault, postOffice };
}

/** Starts `postbag …` on Windows. */
export function startOnWindows(args: readonly string[], { home }: Pick<WindowsPlaces, 'home'>): Running {
  const running = startNode(builtCli, args, { POSTBAG_HOME: home.windows });
  let over = false;
  void running.ended.finally(() => (over = true));
  onTestFinished(() => {
    if (!over) running.kill('SIGKILL');
  });
  return running;
}

/** Calls `postbag … --json` on Windows and checks every line against the contract. */
export async function postbagOnWindows(
  args: readonly string[],
  places: Pick<WindowsPlaces, 'home'>,
): Promise<EndedJson> {
  return withLines(await startOnWindows([...args, '--json'], places).ended);
}
