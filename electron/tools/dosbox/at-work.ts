import path from 'node:path';
import { systemCode } from '../../run/errors';
import { notKept, refused, type Outcome, type Workplace } from '../attempt';
import { whyNotStarted } from '../on-host';
import { temporaryIn, toolEnvironment, ToolProcess } from '../process';
import type { ToolCall } from '../runner';
import { dosBoxArguments } from './config';
import { DiskWatch } from './disk-watch';
import type { DosBox } from './find';
import { endOf, type DosFolders } from './folders';
import { Log } from './log';
import { follow } from './tail';

export interface DosBoxWork {
  readonly call: ToolCall;
  readonly at: Workplace;
  readonly found: DosBox;
  readonly folders: DosFolders;
  readonly window: boolean;
}

/** Runs DOSBox in folders that are laid out, until it has ended, and everything that it started. Never throws. */
export async function runDosBox({ call, at, found, folders, window }: DosBoxWork): Promise<Outcome> {
  const { output, stop } = at;
  const { program, variant } = found;
  const { scratch, copy, tool } = call;
  const dosBox = await ToolProcess.start({
    program,
    args: dosBoxArguments(variant),
    cwd: scratch,
    env: toolEnvironment(environmentOf(folders.home, window)),
  });
  if (!(dosBox instanceof ToolProcess)) return refused(whyNotStarted(dosBox, program));
  stop.then(() => void dosBox.kill());
  const log = new Log([dosBox.stdout, dosBox.stderr]);
  const disks = new DiskWatch([scratch, copy], stop);
  const exit = stop.waitFor(dosBox.exit);
  const begun = await follow(folders.outputFile, output.channel(), exit, () => stop.trouble !== null).catch(
    (error: unknown) => {
      stop.now(notKept(systemCode(error)));
      return true;
    },
  );
  const exited = await exit;
  await dosBox.kill();
  await disks.end();
  log.close();
  if (exited === null) return refused({ code: 'still-running', params: { program: path.basename(program) } });
  if (stop.trouble !== null) return refused(stop.trouble);
  const end = await endOf(call);
  if (end?.kind === 'exit') return { code: end.code, trouble: null };
  if (end?.kind === 'error')
    return refused({ code: 'not-loaded', params: { tool: path.basename(tool), number: end.number } });
  // Nobody said how the tool ended: DOS cut it off, or DOSBox itself ended.
  const how = exited.signal ?? log.lastLine() ?? `DOSBox ended with ${String(exited.code)}`;
  return begun
    ? refused({ code: 'ended', params: { how: end ? 'DOS stopped it' : how } })
    : refused({ code: 'not-started', params: { program: path.basename(program), reason: how } });
}

/** Without a window and without sound, and with nobody's settings. */
function environmentOf(home: string, window: boolean): NodeJS.ProcessEnv {
  const own = {
    ...temporaryIn(home),
    HOME: home,
    USERPROFILE: home,
    APPDATA: home,
    LOCALAPPDATA: home,
    XDG_CONFIG_HOME: home,
  };
  if (!window) return { ...own, SDL_VIDEODRIVER: 'dummy', SDL_AUDIODRIVER: 'dummy' };
  const authority = process.env['XAUTHORITY'] ?? path.join(process.env['HOME'] ?? home, '.Xauthority');
  return { ...own, XAUTHORITY: authority, SDL_AUDIODRIVER: 'dummy' };
}
