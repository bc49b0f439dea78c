import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from '../../run/errors';
import { failed, on } from './failed';
import { sha256Of } from './hash-beside';

const write = promisify(fs.write);
const fsync = promisify(fs.fsync);

/** What direct writing is done in multiples of, on every disk. */
const DISK_PAGE = 4096;

/** Linux only; Node has it nowhere else. */
const DIRECT = (fs.constants as { O_DIRECT?: number }).O_DIRECT ?? 0;
const NEW = fs.constants.O_WRONLY | fs.constants.O_CREAT | fs.constants.O_EXCL;

/** The longest name that every disk takes, bytes. */
const LONGEST_NAME = 255;

/** The name a file has until it is complete and synced; a short one where there is no room for more. */
export function partialName(target: string): string {
  const name = `.${path.basename(target)}.partial`;
  const fits = Buffer.byteLength(name) <= LONGEST_NAME;
  const short = fits ? name : `.${sha256Of(Buffer.from(name)).slice(0, 16)}.partial`;
  return path.join(path.dirname(target), short);
}

/**
 * A file that is being made under its partial name, which is taken exclusively. Large files are written past the page
 * cache where the system can: it is faster, does not push other programs' data out of memory, and what is verified
 * later is then read from the disk and not from memory.
 */
export class TargetWriter {
  /** All handles on the partial file; the last one is written to. */
  readonly #fds: number[];

  private constructor(
    readonly partial: string,
    private readonly target: string,
    fd: number,
    private direct: boolean,
  ) {
    this.#fds = [fd];
  }

  /** @throws CopyFailed `target` */
  static create(target: string, large: boolean): TargetWriter {
    const partial = partialName(target);
    if (large && DIRECT !== 0) {
      try {
        return new TargetWriter(partial, target, fs.openSync(partial, NEW | DIRECT, 0o666), true);
      } catch (error) {
        // A file system that cannot write directly; some of them have made the file by then.
        if (systemCode(error) !== 'EINVAL') throw failed('target', error);
        fs.rmSync(partial, { force: true });
      }
    }
    return new TargetWriter(
      partial,
      target,
      on('target', () => fs.openSync(partial, NEW, 0o666)),
      false,
    );
  }

  /** Writes what is at hand at once. @throws CopyFailed `target` */
  writeNow(bytes: Buffer): void {
    const fd = this.#fd;
    on('target', () => {
      let done = 0;
      while (done < bytes.length) done += fs.writeSync(fd, bytes, done);
    });
  }

  /**
   * Writes the first bytes of a segment at a position. Direct writing rounds the last segment up; `finish` cuts that off.
   * @throws CopyFailed `target`
   */
  async write(segment: Buffer, bytes: number, position: number): Promise<void> {
    const { direct } = this;
    const whole = direct ? Math.ceil(bytes / DISK_PAGE) * DISK_PAGE : bytes;
    if (whole > bytes) segment.fill(0, bytes, whole);
    try {
      await this.#writeAll(segment.subarray(0, whole), position);
    } catch (error) {
      if (!direct || systemCode(error) !== 'EINVAL') throw failed('target', error);
      this.#leaveDirect();
      await this.write(segment, bytes, position);
    }
  }

  /** Sets size and times, so that only the disk has work left. @throws CopyFailed `target` */
  finish(bytes: number, times: fs.BigIntStats): void {
    on('target', () => {
      fs.ftruncateSync(this.#fd, bytes);
      keepTimes(this.#fd, times);
    });
  }

  /** Waits for the disk, then gives the file its name. @throws CopyFailed `target` */
  async commit(): Promise<void> {
    try {
      await fsync(this.#fd);
      for (const fd of this.#fds.splice(0)) fs.closeSync(fd);
      fs.renameSync(this.partial, this.target);
    } catch (error) {
      throw failed('target', error);
    }
  }

  /** Removes what was written. */
  discard(): void {
    const close = this.#fds.splice(0).map((fd) => () => fs.closeSync(fd));
    for (const act of [...close, () => fs.rmSync(this.partial, { force: true })]) {
      try {
        act();
      } catch {
        // The error that led here is the one to report; a leftover keeps its partial name.
      }
    }
  }

  get #fd(): number {
    return this.#fds.at(-1) ?? -1;
  }

  async #writeAll(bytes: Buffer, position: number): Promise<void> {
    const fd = this.#fd;
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await write(fd, bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  /** Some file systems let a file be opened for direct writing and refuse it only then. */
  #leaveDirect(): void {
    if (!this.direct) return;
    this.direct = false;
    this.#fds.push(on('target', () => fs.openSync(this.partial, 'r+')));
  }
}

/** What lies between two microseconds is cut off on the way to the system; half of one makes that a rounding. Seconds. */
const HALF_A_MICROSECOND = 5e-7;

/** A time as the system is told it: seconds since 1970. To the microsecond; whole ms would lose what stands behind. */
const secondsOf = (ns: bigint): number =>
  Number(ns / 1_000_000_000n) + Number(ns % 1_000_000_000n) / 1e9 + HALF_A_MICROSECOND;

/** A file system that cannot hold such a time (before 1980 on FAT, say) keeps its own; the manifest is about bytes. */
export function keepTimes(fd: number, times: fs.BigIntStats): void {
  try {
    fs.futimesSync(fd, secondsOf(times.atimeNs), secondsOf(times.mtimeNs));
  } catch (error) {
    const code = systemCode(error);
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ERANGE') throw error;
  }
}
