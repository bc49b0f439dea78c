import { z } from 'zod';
import type { Script } from '../../run/windows/powershell';

/**
 * The scripts that see and close a share, one each, and what they answer. Nothing in them is a value: names come in
 * `$values`. Identifiers of sessions have 64 bits, more than a JSON number here, so they are texts.
 */

/** Everyone has another name in every language; its SID is the same in all. A mark says which run blocked a share. */
const COMMON = String.raw`
  $everyone = (New-Object Security.Principal.SecurityIdentifier 'S-1-1-0').Translate([Security.Principal.NTAccount]).Value
  $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey('LocalMachine', 'Registry64')
  $marksKey = 'SOFTWARE\Postbag\ClosedShares'
  function Find-Wanted($wanted) {
    Get-SmbShare | Where-Object { $_.Name -eq $wanted.name -and $_.ScopeName -eq $wanted.scope }
  }
  function Test-Denied($share) {
    # The number: 0 allows, 1 denies. What is shown for it is a word.
    $entries = @($share | Get-SmbShareAccess | Where-Object {
      $_.AccountName -eq $everyone -and [int]$_.CimInstanceProperties['AccessControlType'].Value -eq 1
    })
    $entries.Count -gt 0
  }
  function Get-MarkName($wanted) { $wanted.scope + '/' + $wanted.name }
`;

/** Values: `drive`, a letter or nothing. */
const look: Script = {
  verb: 'look-share',
  body: String.raw`
  $mapped = @(Get-PSDrive -PSProvider FileSystem | Where-Object { $_.Name -eq $values.drive } |
    ForEach-Object { "$($_.DisplayRoot)" })
  $shares = @(Get-SmbShare | ForEach-Object {
    @{ name = "$($_.Name)"; scope = "$($_.ScopeName)"; path = "$($_.Path)"; special = [bool]$_.Special }
  })
  # May we see who is connected?
  $sessions = @(Get-SmbSession)
  $answer = @{ mapped = $mapped; shares = $shares; sessions = $sessions.Count }
`,
};

const Share = z.object({ name: z.string(), scope: z.string(), path: z.string(), special: z.boolean() });
export type Share = z.infer<typeof Share>;
export const LookAnswer = z.object({
  /** Where a mapped drive leads to; empty text for one of this computer. */
  mapped: z.array(z.string()),
  shares: z.array(Share),
  sessions: z.number(),
});

/**
 * Values: `root`, without `\` at its end. Who is connected to which share without a file open is known to an older class
 * of the system; where that one does not answer, `connected` is null.
 */
const list: Script = {
  verb: 'list-share',
  body: String.raw`
  $below = $values.root + '\'
  $shares = @(Get-SmbShare | ForEach-Object {
    @{ name = "$($_.Name)"; scope = "$($_.ScopeName)"; path = "$($_.Path)"; special = [bool]$_.Special }
  })
  $open = @(Get-SmbOpenFile | Where-Object { ("$($_.Path)" + '\').StartsWith($below, 'OrdinalIgnoreCase') } |
    ForEach-Object {
      @{
        session = "$($_.SessionId)"; user = "$($_.ClientUserName)"; computer = "$($_.ClientComputerName)"
        path = "$($_.Path)"; permissions = [long]$_.Permissions; locks = [long]$_.Locks
      }
    })
  $sessions = @(Get-SmbSession | ForEach-Object {
    @{
      session = "$($_.SessionId)"; user = "$($_.ClientUserName)"; computer = "$($_.ClientComputerName)"
      seconds = [long]$_.SecondsExists
    }
  })
  $connected = $null
  try {
    $connected = @(Get-CimInstance -ClassName Win32_ServerConnection | ForEach-Object {
      @{ share = "$($_.ShareName)"; user = "$($_.UserName)"; computer = "$($_.ComputerName)" }
    })
  } catch { }
  $answer = @{ shares = $shares; open = $open; sessions = $sessions; connected = $connected }
`,
};

