/**
 * A small macOS with volumes of APFS, played: it knows the programs that Postbag runs there and nothing else. Anything
 * else is kept in `unknown`, and a test that has run it fails at its end. The volume is a folder; a snapshot of it is
 * another one, which mounting copies to where it is mounted.
 */
import { readFileSync } from 'node:fs';
import { cp, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ProgramCall, ProgramEnd, RunProgram } from '../../../electron/run/program';

/** Reads a file of `test/recorded/macos/`. */
export const recordedMac = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../recorded/macos', file), 'utf8');

const ok = (stdout: string): ProgramEnd => ({ code: 0, stdout, stderr: '', failed: null });
const bad = (stderr: string, code = 1): ProgramEnd => ({ code, stdout: '', stderr, failed: null });
const killed: ProgramEnd = { code: null, stdout: '', stderr: '', failed: 'timeout' };

const NOTE = 'NOTE: local snapshots are considered purgeable and may be removed at any time by deleted(8).\n';

/** As `tmutil` names a snapshot: by the local time. */
export function dateOf(time: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [String(time.getFullYear()), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${day}-${two(time.getHours())}${two(time.getMinutes())}${two(time.getSeconds())}`;
}

export class PlayedMac {
  readonly unknown: string[] = [];
  readonly ran: string[] = [];
  /** Where the volume is mounted, a folder. */
  readonly volume: string;
  /** Dates of the local snapshots of the volume. */
  snapshots: string[] = [];
  /** Dates of those of other volumes; `localsnapshot` makes them at the same time. */
  others: string[] = [];
  readonly mounted = new Map<string, string>();
  /** The volume is left out of Time Machine's backups. */
  excluded = false;
  /** A mounted snapshot that somebody looks into. */
  busy = false;
  killed: 'before-making' | 'after-making' | null = null;
  /** What a program answers instead, by its name and first argument, or its name. */
  answers: Readonly<Record<string, ProgramEnd>> = {};

  /** @param base an empty folder, without links in it */
  constructor(private readonly base: string) {
    this.volume = path.join(base, 'Mail on ice (2)');
  }

  readonly runProgram: RunProgram = async (call) => {
    this.ran.push([call.program, ...(call.args ?? [])].join(' '));
    const answer = this.answers[`${call.program} ${call.args?.[0] ?? ''}`] ?? this.answers[call.program];
    if (answer) return answer;
    try {
      return await this.#run(call);
    } catch (error) {
      this.unknown.push(String(error));
      throw error;
    }
  };

  /** One that Time Machine made by itself. */
  async make(time: Date): Promise<string> {
    const date = dateOf(time);
    await mkdir(this.volume, { recursive: true });
    await cp(this.volume, this.#folderOf(date), { recursive: true });
    this.snapshots.push(date);
    return date;
  }

  async #run({ program, args = [] }: ProgramCall): Promise<ProgramEnd> {
    const known = [program, args[0] ?? ''].join(' ').trim();
    const [last = ''] = args.slice(-1);
    switch (known) {
      case 'id -u':
        return ok('0\n');
      case 'df -P':
        return ok(recordedMac('df.spaces.txt').replace('/Volumes/Mail on ice (2)', this.volume));
      case 'mount':
        return ok(this.#mounts());
      case 'tmutil listlocalsnapshots':
        if (last !== this.volume) return bad(`${last}: no such volume`);
        return ok([`Snapshots for disk ${last}:`, ...this.snapshots.map(nameOf), ''].join('\n'));
      case 'tmutil localsnapshot':
        return await this.#localSnapshot();
      case 'tmutil deletelocalsnapshots':
        return await this.#delete(last);
      case 'mount_apfs -o':
        return await this.#mount(args);
      case 'umount --':
        return await this.#unmount(last);
      default:
        throw new Error(`an unknown program: ${known}`);
    }
  }

  #mounts(): string {
    const volume = recordedMac('mount.macos-14.txt').replace('/Volumes/Mail on ice (2)', this.volume);
    const snapshots = [...this.mounted].map(
      ([point, date]) =>
        `${nameOf(date)}@/dev/disk5s1 on ${point} (apfs, local, read-only, journaled, nobrowse)\n`,
    );
    return volume + snapshots.join('');
  }

  async #localSnapshot(): Promise<ProgramEnd> {
    if (this.killed === 'before-making') return killed;
    const now = new Date();
    const date = this.excluded ? dateOf(now) : await this.make(now);
    this.others.push(date);
    if (this.killed === 'after-making') return killed;
    return ok(`${NOTE}Created local snapshot with date: ${date}\n`);
  }

  async #delete(date: string): Promise<ProgramEnd> {
    const there = this.snapshots.includes(date) || this.others.includes(date);
    if (!there || [...this.mounted.values()].includes(date))
      return bad(`Failed to delete local snapshot '${date}'`);
    this.snapshots = this.snapshots.filter((one) => one !== date);
    this.others = this.others.filter((one) => one !== date);
    await rm(this.#folderOf(date), { recursive: true, force: true });
    return ok(`Deleted local snapshot '${date}'\n`);
  }

  async #mount([, options, , name, volume, point = '']: readonly string[]): Promise<ProgramEnd> {
    if (options !== 'rdonly,nobrowse' || volume !== this.volume) throw new Error('mounted in another way');
    const date = this.snapshots.find((one) => nameOf(one) === name);
    if (date === undefined)
      return bad('mount_apfs: snapshot could not be mounted: No such file or directory');
    const real = await realpath(point);
    if ((await readdir(real)).length > 0) throw new Error('mounted over something');
    await cp(this.#folderOf(date), real, { recursive: true });
    this.mounted.set(real, date);
    return ok('');
  }

  async #unmount(point: string): Promise<ProgramEnd> {
    const real = await realpath(point);
    if (!this.mounted.has(real)) return bad(`umount: ${point}: not currently mounted`);
    if (this.busy) return bad(`umount(${point}): Resource busy -- try 'diskutil unmount'`);
    for (const name of await readdir(real)) await rm(path.join(real, name), { recursive: true });
    this.mounted.delete(real);
    return ok('');
  }

  readonly #folderOf = (date: string): string => path.join(this.base, `snapshot ${date}`);
}

const nameOf = (date: string): string => `com.apple.TimeMachine.${date}.local`;
