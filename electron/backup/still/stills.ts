import path from 'node:path';
import type { Resync, RunStill, StillOptions } from '../../../shared/still';
import type { UndoAction } from '../../../shared/run';
import type { StillMethod } from '../../../shared/still-choice';
import type { Source } from '../../postoffice/source';
import type { MirrorProvider } from '../../mirror/provider';
import type { SnapshotProvider } from '../../snapshot/provider';
import { PostbagError } from '../../run/errors';
import { failureOf, isCancel } from '../../run/findings';
import type { RunContext } from '../../run/step';
import { runProgram, type RunProgram } from '../../run/program';
import { findingWords } from '../../../shared/words/findings';
import { stillName } from '../../../shared/words/still';
import type { Offer } from '../../volume/choose';
import type { Held, Still, StillAct } from '../../volume/still';

/** What a post office is to be read from instead of where it lies. */
export interface StillJob {
  readonly method: StillMethod;
  readonly options: StillOptions;
  /** Null where nothing can be used; `why` then says so. */
  readonly offer: Offer<SnapshotProvider | MirrorProvider> | null;
  readonly why: string;
}

/** What the steps of one run take back when they are done with it. */
export const stillActions: readonly UndoAction[] = ['unmount', 'remove-snapshot', 'join-mirror'];

/** The stills of one run: made one after the other, read, and taken back. */
export class Stills {
  readonly #stills: (Still | null)[];
  /** A person does not want to wait for a pause between writes. */
  hurried = false;
  /** It is read where it lies after all. */
  #live = false;
  /** Everything stands still, and is not taken back yet. */
  #reading = false;
  /** Could not be read to its end, or not be asked for: what was read from it is worth nothing. */
  #lostBecause: string | null = null;

  constructor(
    readonly job: StillJob,
    /** Absolute folder of the run. */
    private readonly folder: string,
    private readonly root: string,
  ) {
    this.#stills = (job.offer?.parts ?? []).map(() => null);
  }

  get parts(): Offer<SnapshotProvider | MirrorProvider>['parts'] {
    return this.job.offer?.parts ?? [];
  }

  get volumes(): string {
    return this.job.offer?.state.volumes.join(', ') ?? '';
  }

  /** What people call the way it is made to stand still. */
  get shown(): string {
    return this.provider ? stillName(this.provider.id) : '';
  }

  get provider(): SnapshotProvider | MirrorProvider | null {
    return this.job.offer?.provider ?? null;
  }

  get live(): boolean {
    return this.#live;
  }

  get lost(): boolean {
    return this.#lostBecause !== null;
  }

  /** Where the files are read now. */
  get source(): Source {
    const [whole, ...others] = this.#stills;
    if (this.#live || !this.#reading || !whole) return this.root;
    const elsewhere = new Map<string, string>();
    for (const [index, still] of others.entries()) {
      const part = this.parts[index + 1];
      if (part && still) elsewhere.set(part.at, still.folder());
    }
    return { root: whole.folder(), elsewhere };
  }

  /** Prepares one part; the run's folder holds a folder for each. @throws PostbagError */
  async prepare(index: number, runId: string): Promise<Still> {
    const part = this.parts[index];
    if (!part || !this.provider) throw new Error('a part that nobody looked at');
    const folder = path.join(this.folder, `still-${String(index)}`);
    const still = await this.provider.prepare(part.place, { runId, folder });
    this.#stills[index] = still;
    return still;
  }

  still(index: number): Still {
    const still = this.#stills[index];
    if (!still) throw new Error('a still that was not prepared');
    return still;
  }

  /** Removes a snapshot that was made, and is going to be made again; its undo stays. */
  async remove(make: StillAct, runId: string): Promise<void> {
    const { provider } = this;
    if (!provider || !('remove' in provider)) throw new Error('only a snapshot can be made again');
    await provider.remove(make.undo.params, runId, runProgram);
  }

  /** Whether everything that was read was what the stills held. */
  async held(): Promise<Held> {
    for (const still of this.#stills) {
      const held = await still?.held();
      if (held?.held === false) return held;
    }
    return { held: true };
  }

  /** Remembers that what is being read is lost. */
  lose(reason: string): void {
    this.#lostBecause ??= reason;
  }

  get why(): string {
    return this.#lostBecause ?? '';
  }

  /**
   * It cannot be had: then it is read where it lies, where that was asked for.
   * @throws `error`, where a still is required
   */
  async instead(error: unknown, context: RunContext): Promise<void> {
    const required = this.job.options.use === 'required';
    if (required || isCancel(error) || context.signal.aborted) throw error;
    await this.goLive(reasonOf(error), context);
  }

  /** From now on the files are read where they lie. What was made is taken back first. */
  async goLive(reason: string, context: RunContext): Promise<void> {
    this.#live = true;
    await context.takeBack(stillActions); // what cannot be taken back now is tried again at the end, and told of then
    context.finding({
      code: 'copied-open-instead',
      severity: 'warning',
      stage: 'copy',
      params: { provider: this.provider?.id ?? this.job.options.provider ?? this.job.method, reason },
    });
    this.tell(context, { phase: 'live', held: false, why: reason });
  }

  /** From now on what stands still is read; or, once it was taken back, what lies where it always did. */
  set reading(reading: boolean) {
    this.#reading = reading;
  }

  /** How far the mirrors are in step; as far as the one that is behind. @throws Error when it cannot be said */
  async resync(runProgram: RunProgram): Promise<Resync> {
    const { provider } = this;
    if (!provider || !('resync' in provider)) throw new Error('no mirror was broken');
    const all: Resync[] = [];
    for (const still of this.#stills) {
      if (still) all.push(await provider.resync(still.make.undo.params, runProgram));
    }
    const behind = all.filter(({ inStep }) => !inStep).sort((a, b) => (a.percent ?? 0) - (b.percent ?? 0));
    const at = new Date().toISOString();
    return behind[0] ?? { inStep: true, percent: 100, at };
  }

  /** What the record says of it. */
  tell(context: RunContext, change: Partial<RunStill>): void {
    const { options, offer } = this.job;
    const begun: RunStill = {
      asked: { provider: options.provider, use: options.use },
      provider: offer?.provider.id ?? null,
      volumes: [...(offer?.state.volumes ?? [])],
      covers: offer?.state.covers ?? 'one-instant',
      phase: 'calming',
      calm: null,
      at: null,
      madeAt: null,
      exact: null,
      held: null,
      why: '',
      resync: null,
    };
    context.setFacts({ still: { ...begun, ...context.facts.still, ...change } });
  }
}

/** Why a still could not be had, as a person reads it. */
function reasonOf(error: unknown): string {
  const { code, params } = failureOf(error, 'copy');
  if (error instanceof PostbagError && typeof params['reason'] === 'string' && params['reason'] !== '')
    return params['reason'];
  return findingWords({ code, params }).what;
}