const Somebody = z.object({ user: z.string(), computer: z.string() });
export type Somebody = z.infer<typeof Somebody>;
const Session = Somebody.extend({ session: z.string(), seconds: z.number() });
const OpenedFile = Somebody.extend({
  session: z.string(),
  path: z.string(),
  /** Access mask: 1 reads, 2 writes, 4 appends. */
  permissions: z.number(),
  /** How many ranges it holds locked. */
  locks: z.number(),
});
export const ListAnswer = z.object({
  shares: z.array(Share),
  open: z.array(OpenedFile),
  sessions: z.array(Session),
  connected: z.array(Somebody.extend({ share: z.string() })).nullable(),
});
export type ListAnswer = z.infer<typeof ListAnswer>;

/** Values of this one and the next two: `shares`, each with `name` and `scope`; `runId`. */
const check: Script = {
  verb: 'check-share',
  body: String.raw`${COMMON}
  $denied = @($values.shares | Where-Object { Test-Denied (Find-Wanted $_) } | ForEach-Object { "$($_.name)" })
  $answer = @{ denied = $denied }
`,
};
export const CheckAnswer = z.object({ denied: z.array(z.string()) });

/** All are looked at before the first is blocked. The mark is on the disk before the block is made. */
const close: Script = {
  verb: 'close-share',
  body: String.raw`${COMMON}
  foreach ($wanted in $values.shares) {
    $share = Find-Wanted $wanted
    if (-not $share) { throw 'Postbag.NoSuchShare' }
    if (Test-Denied $share) { throw 'Postbag.AlreadyClosed' }
  }
  $marks = $machine.CreateSubKey($marksKey)
  foreach ($wanted in $values.shares) {
    $marks.SetValue((Get-MarkName $wanted), $values.runId)
    $marks.Flush()
    $share = Find-Wanted $wanted
    $share | Block-SmbShareAccess -AccountName $everyone -Force | Out-Null
    if (-not (Test-Denied $share)) { throw 'Postbag.NotClosed' }
  }
  $answer = @{ closed = $true }
`,
};
export const CloseAnswer = z.object({ closed: z.literal(true) });

/** A mark that a run died behind, without having blocked, goes as well. */
const open: Script = {
  verb: 'open-share',
  body: String.raw`${COMMON}
  $acted = $false
  $marks = $machine.OpenSubKey($marksKey, $false)
  $ours = @($values.shares | Where-Object { $marks -and "$($marks.GetValue((Get-MarkName $_)))" -ceq $values.runId })
  if ($ours.Count -gt 0) { $marks = $machine.CreateSubKey($marksKey) }
  foreach ($wanted in $ours) {
    $share = Find-Wanted $wanted
    if ($share -and (Test-Denied $share)) {
      $share | Unblock-SmbShareAccess -AccountName $everyone -Force | Out-Null
      if (Test-Denied $share) { throw 'Postbag.StillClosed' }
      $acted = $true
    }
    $marks.DeleteValue((Get-MarkName $wanted), $false)
  }
  $answer = @{ acted = $acted }
`,
};
export const OpenAnswer = z.object({ acted: z.boolean() });

/** Values: `session`, and `user` and `computer` it must still belong to: an identifier may be given anew. */
const end: Script = {
  verb: 'end-session',
  body: String.raw`
  $found = @(Get-SmbSession | Where-Object {
    "$($_.SessionId)" -eq $values.session -and
    "$($_.ClientUserName)" -eq $values.user -and "$($_.ClientComputerName)" -eq $values.computer
  })
  foreach ($session in $found) { Close-SmbSession -SessionId $session.SessionId -Force | Out-Null }
  $answer = @{ ended = $found.Count }
`,
};
export const EndAnswer = z.object({ ended: z.number() });

export const shareScripts = { look, list, check, close, open, end };
