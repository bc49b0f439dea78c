import type { RestoreNext, RestoreRow } from '../../shared/proof';
import type { Plan, RunRecord } from '../../shared/run';
import { ask, listen } from './bridge';
import { Resource } from './resource.svelte';

/** What nothing but a person can do. */
const personsPart: ReadonlySet<RestoreNext> = new Set<RestoreNext>(['look', 'answers', 'sign', 'online']);

/** Whether nothing goes on before somebody has decided, answered or signed something. */
const asks = ({ next, runId, damaged }: RestoreRow): boolean =>
  runId === null && !damaged && personsPart.has(next);

/** Every restore and every proof that was begun and not removed. */
export class Restores {
  readonly #list = new Resource<RestoreRow[]>(() => ask('listRestores'), []);

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

  byId(id: string): RestoreRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  /** The restore that a run began or went on with; null when it is about none, or that is not known. */
  ofRun({ id, kind }: Pick<RunRecord, 'id' | 'kind'>, plan: Plan | undefined): string | null {
    // The steps of a repair are looked at with the repair.
    if (kind === 'repair') return null;
    const told = plan?.steps.map(({ params }) => params['restore']).find((one) => typeof one === 'string');
    const its = ({ id: own, runId, online }: RestoreRow): boolean =>
      [own, runId, online?.runId, online?.swappedBack?.runId].includes(id) || own === told;
    return this.rows.find(its)?.id ?? null;
  }

  async load(): Promise<void> {
    await this.#list.load();
  }

  listen(): () => void {
    const load = (): void => void this.load();
    const stops = [
      listen('restore-changed', load),
      listen('repair-changed', load),
      listen('run-changed', ({ kind }) => {
        if (kind !== 'backup' && kind !== 'verify' && kind !== 'copy-out') load();
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }
}
