import type { Finding } from '../../shared/finding';
import type { PendingUndo, Plan, RunRecord, UndoAction } from '../../shared/run';
import type { Params } from '../../shared/severity';
import type { Owner } from './owner';
import { noFacts, type JournalRecord, type RunFacts } from './journal-record';

interface OpenUndo {
  readonly undoId: number;
  readonly action: UndoAction;
  readonly params: Params;
  readonly keep: boolean;
  error: string;
}

/** Makes the record of a run out of its journal, one record after another. The journal is the truth, this is a view. */
export class JournalFold {
  #plan: Plan | null = null;
  #runId = '';
  #owner: Owner | null = null;
  #startedAt = '';
  #endedAt: string | null = null;
  #verdict: RunRecord['verdict'] = null;
  #cutShort = false;
  #facts: RunFacts = { ...noFacts };
  #intent: Partial<RunFacts> | null = null;
  readonly #findings: Finding[] = [];
  readonly #undos = new Map<number, OpenUndo>();

  add(record: JournalRecord): this {
    switch (record.type) {
      case 'plan':
        this.#plan = record.plan;
        this.#runId = record.runId;
        this.#owner = record.owner;
        this.#startedAt = record.at;
        break;
      case 'recovered':
        this.#owner = record.owner;
        break;
      case 'undo':
        this.#undos.set(record.undoId, { ...record, error: '' });
        break;
      case 'undo-result':
        this.#undoResult(record.undoId, record.ok, record.error);
        break;
      case 'finding':
        this.#findings.push(record.finding);
        break;
      case 'facts':
        this.#facts = { ...this.#facts, ...(record.facts as Partial<RunFacts>) };
        break;
      case 'intent':
        this.#intent = record.facts as Partial<RunFacts>;
        break;
      case 'end':
        this.#endedAt = record.at;
        this.#verdict = record.verdict;
        this.#cutShort = record.cutShort;
        break;
      default:
        break;
    }
    return this;
  }

  #undoResult(undoId: number, ok: boolean, error: string): void {
    const undo = this.#undos.get(undoId);
    if (ok) this.#undos.delete(undoId);
    else if (undo) undo.error = error;
  }

  get plan(): Plan | null {
    return this.#plan;
  }

  /** The process that worked on it last. */
  get owner(): Owner | null {
    return this.#owner;
  }

  get facts(): Readonly<RunFacts> {
    return this.#facts;
  }

  /** What the run was about to make true when its journal ends; null when nothing. */
  get intent(): Partial<RunFacts> | null {
    return this.#intent;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Undos that are registered and not done, newest first: the order in which they are to be run. */
  get pendingUndos(): PendingUndo[] {
    return this.#pending(() => true);
  }

  /** Those of them that are to be run even if the run was cut short and can be gone on with. */
  get pendingAtOnce(): PendingUndo[] {
    return this.#pending((undo) => !undo.keep);
  }

  /**
   * Whether there is something to go on from: work that was done, and that would be taken back. What was to be taken
   * back already, and could not be, is nothing to go on from any more: it is a debt.
   */
  get worthKeeping(): boolean {
    const { files, kept } = this.#facts;
    return (
      files + (kept?.files ?? 0) > 0 &&
      [...this.#undos.values()].some(({ keep, error }) => keep && error === '')
    );
  }

  #pending(wanted: (undo: OpenUndo) => boolean): PendingUndo[] {
    const undos = [...this.#undos.values()].reverse().filter(wanted);
    return undos.map(({ undoId, action, params, error }) => ({
      runId: this.#runId,
      undoId,
      action,
      params,
      postOffice: this.#plan?.postOffice ?? '',
      lastError: error,
    }));
  }

  /** Null when the journal does not even hold its plan (its process died before that). */
  record(): RunRecord | null {
    const plan = this.#plan;
    if (!plan) return null;
    return {
      id: this.#runId,
      kind: plan.kind,
      postOffice: plan.postOffice,
      postOfficeId: plan.postOfficeId,
      method: plan.method,
      vault: plan.vault,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
      verdict: this.#verdict,
      findings: [...this.#findings],
      pendingUndos: this.pendingUndos,
      ...this.#shownFacts,
      access: this.#access,
      still: this.#still,
      resumable: this.#resumable,
    };
  }

  /** What of the facts a record shows; where a run wrote down what it did is for recovery alone. */
  get #shownFacts(): Omit<RunFacts, 'exchanged'> {
    const facts: Partial<RunFacts> = { ...this.#facts };
    delete facts.exchanged;
    return facts as Omit<RunFacts, 'exchanged'>;
  }

  /** What was closed and is not owed any more is open again, however the run ended. */
  get #access(): RunRecord['access'] {
    const { access } = this.#facts;
    if (!access?.closedSince || access.openedAt !== null || this.#endedAt === null || this.#owes)
      return access;
    return { ...access, phase: 'open', openedAt: this.#endedAt };
  }

  /** What was made and is not owed any more is gone, however the run ended. */
  get #still(): RunRecord['still'] {
    const { still } = this.#facts;
    if (!still || this.#endedAt === null || this.#owes || still.phase === 'resyncing') return still;
    return { ...still, phase: 'gone' };
  }

  /** Whether something that must not stay is still there. */
  get #owes(): boolean {
    return [...this.#undos.values()].some(({ keep }) => !keep);
  }

  get #resumable(): RunRecord['resumable'] {
    if (!this.#cutShort || !this.worthKeeping) return null;
    return { from: this.#runId, files: this.#facts.files, bytes: this.#facts.bytes };
  }
}
