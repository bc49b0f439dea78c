import { z } from 'zod';
import type { Script } from '../../run/windows/powershell';

/**
 * The scripts that make and remove shadow copies, one each, and what they answer. Nothing in them is a value: names come
 * in `$values`. Sizes have 64 bits, more than a JSON number here, so they are texts. Classes:
 * https://learn.microsoft.com/en-us/previous-versions/windows/desktop/legacy/aa394428(v=vs.85)
 */

/**
 * Values: `drive`, a letter or nothing. Who is no administrator may not even ask. A volume has one name, and may be
 * mounted in other folders besides.
 */
const look: Script = {
  verb: 'look-shadows',
  body: String.raw`
  $mapped = @(Get-PSDrive -PSProvider FileSystem | Where-Object { $_.Name -eq $values.drive } |
    ForEach-Object { "$($_.DisplayRoot)" })
  $me = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
  $elevated = $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
  $volumes = @()
  $mounts = @()
  $storage = @()
  if ($elevated) {
    $volumes = @(Get-CimInstance -ClassName Win32_Volume | ForEach-Object {
      @{ id = "$($_.DeviceID)"; name = "$($_.Name)"; fileSystem = "$($_.FileSystem)" }
    })
    $mounts = @(Get-CimInstance -ClassName Win32_MountPoint | ForEach-Object {
      @{ id = "$($_.Volume.DeviceID)"; name = "$($_.Directory.Name)" }
    })
    $storage = @(Get-CimInstance -ClassName Win32_ShadowStorage | ForEach-Object {
      @{ id = "$($_.Volume.DeviceID)"; most = "$($_.MaxSpace)"; used = "$($_.UsedSpace)" }
    })
  }
  $answer = @{
    mapped = $mapped; elevated = [bool]$elevated; volumes = $volumes; mounts = $mounts; storage = $storage
  }
`,
};

const Volume = z.object({
  /** `\\?\Volume{…}\`. */
  id: z.string(),
  /** `D:\`, `C:\mail\`, or the id again for one that is mounted nowhere. */
  name: z.string(),
  /** Empty for one that Windows cannot read. */
  fileSystem: z.string(),
});
export const LookAnswer = z.object({
  /** Where a mapped drive leads to; empty text for one of this computer. */
  mapped: z.array(z.string()),
  elevated: z.boolean(),
  volumes: z.array(Volume),
  mounts: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Bytes, as texts. */
  storage: z.array(
    z.object({ id: z.string(), most: z.string().regex(/^\d+$/), used: z.string().regex(/^\d+$/) }),
  ),
});
export type LookAnswer = z.infer<typeof LookAnswer>;

/**
 * Values: `volume`, an id; `note`, an absolute file. What was made is on the disk in the note before anything else is
 * done; where that cannot be, it is removed again.
 */
const make: Script = {
  verb: 'make-shadow',
  body: String.raw`
  $made = Invoke-CimMethod -ClassName Win32_ShadowCopy -MethodName Create -Arguments @{
    Volume = $values.volume; Context = 'ClientAccessible'
  }
  $code = [long]$made.ReturnValue
  $id = "$($made.ShadowID)"
  $device = ''
  if ($code -eq 0) {
    try {
      $bytes = [Text.Encoding]::UTF8.GetBytes((Say @{ made = $id }) + [char]10)
      $note = [IO.File]::Open($values.note, 'Append', 'Write', 'Read')
      try {
        $note.Write($bytes, 0, $bytes.Length)
        $note.Flush($true)
      } finally { $note.Close() }
    } catch {
      Get-CimInstance -ClassName Win32_ShadowCopy | Where-Object { $_.ID -eq $id } |
        Remove-CimInstance -Confirm:$false
      throw
    }
    $shadow = Get-CimInstance -ClassName Win32_ShadowCopy | Where-Object { $_.ID -eq $id }
    $device = "$($shadow.DeviceObject)"
  }
  $answer = @{ code = $code; id = $id; device = $device }
`,
};
export const MakeAnswer = z.object({ code: z.number().int(), id: z.string(), device: z.string() });

/** No values. */
const list: Script = {
  verb: 'list-shadows',
  body: String.raw`
  $shadows = @(Get-CimInstance -ClassName Win32_ShadowCopy | ForEach-Object {
    $at = ''
    if ($_.InstallDate) { $at = Iso $_.InstallDate }
    @{ id = "$($_.ID)"; volume = "$($_.VolumeName)"; at = $at }
  })
  $answer = @{ shadows = $shadows }
`,
};
export const ListAnswer = z.object({
  shadows: z.array(
    z.object({
      id: z.string(),
      /** `\\?\Volume{…}\`. */
      volume: z.string(),
      /** When it was made, ISO 8601 UTC. */
      at: z.string(),
    }),
  ),
});
export type ListAnswer = z.infer<typeof ListAnswer>;

/** Values: `id`, of the shadow copy. */
const remove: Script = {
  verb: 'remove-shadow',
  body: String.raw`
  $found = @(Get-CimInstance -ClassName Win32_ShadowCopy | Where-Object { $_.ID -eq $values.id })
  foreach ($shadow in $found) { Remove-CimInstance -InputObject $shadow -Confirm:$false }
  $left = @(Get-CimInstance -ClassName Win32_ShadowCopy | Where-Object { $_.ID -eq $values.id })
  $answer = @{ found = $found.Count; left = $left.Count }
`,
};
export const RemoveAnswer = z.object({ found: z.number(), left: z.number() });

export const shadowScripts = { look, make, list, remove };
