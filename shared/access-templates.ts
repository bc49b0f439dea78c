import type { AccessCommands } from './access';

/** Commands that sources name for one kind of server, to begin with. Whoever uses them has to try them. */
export interface CommandTemplate {
  readonly id: 'netware' | 'ibm-lan-server';
  /** The server's name, as its maker wrote it. */
  readonly name: string;
  /** Empty where no source states one, or what it prints is not what a list must be. */
  readonly commands: Readonly<Omit<AccessCommands, 'limitSeconds'>>;
  /** Where the commands are from, how sure they are, and what else is known of them. Plain words, for people. */
  readonly source: string;
}

const none: CommandTemplate['commands'] = { tell: [], list: [], close: [], open: [], disconnect: [] };

/** The network commands of domain.md 4.3, and nothing else. */
export const commandTemplates: readonly CommandTemplate[] = [
  {
    id: 'netware',
    name: 'NetWare',
    commands: {
      ...none,
      close: ['DISABLE', 'LOGIN'],
      open: ['ENABLE', 'LOGIN'],
      // One station, not ALL: that would also clear the connections of the server's own programs, backups among them.
      disconnect: ['CLEAR', 'STATION', '{connection}'],
    },
    source:
      'Novell’s NetWare 6 and Open Enterprise Server guides, read in excerpts. DISABLE LOGIN does not drop those who are in. ' +
      'Who is connected is shown by MONITOR, under Connections, and not as a list that a program could read. ' +
      'NPODOWN is named for NetWare 2.2 to 4.x; how it is called is not stated.',
  },
  {
    id: 'ibm-lan-server',
    name: 'IBM LAN Server',
    commands: { ...none, close: ['NET', 'ADMIN', '\\\\server', '/C', 'NET SHARE sharename /D /Y'] },
    source:
      'The cc:Mail FAQ of GSS, read in excerpts. Put the names of your server and share in. ' +
      'No source states how the share is made again: type that command yourself.',
  },
];
