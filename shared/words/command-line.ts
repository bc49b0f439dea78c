import { isStill } from '../still-choice';
import { usualBackupOptions, type BackupOptions } from '../run';

/** Command lines as they are shown and typed: what is shown can be copied into a terminal of the person's own system. */

/**
 * Quotes a word when it needs it. Double quotes work in cmd, PowerShell and every Unix shell, but shells look into them
 * for `$` and backticks: a name that a stranger gave a folder must not become a command, so such words get single quotes.
 */
function quoted(word: string): string {
  if (/["$`!]/.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return /^[\w./:\\@=+,-]+$/.test(word) ? word : `"${word}"`;
}

/**
 * A terminal has nobody to look before the bag is sealed, so holding has no word there.
 * @param postOffice its name on the list, or its folder
 * @param name what to call one that is not on the list
 */
export function backupCommand(
  postOffice: string,
  vault: string,
  method: string,
  options: BackupOptions,
  name?: string,
): string {
  const usual = usualBackupOptions;
  const { settle, lockedWaitSeconds, afresh } = options;
  const words = [
    `postbag backup ${quoted(postOffice)} --to ${quoted(vault)} --method ${method}`,
    name === undefined ? '' : `--name ${quoted(name)}`,
    settle.passes === usual.settle.passes ? '' : `--passes ${String(settle.passes)}`,
    settle.minutes === usual.settle.minutes ? '' : `--minutes ${String(settle.minutes)}`,
    lockedWaitSeconds === usual.lockedWaitSeconds ? '' : `--locked-wait ${String(lockedWaitSeconds)}`,
    afresh ? '--afresh' : '',
    ...(method === 'shutdown' ? shutdownFlags(options.shutdown) : []),
    ...(isStill(method) ? stillFlags(options.still) : []),
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** A terminal has nobody to ask: where the window would ask whether to go on, it stops. */
function shutdownFlags(chosen: BackupOptions['shutdown']): string[] {
  const usual = usualBackupOptions.shutdown;
  return [
    chosen.message === usual.message ? '' : `--message ${quoted(chosen.message)}`,
    chosen.graceMinutes === usual.graceMinutes ? '' : `--grace ${String(chosen.graceMinutes)}`,
    chosen.disconnect === usual.disconnect ? '' : `--disconnect ${chosen.disconnect}`,
    chosen.quietSeconds === usual.quietSeconds ? '' : `--quiet ${String(chosen.quietSeconds)}`,
    chosen.waitMinutes === usual.waitMinutes ? '' : `--wait-minutes ${String(chosen.waitMinutes)}`,
    chosen.notQuiet === 'go-on' ? '--go-on-anyway' : '',
  ];
}

function stillFlags(chosen: BackupOptions['still']): string[] {
  const usual = usualBackupOptions.still;
  return [
    chosen.provider === null ? '' : `--provider ${chosen.provider}`,
    chosen.use === usual.use ? '' : '--if-not open',
    chosen.calm === usual.calm ? '' : `--calm ${chosen.calm}`,
    chosen.calmSeconds === usual.calmSeconds ? '' : `--calm-seconds ${String(chosen.calmSeconds)}`,
    chosen.calmMinutes === usual.calmMinutes ? '' : `--calm-minutes ${String(chosen.calmMinutes)}`,
  ];
}

export function verifyCommand(bag: string): string {
  return `postbag verify ${quoted(bag)}`;
}

/** @param groups nothing for all files */
export function copyOutCommand(bag: string, folder: string, groups: readonly string[] = []): string {
  const only = groups.length === 0 ? '' : ` --only ${groups.join(',')}`;
  return `postbag copy-out ${quoted(bag)} ${quoted(folder)}${only}`;
}

/** @param procedure nothing for the usual one */
export function repairBeginCommand(bag: string, procedure?: string, dialect?: string): string {
  const words = [
    `postbag repair begin ${quoted(bag)}`,
    procedure === undefined ? '' : `--procedure ${procedure}`,
    dialect === undefined ? '' : `--dialect ${dialect}`,
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** @param typedName what was typed as the name of the post office, for a line that removes mail */
export function repairRunCommand(id: string, all: boolean, typedName: string): string {
  const typed = typedName === '' ? '' : ` --name ${quoted(typedName)}`;
  return `postbag repair run ${id}${all ? ' --all' : ''}${typed}`;
}

/** @param procedure nothing for the usual one */
export function restoreBeginCommand(bag: string, purpose: 'prove' | 'restore', procedure?: string): string {
  const chosen = procedure === undefined ? '' : ` --procedure ${procedure}`;
  return `postbag restore begin ${quoted(bag)}${purpose === 'prove' ? ' --prove' : ''}${chosen}`;
}

export const checksCommand = (id: string): string => `postbag restore check ${id}`;

/** @param target absolute; nothing for the post office on the list */
export const onlineCommand = (id: string, target?: string): string =>
  `postbag restore online ${id}${target === undefined ? '' : ` --to ${quoted(target)}`}`;

export const swapBackCommand = (id: string): string => `postbag restore swap-back ${id}`;
