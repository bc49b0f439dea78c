import type { RepairRow } from '../../shared/repair';
import type { Plan, RunRecord } from '../../shared/run';
import { ask, listen } from './bridge';
import { Resource } from './resource.svelte';

/** Whether nothing goes on before somebody has answered or typed something. */
const asks = ({ next, runId, damaged }: RepairRow): boolean =>
  runId === null && !damaged && (next.needs === 'person' || next.needs === 'line');

/** Every repair that was begun and not removed. */
export class Repairs {
  readonly #list = new Resource<RepairRow[]>(() => ask('listRepairs'), []);

  /** Newest first. */
  readonly rows = $derived([...this.#list.value].sort((a, b) => b.createdAt.localeCompare(a.createdAt)));
  /** Those that somebody has to do something about. */
  readonly asking = $derived(this.rows.filter(asks));

  get loaded(): boolean {
    return this.#list.loaded;
  }

  get failure() {
    return this.#list.failure;
  }

  byId(id: string): RepairRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** The repair that a run makes or works on; null when it is about none, or that is not known. */
  ofRun({ id, kind }: Pick<RunRecord, 'id' | 'kind'>, plan: Plan | undefined): string | null {
    if (kind === 'stage') return id;
    if (kind !== 'repair') return null;
    const told = plan?.steps.find(({ id: step }) => step === 'run-tool')?.params['repair'];
    return typeof told === 'string' ? told : (this.rows.find(({ runId }) => runId === id)?.id ?? null);
  }

  async load(): Promise<void> {
    await this.#list.load();
  }

  listen(): () => void {
    const stops = [
      listen('repair-changed', () => void this.load()),
      listen('run-changed', ({ kind }) => {
        if (kind === 'stage' || kind === 'repair') void this.load();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }
}
