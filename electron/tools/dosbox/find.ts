import path from 'node:path';
import type { RunnerState } from '../../../shared/tools';
import { saidBy, type RunProgram } from '../../run/program';
import { canRun, findProgram, type Places, type Surroundings } from '../find-program';

/** They are started differently, and run DOS programs alike. */
export type Variant = 'dosbox' | 'dosbox-x' | 'dosbox-staging';

export interface DosBox {
  readonly program: string;
  readonly variant: Variant;
  /** Null on Windows, where programs with a window print nothing that others can read. */
  readonly version: string | null;
}

/** Without `--version` it opens a window and stays; it prints at once otherwise. */
const LIMIT_MS = 15_000;

function placesOf({ platform, env }: Surroundings): Places {
  const names = ['dosbox', 'dosbox-staging', 'dosbox-x'];
  if (platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA'], 'C:\\'];
    const given = roots.filter((root) => root !== undefined);
    return { names, folders: [], installed: given.map((within) => ({ within, folder: /^dosbox/i })) };
  }
  if (platform === 'darwin') {
    const applications = ['dosbox.app', 'DOSBox Staging.app', 'dosbox-x.app', 'dosbox-x/dosbox-x.app'];
    const inside = applications.map((name) => path.join('/Applications', name, 'Contents/MacOS'));
    return { names, folders: [...inside, '/opt/homebrew/bin', '/usr/local/bin'], installed: [] };
  }
  return { names, folders: ['/usr/games', '/usr/local/games', '/usr/local/bin'], installed: [] };
}

/**
 * Finds DOSBox and asks it what it is.
 * @param shown absolute path that a person gave; null: it is looked for
 * @returns the reason where there is none that can be used. Never throws.
 */
export async function findDosBox(
  shown: string | null,
  surroundings: Surroundings,
  runProgram: RunProgram,
): Promise<DosBox | NonNullable<RunnerState['reason']>> {
  const program = shown ?? (await findProgram(placesOf(surroundings), surroundings));
  if (program === null || !(await canRun(program)))
    return { code: 'program-missing', params: { program: program ?? 'DOSBox' } };
  const end = await runProgram({ program, args: ['--version'], limitMs: LIMIT_MS });
  if (end.failed === 'missing') return { code: 'program-missing', params: { program } };
  if (end.failed === 'refused') return { code: 'no-rights', params: { program } };
  if (end.failed !== null) return { code: 'failed', params: { program, reason: saidBy(end) } };
  const found = parseVersion(`${end.stdout}\n${end.stderr}`);
  if (found) return { program, ...found };
  return surroundings.platform === 'win32'
    ? { program, variant: variantOfPath(program), version: null }
    : { code: 'not-understood', params: { program } };
}

/** Which DOSBox says that it is which version; null when none does. */
export function parseVersion(text: string): Pick<DosBox, 'variant' | 'version'> | null {
  const [, name, version] =
    /^(DOSBox-X|DOSBox[- ]Staging|DOSBox),? version (\S+?),?(?:\s|$)/im.exec(text) ?? [];
  if (name === undefined || version === undefined) return null;
  return { variant: variantOf(name), version };
}

const variantOfPath = (program: string): Variant => variantOf(program.split(/[\\/]/).slice(-2).join(' '));

function variantOf(name: string): Variant {
  if (/dosbox-x/i.test(name)) return 'dosbox-x';
  return /staging/i.test(name) ? 'dosbox-staging' : 'dosbox';
}
