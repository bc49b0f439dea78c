import type { AdapterId, AdapterState, BelongingService, Use } from '../../access';
import { adapterTarget, adapterWords, reasonSentence, useWords } from '../access';

/** The five commands of the administrator's own. */
export type CommandSlot = 'tell' | 'list' | 'close' | 'open' | 'disconnect';

const commands: Readonly<Record<CommandSlot, { readonly name: string; readonly help: string }>> = {
  tell: { name: 'Tell the users', help: '{message} is what they are told, {minutes} how long they have.' },
  list: {
    name: 'List who is connected',
    help: 'It prints one line for each connection: id, user, machine and file, with tabs between them.',
  },
  close: { name: 'Refuse new connections', help: 'Only together with the command that opens it again.' },
  open: {
    name: 'Open again',
    help: 'It must do no harm when the post office is open already: after a crash it may be run again.',
  },
  disconnect: { name: 'End a connection', help: '{connection} is the id that your list printed.' },
};
const kinds: Readonly<Record<BelongingService['kind'], string>> = {
  systemd: 'systemd unit',
  windows: 'Windows service',
  command: 'commands',
};

/** How access to a post office is seen and closed, as the administrator sets it. */
export const accessWords = {
  title: 'Access',
  text: 'How Postbag sees who is connected, and how it closes the post office for a backup that needs nobody at work.',
  connections: 'Who is connected',
  open: 'Change access',
  close: 'Hide access',
  looking: 'Looking at what can be done here…',
  ways: 'Ways to see and close',
  way: (id: AdapterId, target: string): string => adapterTarget(id, target),
  explained: (id: AdapterId): string => adapterWords[id].explained,
  /** What a way can do here. */
  can: ({ lists, closes }: AdapterState): string => {
    if (lists && closes) return 'sees and closes';
    if (lists) return 'sees';
    return closes ? 'closes' : 'not here';
  },
  why: ({ reason }: AdapterState): string | null => (reason === null ? null : reasonSentence(reason)),
  useOf: (id: AdapterId): string => `Use of ${adapterWords[id].name}`,
  use: (use: Use): string => useWords[use],

  services: 'What must rest meanwhile',
  servicesText:
    'Router, gateways and connectors. They are stopped in this order before the post office is closed, and started again in reverse order.',
  servicesNone: 'Nothing yet.',
  addService: 'Add service',
  service: (name: string, number: number): string => (name.trim() === '' ? `Service ${number}` : name.trim()),
  serviceName: 'Name',
  serviceKind: 'Kind',
  kind: (kind: BelongingService['kind']): string => kinds[kind],
  unit: 'Name of the unit or service',
  start: 'Start it',
  stop: 'Stop it',
  check: 'Does it run? (it ends with 0 while it does)',
  wait: 'Wait for it at most',
  up: 'Move up',
  down: 'Move down',
  remove: 'Remove',
  upOf: (name: string): string => `Move up: ${name}`,
  downOf: (name: string): string => `Move down: ${name}`,
  removeOf: (name: string): string => `Remove ${name}`,

  commands: 'Your own commands',
  commandsText:
    'For servers that nothing else here can speak to. Each is a program and its arguments, run as they are, without a shell.',
  command: (slot: CommandSlot): { name: string; help: string } => commands[slot],
  placeholders: 'Filled in when it is run: {postOffice} {message} {minutes} {connection}',
  templates: 'What is known of other servers',
  /** A command line to be read: words with spaces in quotes. */
  templateLine: (argv: readonly string[]): string =>
    argv.map((word) => (word.includes(' ') ? `"${word}"` : word)).join(' '),

  wrong: {
    nameMissing: 'Give it a name.',
    nameTooLong: 'At most 100 characters.',
    unitMissing: 'Which unit or service is it?',
    programMissing: 'Choose a program.',
    openMissing: 'What is closed must be opened again: choose a program for this too.',
  },
  save: 'Save access',
  saved: 'Access saved',
} as const;
