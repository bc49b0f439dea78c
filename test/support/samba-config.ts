export interface SambaOptions {
  /** Name of the share that every user may use. */
  readonly share: string;
  /** Absolute folder that it leads to. */
  readonly path: string;
  /** Small letters only; every server has accounts of its own for them. */
  readonly users?: readonly string[];
  /** Further lines of the share's section. */
  readonly lines?: readonly string[];
  /** Text that follows the section, such as other shares. */
  readonly more?: string;
}

/** A section that leads to a folder, open to everybody who can log on. */
export function shareSection(name: string, folder: string, lines: readonly string[] = []): string {
  const all = [`path = ${folder}`, 'read only = no', 'force user = root', ...lines];
  return [`[${name}]`, ...all.map((line) => `  ${line}`), ''].join('\n');
}

/** What a server keeps beside its configuration. */
export const PRIVATE_FOLDERS = ['private', 'lock', 'state', 'cache', 'pid', 'ncalrpc', 'log'];

/** The text of a server's configuration file. @param folder of the server, absolute */
export function configuration(folder: string, address: string, options: SambaOptions): string {
  const global = [
    'server role = standalone server',
    'netbios name = POSTBAG',
    'disable netbios = yes',
    'smb ports = 445',
    `interfaces = ${address}/8`,
    'bind interfaces only = yes',
    `private dir = ${folder}/private`,
    `lock directory = ${folder}/lock`,
    `state directory = ${folder}/state`,
    `cache directory = ${folder}/cache`,
    `pid directory = ${folder}/pid`,
    `ncalrpc dir = ${folder}/ncalrpc`,
    `log file = ${folder}/log/log.%m`,
    `passdb backend = tdbsam:${folder}/private/passdb.tdb`,
    'usershare path =',
    'load printers = no',
    'printing = bsd',
    'printcap name = /dev/null',
    'disable spoolss = yes',
    'registry shares = yes',
    'oplocks = no',
    'level2 oplocks = no',
  ];
  const { share, path: target, lines, more = '' } = options;
  const section = shareSection(share, target, lines);
  return ['[global]', ...global.map((line) => `  ${line}`), section].join('\n') + more;
}
