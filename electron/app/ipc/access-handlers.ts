import type { AccessSettings, Argv } from '../../../shared/access';
import { usualAccess } from '../../../shared/access';
import { noMirrorCommands, type MirrorCommands } from '../../../shared/still';
import type { Engine } from '../../engine/engine';
import { PostbagError } from '../../run/errors';
import type { AppServices } from './app-handlers';
import type { Handlers } from './bridge';

type Verbs =
  | 'connections'
  | 'disconnect'
  | 'adviseMethods'
  | 'setAccess'
  | 'setMirror'
  | 'chooseProgram'
  | 'goOn'
  | 'disconnectAll';

export function accessHandlers(engine: Engine, services: AppServices): Pick<Handlers, Verbs> {
  const { access, postOffices, runs, stills } = engine;
  /** Programs that a person chose in the system's own dialog since the app began. */
  const chosen = new Set<string>();
  return {
    connections: async ({ postOfficeId }) => await access.list(postOffices.known(postOfficeId)),
    disconnect: async ({ postOfficeId, connectionId, force }) => {
      await access.disconnect(postOffices.known(postOfficeId), connectionId, force);
      return null;
    },
    adviseMethods: async ({ postOfficeId }) => await engine.adviseMethods(postOffices.known(postOfficeId)),
    setAccess: ({ id, access: wanted }) => {
      const before = postOffices.known(id).access ?? usualAccess;
      mustBeChosen(wanted, before, chosen);
      access.set(id, wanted);
      return null;
    },
    setMirror: ({ id, mirror }) => {
      const before = postOffices.known(id).mirror ?? noMirrorCommands;
      programsMustBeChosen(mirrorPrograms(mirror), mirrorPrograms(before), chosen);
      stills.setMirror(id, mirror);
      return null;
    },
    chooseProgram: async () => {
      const path = await services.chooseProgram();
      if (path === null) return null;
      chosen.add(path);
      return { path };
    },
    goOn: ({ runId }) => {
      runs.wish(runId, 'go-on');
      return null;
    },
    disconnectAll: ({ runId }) => {
      runs.wish(runId, 'disconnect-all');
      return null;
    },
  };
}

/**
 * A page can type arguments and names of services. What is run, and which file is read, a person chose in the system's
 * own dialog, or it stood in the settings before.
 * @throws PostbagError `command-not-allowed`
 */
function mustBeChosen(wanted: AccessSettings, before: AccessSettings, chosen: ReadonlySet<string>): void {
  programsMustBeChosen(programsOf(wanted), programsOf(before), chosen);
  if (wanted.sambaConfig !== before.sambaConfig) {
    throw new PostbagError('request', 'command-not-allowed', { slot: 'Samba' });
  }
}

type Programs = ReadonlyMap<string, string>;

/** @throws PostbagError `command-not-allowed` */
function programsMustBeChosen(wanted: Programs, before: Programs, chosen: ReadonlySet<string>): void {
  const known = new Set([...before.values(), ...chosen]);
  for (const [slot, program] of wanted) {
    if (!known.has(program)) throw new PostbagError('request', 'command-not-allowed', { slot });
  }
}

/** The programs of the commands that break a mirror and join it, by what each is for. */
function mirrorPrograms(mirror: MirrorCommands): Programs {
  const slots = ['break', 'where', 'join', 'inStep'] as const;
  return new Map(slots.flatMap((slot) => mirror[slot].slice(0, 1).map((program) => [slot, program])));
}

/** The programs of all command lines, by what each is for. */
function programsOf({ commands, services }: AccessSettings): Map<string, string> {
  const lines: [string, Argv][] = [
    ...(['tell', 'list', 'close', 'open', 'disconnect'] as const).map((slot): [string, Argv] => [
      slot,
      commands[slot],
    ]),
    ...services.flatMap(({ name, start, stop, check }): [string, Argv][] => [
      [`${name}: start`, start],
      [`${name}: stop`, stop],
      [`${name}: check`, check],
    ]),
  ];
  return new Map(lines.flatMap(([slot, [program]]) => (program === undefined ? [] : [[slot, program]])));
}
