/**
 * The shadow copies of a small Windows, played: it knows the very scripts that Postbag sends, and nothing else. What it
 * does not know is kept in `unknown`; a test that has made one fails at its end. The drive D: is a folder, and a shadow
 * copy of it is another one.
 */
import { appendFile, cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ProgramCall, ProgramEnd, RunProgram } from '../../../electron/run/program';
import { shadowScripts } from '../../../electron/snapshot/windows/shadow-scripts';
import type { Script } from '../../../electron/run/windows/powershell';
import { recorded, sentScript, type Recorded, type SentScript } from './windows';

const scripts = Object.values<Script>(shadowScripts);

/** The volume D: of `look-shadows.server-2022.json`. */
export const VOLUME = '\\\\?\\Volume{7d1c1f0e-52a1-4c55-9f0e-3a6c2be6d7aa}\\';

const DEVICE = '\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy';

interface PlayedShadow {
  readonly id: string;
  readonly number: number;
  readonly at: string;
}

/** Where PowerShell is killed while it makes a shadow copy. */
export type Killed = 'before-making' | 'before-note' | 'before-answer';

const text = (stdout: string): ProgramEnd => ({ code: 0, stdout, stderr: '', failed: null });

export class PlayedShadows {
  readonly unknown: string[] = [];
  readonly scripts: SentScript[] = [];
  shadows: PlayedShadow[] = [];
  /** What `Create` returns. */
  code = 0;
  killed: Killed | null = null;
  /** A shadow copy in use: removing one does nothing. */
  keeps = false;
  /** What scripts, by their verb, or all of PowerShell answer instead. */
  answers: Readonly<Record<string, Recorded>> = {};
  #next = 7;

  /** @param base an empty folder */
  constructor(private readonly base: string) {}

  /** The folder that stands for a path of Windows. @throws for a path that this Windows does not have */
  local(windows: string): string {
    const [, drive, inside = ''] = /^(D:)(\\.*)?$/i.exec(windows) ?? [];
    if (drive !== undefined) return path.join(this.base, 'D', ...inside.split('\\'));
    const [number = '', ...parts] = windows.startsWith(DEVICE)
      ? windows.slice(DEVICE.length).split('\\')
      : [];
    if (!this.shadows.some((shadow) => String(shadow.number) === number))
      throw new Error(`no such path: ${windows}`);
    return path.join(this.base, `shadow ${number}`, ...parts);
  }

  /** One that somebody else made. */
  async addForeign(at: Date): Promise<string> {
    return (await this.#add(at.toISOString())).id;
  }

  readonly runProgram: RunProgram = async (call) => {
    try {
      return await this.#run(call);
    } catch (error) {
      this.unknown.push(String(error));
      throw error;
    }
  };

  async #run(call: ProgramCall): Promise<ProgramEnd> {
    if (call.program !== 'powershell.exe') throw new Error(`an unknown program: ${call.program}`);
    const sent = sentScript(call, scripts);
    this.scripts.push(sent);
    const answer = this.answers['powershell.exe'] ?? this.answers[sent.verb];
    if (answer?.failed) return { code: null, stdout: '', stderr: '', failed: answer.failed };
    if (answer?.file !== undefined && sent.verb !== 'make-shadow') return text(recorded(answer.file));
    switch (sent.verb) {
      case 'look-shadows':
        return text(recorded('look-shadows.server-2022.json'));
      case 'make-shadow':
        return await this.#make(sent, answer);
      case 'list-shadows':
        return text(
          JSON.stringify({ shadows: this.shadows.map(({ id, at }) => ({ id, volume: VOLUME, at })) }),
        );
      case 'remove-shadow':
        return text(JSON.stringify(await this.#remove(String(sent.values['id']))));
      default:
        throw new Error(`${sent.verb} is not played`);
    }
  }

  async #make({ values }: SentScript, answer: Recorded | undefined): Promise<ProgramEnd> {
    const killed: ProgramEnd = { code: null, stdout: '', stderr: '', failed: 'timeout' };
    if (values['volume'] !== VOLUME) return text(JSON.stringify({ code: 3, id: '', device: '' }));
    if (this.code !== 0) return text(JSON.stringify({ code: this.code, id: '', device: '' }));
    if (this.killed === 'before-making') return killed;
    const { id, number } = await this.#add(new Date().toISOString());
    if (this.killed === 'before-note') return killed;
    await appendFile(String(values['note']), `${JSON.stringify({ made: id })}\n`);
    if (this.killed === 'before-answer') return killed;
    if (answer?.file !== undefined) return text(recorded(answer.file));
    return text(JSON.stringify({ code: 0, id, device: `${DEVICE}${String(number)}` }));
  }

  async #add(at: string): Promise<PlayedShadow> {
    const number = this.#next++;
    const id = `{3F2504E0-4F89-11D3-9A0C-0305E82C33${String(number).padStart(2, '0')}}`;
    const drive = path.join(this.base, 'D');
    await mkdir(drive, { recursive: true });
    await cp(drive, path.join(this.base, `shadow ${String(number)}`), { recursive: true });
    const shadow = { id, number, at };
    this.shadows.push(shadow);
    return shadow;
  }

  async #remove(id: string): Promise<{ found: number; left: number }> {
    const found = this.shadows.filter((shadow) => shadow.id === id);
    if (this.keeps) return { found: found.length, left: found.length };
    this.shadows = this.shadows.filter((shadow) => !found.includes(shadow));
    for (const { number } of found)
      await rm(path.join(this.base, `shadow ${String(number)}`), { recursive: true });
    return { found: found.length, left: 0 };
  }
}
