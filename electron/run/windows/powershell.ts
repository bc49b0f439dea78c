import { z } from 'zod';
import { saidBy, type ProgramEnd, type RunProgram } from '../program';
import { systemProgram } from './system-program';

/** Starting PowerShell alone may take some seconds on an old server, ms. */
const LIMIT_MS = 60_000;

/** What a program may be given on Windows, characters; more makes it fail to start. */
const MOST_CHARACTERS = 32_000;

const ARGS = ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-EncodedCommand'];

/** One thing that is done with PowerShell. `body` reads `$values` and leaves its result in `$answer`. */
export interface Script {
  readonly verb: string;
  readonly body: string;
}

export interface ScriptCall<T> {
  readonly script: Script;
  /** Reach the script as data: it can hold anything. */
  readonly values?: unknown;
  /** What may be too long for an argument; `$lines` of the script. */
  readonly lines?: readonly string[];
  readonly answer: z.ZodType<T>;
  readonly limitMs?: number;
}

/**
 * Why a script gave no answer. `missing`: PowerShell or a cmdlet is not there; `no-rights`; `not-understood`: what came
 * is no answer; `failed`: anything else. `id`: the error's own name, the same in all languages.
 */
export class ScriptError extends Error {
  override readonly name = 'ScriptError';

  constructor(
    readonly kind: 'missing' | 'no-rights' | 'not-understood' | 'failed',
    readonly id: string,
    message: string,
  ) {
    super(message);
  }
}

/** Errors come as data, so that nobody has to read a message in the language of the system. */
const ErrorAnswer = z.object({
  error: z.object({
    id: z.string(),
    message: z.string(),
    hresult: z.number(),
    /** Number of the error category; 18 is PermissionDenied. */
    category: z.number(),
  }),
});

/** As base64, values have no character that means anything to PowerShell. */
const asLiteral = (values: unknown): string => Buffer.from(JSON.stringify(values), 'utf8').toString('base64');

/**
 * The text that PowerShell runs. What it prints is ASCII: other characters are escaped, so that no code page of a console
 * can spoil them. It runs from PowerShell 3, which came with Windows 8 and Server 2012; older ones have no JSON, so their
 * answer is written out.
 */
export function scriptText({ verb, body }: Script, values: unknown = {}): string {
  return String.raw`# Postbag: ${verb}
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
try { [Console]::OutputEncoding = New-Object System.Text.UTF8Encoding $false } catch { }
if ($PSVersionTable.PSVersion.Major -lt 3) {
  '{"error":{"id":"CommandNotFoundException","message":"PowerShell is older than 3.0","hresult":0,"category":13}}'
  exit
}
function Decode($text) { [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($text)) }
function Iso($time) {
  $time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffZ', [Globalization.CultureInfo]::InvariantCulture)
}
function Say($document) {
  $json = ConvertTo-Json -InputObject $document -Depth 6 -Compress
  [regex]::Replace($json, '[^\x20-\x7e]', { param($match) '\u{0:x4}' -f [int][char]$match.Value })
}
try {
  # Without this, old versions print an array as an object with its length.
  Remove-TypeData -TypeName System.Array -ErrorAction SilentlyContinue
  $values = (Decode '${asLiteral(values)}') | ConvertFrom-Json
${body.trim()}
  Say $answer
} catch {
  $cause = $_.Exception.GetBaseException()
  Say @{ error = @{
    id = "$($_.FullyQualifiedErrorId)"
    message = "$($cause.Message)"
    hresult = [int]$cause.HResult
    category = [int]$_.CategoryInfo.Category
  } }
}
`;
}

/** Runs one script. @throws ScriptError */
export async function runScript<T>(run: RunProgram, call: ScriptCall<T>): Promise<T> {
  const { script, values, lines, answer, limitMs = LIMIT_MS } = call;
  const encoded = Buffer.from(scriptText(script, values), 'utf16le').toString('base64');
  if (encoded.length > MOST_CHARACTERS)
    throw new ScriptError('failed', '', `${script.verb}: too much is asked at once`);
  const end = await run({
    program: systemProgram('powershell.exe'),
    args: [...ARGS, encoded],
    limitMs,
    ...(lines && {
      input: lines.map((line) => `${Buffer.from(line, 'utf8').toString('base64')}\r\n`).join(''),
    }),
  });
  const document = documentOf(end);
  const error = ErrorAnswer.safeParse(document);
  if (error.success) throw scriptError(error.data.error);
  const parsed = answer.safeParse(document);
  if (!parsed.success)
    throw new ScriptError('not-understood', '', parsed.error.issues[0]?.message ?? saidBy(end));
  return parsed.data;
}

function documentOf(end: ProgramEnd): unknown {
  // A rule of the administrator's may forbid PowerShell: to us it is not there then.
  if (end.failed === 'missing' || end.failed === 'refused') throw new ScriptError('missing', '', end.failed);
  if (end.failed !== null) throw new ScriptError('failed', '', end.failed);
  try {
    return JSON.parse(end.stdout.replace(/^\uFEFF/, ''));
  } catch {
    throw new ScriptError('not-understood', '', saidBy(end));
  }
}

/** What our own scripts end with, for a person. */
const SENTENCES: Readonly<Record<string, string>> = {
  'Postbag.NoSuchShare': 'The share is not there any more.',
  'Postbag.NotClosed': 'Windows did not keep the denial of the share.',
  'Postbag.StillClosed': 'Windows did not take back the denial of the share.',
  'Postbag.HasDependents': 'Other services that need it are still running.',
};

const ACCESS_DENIED = -2147024891; // 0x80070005
const REGISTRY_DENIED = -2146233078; // 0x8013150A
const PERMISSION_DENIED = 18;

function scriptError({ id, message, hresult, category }: z.infer<typeof ErrorAnswer>['error']): ScriptError {
  const denied =
    category === PERMISSION_DENIED ||
    hresult === ACCESS_DENIED ||
    hresult === REGISTRY_DENIED ||
    /^Windows System Error 5,|0x80070005|0x80041003/i.test(id);
  if (denied) return new ScriptError('no-rights', id, message);
  const missing = /^(CommandNotFoundException|CouldNotAutoLoadModule)/.test(id);
  return new ScriptError(
    missing ? 'missing' : 'failed',
    id,
    SENTENCES[id] ?? (message === '' ? id : message),
  );
}
