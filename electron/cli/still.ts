import { Option, type Command } from 'commander';
import { optionRanges } from '../../shared/backup-options';
import { usualBackupOptions } from '../../shared/run';
import { MirrorCommands, noMirrorCommands, StillId, StillOptions, type StillState } from '../../shared/still';
import { stillCliWords as words, stillHelp as help } from '../../shared/words/cli-still';
import { coversWords, stillReason, stillWords } from '../../shared/words/still';
import { exitCodes } from './exit-codes';
import { onList, postOfficeFor } from './inventory';
import type { Session } from './command';
import { readSettingsFile } from './settings-file';

/** What commander makes of the options about standing still. */
export interface StillArguments {
  readonly provider?: StillId;
  readonly ifNot: 'stop' | 'open';
  readonly calm: StillOptions['calm'];
  readonly calmSeconds: number;
  readonly calmMinutes: number;
}

const usual = usualBackupOptions.still;

/** Adds the options of the methods that copy from what stands still. @param inRange reads a whole number */
export function addStillOptions(
  command: Command,
  inRange: (what: string, range: { from: number; to: number }) => (text: string) => number,
): Command {
  return command
    .addOption(new Option('--provider <id>', help.provider).choices(StillId.options))
    .addOption(new Option('--if-not <what>', help.ifNot).choices(['stop', 'open']).default('stop'))
    .addOption(new Option('--calm <how>', help.calm).choices(['auto', 'required', 'off']).default(usual.calm))
    .option(
      '--calm-seconds <seconds>',
      help.calmSeconds,
      inRange('--calm-seconds', optionRanges.calm),
      usual.calmSeconds,
    )
    .option(
      '--calm-minutes <minutes>',
      help.calmMinutes,
      inRange('--calm-minutes', optionRanges.calmLimit),
      usual.calmMinutes,
    );
}

export function stillOptionsFrom({
  provider,
  ifNot,
  calm,
  calmSeconds,
  calmMinutes,
}: StillArguments): StillOptions {
  const use = ifNot === 'stop' ? 'required' : 'auto';
  return { provider: provider ?? null, use, calm, calmSeconds, calmMinutes };
}

/** `postbag volumes <post office>`: what it could be copied from. Ends with 3 where nothing can make it stand still. */
export async function volumesCommand(target: string, session: Session): Promise<number> {
  const { engine, out } = session;
  const known = postOfficeFor(target, undefined, session);
  const { snapshot, mirror } = await engine.stills.states(known, await engine.postOffices.inventory(known));
  out.object('volumes', { snapshot, mirror });
  for (const [title, states] of [
    [words.snapshots, snapshot],
    [words.mirrors, mirror],
  ] as const) {
    out.line(title);
    for (const state of states)
      out.line(`  ${stillWords[state.id].name} (${state.id}): ${sentenceOf(state)}`);
  }
  return [...snapshot, ...mirror].some(({ usable }) => usable) ? exitCodes.verified : exitCodes.findings;
}

function sentenceOf({ usable, reason, covers, volumes }: StillState): string {
  if (!usable) return reason ? stillReason(reason) : '';
  return words.usable(coversWords[covers], volumes.join(', '));
}

/**
 * `postbag mirror <post office> [--import file]`: prints the commands that break its mirror and join it again, as JSON, or
 * takes them from such a file.
 */
export async function mirrorCommand(
  target: string,
  file: string | undefined,
  session: Session,
): Promise<number> {
  const { engine, out } = session;
  const known = onList(target, session);
  const mirror =
    file === undefined ? (known.mirror ?? noMirrorCommands) : await readSettingsFile(file, MirrorCommands);
  if (file !== undefined) engine.stills.setMirror(known.id, mirror);
  out.object('mirror', { postOffice: known.name, mirror });
  out.line(JSON.stringify(mirror, null, 2));
  return exitCodes.verified;
}
