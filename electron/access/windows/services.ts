import { z } from 'zod';
import type { RunProgram } from '../../run/program';
import { runScript, ScriptError, type Script } from '../../run/windows/powershell';

export type ServiceState = 'running' | 'stopped' | 'starting' | 'stopping' | 'paused' | 'unknown';

/** The numbers that Windows has for them; their names are in its language. */
const STATES: Readonly<Record<number, ServiceState>> = {
  1: 'stopped',
  2: 'starting',
  3: 'stopping',
  4: 'running',
  5: 'starting',
  6: 'stopping',
  7: 'paused',
};

/** What starting and stopping take besides waiting, ms. */
const MORE_MS = 60_000;

/** A name is looked for as it is: `*` and `[` in it mean nothing. Values of all scripts: `name`. */
const FIND = String.raw`
  $service = Get-Service -Name ([System.Management.Automation.WildcardPattern]::Escape($values.name))
`;

const state: Script = {
  verb: 'service-state',
  body: String.raw`${FIND}
  $answer = @{ status = [int]$service.Status }
`,
};

const dependents: Script = {
  verb: 'service-dependents',
  body: String.raw`${FIND}
  $answer = @{ running = @($service.DependentServices | Where-Object { [int]$_.Status -ne 1 } |
    ForEach-Object { "$($_.Name)" }) }
`,
};

/**
 * Values of this one and the next: `waitSeconds`. It is stopped by the service's own object and not by Stop-Service, which
 * waits without end. That would stop what depends on it as well, so it is refused while any of that runs.
 */
const stop: Script = {
  verb: 'stop-service',
  body: String.raw`${FIND}
  if (@($service.DependentServices | Where-Object { [int]$_.Status -ne 1 }).Count -gt 0) {
    throw 'Postbag.HasDependents'
  }
  if ([int]$service.Status -ne 1 -and [int]$service.Status -ne 3) { $service.Stop() }
  $service.WaitForStatus('Stopped', [TimeSpan]::FromSeconds($values.waitSeconds))
  $answer = @{ status = [int]$service.Status }
`,
};

const start: Script = {
  verb: 'start-service',
  body: String.raw`${FIND}
  if ([int]$service.Status -eq 1 -or [int]$service.Status -eq 3) {
    $service.WaitForStatus('Stopped', [TimeSpan]::FromSeconds($values.waitSeconds))
    $service.Start()
  }
  if ([int]$service.Status -eq 7) { $service.Continue() }
  $service.WaitForStatus('Running', [TimeSpan]::FromSeconds($values.waitSeconds))
  $answer = @{ status = [int]$service.Status }
`,
};

export const serviceScripts = { state, dependents, stop, start };

const StatusAnswer = z.object({ status: z.number().int() });
const DependentsAnswer = z.object({ running: z.array(z.string()) });

export interface WindowsService {
  /** `unknown`: no service of that name is installed. @throws ScriptError */
  state(name: string): Promise<ServiceState>;
  /** Services that need this one and run, in the order in which they must be stopped. @throws ScriptError */
  dependents(name: string): Promise<string[]>;
  /**
   * Stops it and waits. Done where it is stopped already.
   * @throws ScriptError, with the id `Postbag.HasDependents` while others that need it run
   */
  stop(name: string, waitSeconds: number): Promise<void>;
  /** Starts it and waits, or lets a paused one go on. Done where it runs already. @throws ScriptError */
  start(name: string, waitSeconds: number): Promise<void>;
}

/** Services of this Windows computer, by the names that the system knows them by and not by those it shows. */
export function windowsService(runProgram: RunProgram): WindowsService {
  const change = async (script: Script, name: string, waitSeconds: number): Promise<void> => {
    // Starting may wait twice: for an end that is under way, and for the start.
    const limitMs = waitSeconds * 2000 + MORE_MS;
    await runScript(runProgram, { script, values: { name, waitSeconds }, answer: StatusAnswer, limitMs });
  };
  return {
    async state(name) {
      try {
        const call = { script: state, values: { name }, answer: StatusAnswer };
        return STATES[(await runScript(runProgram, call)).status] ?? 'unknown';
      } catch (error) {
        if (error instanceof ScriptError && error.id.startsWith('NoServiceFoundForGivenName'))
          return 'unknown';
        throw error;
      }
    },
    async dependents(name) {
      const call = { script: dependents, values: { name }, answer: DependentsAnswer };
      return (await runScript(runProgram, call)).running;
    },
    stop: async (name, waitSeconds) => await change(stop, name, waitSeconds),
    start: async (name, waitSeconds) => await change(start, name, waitSeconds),
  };
}
