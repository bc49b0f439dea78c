import { z } from 'zod';
import type { Script } from '../../run/windows/powershell';
import { RESTART_MANAGER } from './restart-manager';

/**
 * Reads the files' paths from its input, a line each, in base64. Values: `groupSize`, `mostAsks`. Process 4 is the system
 * itself: what it has open was opened over a share, and is told as that.
 */
const list: Script = {
  verb: 'list-processes',
  body: String.raw`
  $files = [string[]]@($input | Where-Object { "$_".Trim() } | ForEach-Object { Decode ("$_".Trim()) })
  Add-Type -IgnoreWarnings -TypeDefinition @'
${RESTART_MANAGER.trim()}
'@
  $uses = @([PostbagOpenFiles]::Find($files, $values.groupSize, $values.mostAsks) | Where-Object { $_.Pid -gt 4 })
  $processes = @($uses | Group-Object -Property Pid | ForEach-Object {
    $first = $_.Group[0]
    $name = $first.Name
    $user = $null
    try {
      $process = Get-CimInstance -ClassName Win32_Process -Filter "ProcessId = $([int]$first.Pid)"
      if ($process) { $name = $process.Name }
      $owner = $process | Invoke-CimMethod -MethodName GetOwner
      if ($owner.User) { $user = $owner.Domain + '\' + $owner.User }
    } catch { }
    @{
      pid = $first.Pid; program = "$name"; user = $user; since = Iso $first.Started
      files = @($_.Group | Where-Object { $_.File } | ForEach-Object { $_.File } | Sort-Object -Unique)
    }
  })
  $answer = @{ processes = $processes }
`,
};

export const ListedProcess = z.object({
  pid: z.number().int(),
  program: z.string(),
  user: z.string().nullable(),
  since: z.string().nullable(),
  files: z.array(z.string()),
});
export const ListAnswer = z.object({ processes: z.array(ListedProcess) });

/** Finds the process only if it began when it should have: numbers are given anew. */
const FIND = String.raw`
  $process = Get-Process | Where-Object { $_.Id -eq $values.pid }
  $same = $process -and (Iso $process.StartTime) -eq $values.since
`;

/** Values of this one and the next: `pid`, `since`. */
const ask: Script = {
  verb: 'ask-process',
  body: String.raw`${FIND}
  $result = 'gone'
  if ($same) {
    if ($process.CloseMainWindow()) { $result = 'asked' } else { $result = 'no-window' }
  }
  $answer = @{ result = $result }
`,
};
export const AskAnswer = z.object({ result: z.enum(['asked', 'no-window', 'gone']) });

const end: Script = {
  verb: 'end-process',
  body: String.raw`${FIND}
  $result = 'gone'
  if ($same) {
    Stop-Process -InputObject $process -Force
    $result = 'ended'
  }
  $answer = @{ result = $result }
`,
};
export const EndAnswer = z.object({ result: z.enum(['ended', 'gone']) });

export const processScripts = { list, ask, end };
