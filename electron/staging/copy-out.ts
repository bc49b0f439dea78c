import { randomUUID } from 'node:crypto';
import { mkdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Plan, PlannedStep, StepId } from '../../shared/run';
import type { Params } from '../../shared/severity';
import { copyOutCommand } from '../../shared/words/command-line';
import { syncTree } from '../bag/folder-sync';
import { copyFiles } from '../copy/copier';
import type { CopyTrouble } from '../copy/job';
import { CopyPool, threadsFor } from '../copy/pool';
import { Cancelled, describeError, PostbagError, systemCode } from '../run/errors';
import type { RunContext, Step } from '../run/step';
import { bagContents, type BagContents } from './bag-contents';
import { finishLanding, isFree, isInBag, landingFor, openLanding, type Landing } from './landing';

/** A bag whose files are to be copied out. Paths absolute; the rest as the bag says. */
export interface CopyOutJob {
  readonly bag: string;
  readonly folder: string;
  readonly vault: string;
  readonly postOffice: string;
  readonly postOfficeId: string;
  /** Which of the files, by their paths; all where it is absent. */
  readonly wanted?: (path: string) => boolean;
  /** As it is typed for the command line. */
  readonly groups?: readonly string[];
  /** Name of a folder in it that the files go into; absent: into itself. */
  readonly inner?: string;
  /** Puts more into the folder before it gets its name. @param unfinished absolute */
  readonly complete?: (unfinished: string) => Promise<void>;
}

/**
 * Makes the plan of copying a bag's files into a new or empty folder.
 * @throws PostbagError `bag-invalid`, `bag-not-found`
 */
export async function planCopyOut(job: CopyOutJob): Promise<Plan> {
  const { files, bytes } = await bagContents(job.bag, new AbortController().signal, job.wanted);
  const { folder } = job;
  return {
    id: randomUUID(),
    kind: 'copy-out',
    postOffice: job.postOffice,
    postOfficeId: job.postOfficeId,
    method: null,
    vault: job.vault,
    bestGrade: null,
    steps: [
      planned('check-landing', { folder }),
      { ...planned('open-landing'), undo: 'remove-landing' },
      planned('copy-out', { files: files.length, bytes }),
      planned('finish-landing', { folder }),
    ],
    groups: [],
    files: files.length,
    bytes,
    freeBytes: null,
    neededBytes: bytes,
    options: null,
    shares: null,
    resumes: null,
    commandLine: copyOutCommand(job.bag, folder, job.groups),
    findings: [],
  };
}

function planned(id: StepId, params: Params = {}): PlannedStep {
  return { id, params, undo: null };
}

/** The steps of copying out, and what they work with. */
export class CopyOutWork {
  readonly #landing: Landing;
  #contents: BagContents | null = null;
  #pool: CopyPool | null = null;

  constructor(
    private readonly job: CopyOutJob,
    private readonly plan: Plan,
    private readonly entry: (name: string) => string,
    runId: string,
  ) {
    this.#landing = landingFor(job.folder, runId);
  }

  get steps(): Step[] {
    const [check, open, copy, finish] = this.plan.steps;
    if (!check || !open || !copy || !finish) throw new Error('not a plan to copy out');
    const { folder, unfinished } = this.#landing;
    return [
      { plan: check, stage: 'check', run: (context) => this.#check(context) },
      {
        plan: open,
        stage: 'copy',
        undo: () => ({ action: 'remove-landing', params: { folder: unfinished } }),
        run: async () =>
          await this.#writing(folder, async () => {
            await openLanding(this.#landing);
            await mkdir(this.#target, { recursive: true });
          }),
      },
      { plan: copy, stage: 'copy', run: (context) => this.#copy(context) },
      {
        plan: finish,
        stage: 'seal',
        run: async () => {
          await this.#writing(folder, async () => await this.job.complete?.(unfinished));
          await syncTree(unfinished);
          await this.#writing(folder, () => finishLanding(this.#landing));
        },
      },
    ];
  }

  get #target(): string {
    const { unfinished } = this.#landing;
    return this.job.inner === undefined ? unfinished : path.join(unfinished, this.job.inner);
  }

  async release(): Promise<void> {
    await this.#pool?.close();
    this.#pool = null;
  }

  async #check(context: RunContext): Promise<void> {
    const { bag, folder } = this.job;
    if (await isInBag(folder)) throw new PostbagError('check', 'landing-in-vault', { path: folder });
    this.#contents = await bagContents(bag, context.signal, this.job.wanted);
    await this.#writing(folder, async () => {
      if (!(await isFree(folder))) throw new PostbagError('check', 'landing-not-empty', { path: folder });
      const { bavail, bsize } = await statfs(path.dirname(folder));
      const [free, needed] = [bavail * bsize, this.#contents?.bytes ?? 0];
      if (free < needed) throw new PostbagError('check', 'place-full', { folder, reason: 'ENOSPC' });
    });
    context.setFacts({ bag });
  }

  /** @throws PostbagError `landing-not-writable` for what the system refuses */
  async #writing(folder: string, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      if (cause instanceof PostbagError || cause instanceof Cancelled) throw cause;
      const reason = systemCode(cause) || describeError(cause);
      const code = reason === 'ENOTEMPTY' ? 'landing-not-empty' : 'landing-not-writable';
      throw new PostbagError('copy', code, { path: folder, reason }, { cause });
    }
  }

  async #copy(context: RunContext): Promise<void> {
    const contents = this.#contents;
    if (!contents) throw new Error('the bag was not looked at');
    const pool = new CopyPool({ entry: this.entry, threads: threadsFor(), lockedWaitMs: 5000 });
    this.#pool = pool;
    const stop = (): void => pool.cancel();
    context.signal.addEventListener('abort', stop, { once: true });
    let [bytesDone, files] = [0, 0];
    const job = {
      files: contents.files,
      source: path.join(this.job.bag, 'data'),
      target: this.#target,
      donor: () => null,
      sha256: (file: { path: string }) => contents.sums.get(file.path) ?? null,
      lockedWaitMs: 5000,
    };
    try {
      await copyFiles(pool, job, {
        bytes: (file, bytes) => {
          bytesDone += bytes;
          context.progress({ pass: null, groups: [], file: file.path, bytesDone, bytes: contents.bytes });
        },
        copied: () => {
          files++;
        },
        trouble: (file, trouble) => fail(file.path, trouble, this.job.folder),
      });
    } finally {
      context.signal.removeEventListener('abort', stop);
    }
    context.setFacts({ files, bytes: contents.bytes });
  }
}

function fail(file: string, trouble: CopyTrouble, folder: string): never {
  const params = { path: file, reason: trouble.code || trouble.message };
  if (trouble.side === 'thread') throw new PostbagError('copy', 'unexpected', params);
  if (trouble.side !== 'target') throw new PostbagError('copy', 'bag-file-damaged', params);
  if (trouble.code === 'ENOSPC' || trouble.code === 'EDQUOT')
    throw new PostbagError('copy', 'place-full', { ...params, folder });
  throw new PostbagError('copy', 'landing-not-writable', params);
}
