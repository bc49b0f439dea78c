import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { toolEnvironment, ToolProcess } from './process';
import { Stop } from './stop';

/** Making a Windows takes up to a minute on an old computer, ms. */
const PREPARE_MS = 300_000;
/** What Windows itself ends with when asked to. */
const ASKED = 42;

/** A Windows of our own, made by Wine in a folder at its first start. */
export interface OwnWindows {
  /** Absolute. */
  readonly prefix: string;
  readonly platform: NodeJS.Platform;
}

/**
 * What everything in it is told: no windows on the screen, no offer to download anything, no remarks. Where temporary
 * files go is not changed: Wine's server keeps its place there, and all that run in one Windows must find the same server.
 * A tool has those of our own Windows for its own.
 */
export const wineEnvironment = ({ prefix }: OwnWindows): NodeJS.ProcessEnv =>
  toolEnvironment({
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree=;mshtml=;winemenubuilder.exe=',
    DISPLAY: '',
    WAYLAND_DISPLAY: '',
  });

/** Makes it where it is not there yet. @param wine absolute path of Wine. @throws system errors */
export async function prepareWindows(own: OwnWindows, wine: string, signal: AbortSignal): Promise<void> {
  await runInside(own, [wine, 'wineboot', '--init'], signal);
}

/**
 * Whether it runs 32-bit programs. A Wine without that part starts nothing, says nothing and ends with 0 when it is given
 * one, so Windows' own 32-bit command prompt is asked first.
 * @throws system errors
 */
export async function has32Bit(own: OwnWindows, wine: string, signal: AbortSignal): Promise<boolean> {
  await prepareWindows(own, wine, signal);
  const both = await stat(path.join(own.prefix, 'drive_c/windows/syswow64')).then(
    () => true,
    () => false,
  );
  const program = `C:\\windows\\${both ? 'syswow64' : 'system32'}\\cmd.exe`;
  return (await runInside(own, [wine, program, '/c', `exit ${String(ASKED)}`], signal)) === ASKED;
}

/** Runs something of Windows' own. @returns its exit code; null where there is none */
async function runInside(
  own: OwnWindows,
  [program = '', ...args]: readonly string[],
  signal: AbortSignal,
): Promise<number | null> {
  const { prefix, platform } = own;
  await mkdir(prefix, { recursive: true });
  const windows = await ToolProcess.start({
    program,
    args,
    cwd: prefix,
    env: wineEnvironment(own),
    platform,
  });
  if (!(windows instanceof ToolProcess)) return null;
  const stop = new Stop({ limitMs: PREPARE_MS, signal });
  stop.then(() => void windows.kill());
  windows.stdout.resume();
  windows.stderr.resume();
  const exit = await stop.waitFor(windows.exit);
  stop.end();
  // Wine's server may hold them open for a while yet.
  windows.stdout.destroy();
  windows.stderr.destroy();
  return exit?.code ?? null;
}
