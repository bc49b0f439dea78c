import { SvelteMap } from 'svelte/reactivity';
import type { RunRecord } from '../../shared/run';
import type { PostOfficeRow, PracticeUsersState } from '../../shared/views';
import { needsAttention } from './attention';
import { ask, listen } from './bridge';
import { waitsForPerson } from './closing';
import { Resource } from './resource.svelte';

/** The post offices on the list. */
export class PostOffices {
  readonly #list = new Resource<PostOfficeRow[]>(() => ask('listPostOffices'), []);
  readonly #users = new SvelteMap<string, PracticeUsersState>();

  readonly rows = $derived(
    this.#list.value.map((row) => ({
      ...row,
      runningRunId: row.runningRunId ?? this.#backupOf(row.id)?.id ?? null,
      practiceUsers: this.#users.get(row.id) ?? row.practiceUsers,
    })),
  );
  readonly attention = $derived.by(() => needsAttention(this.rows, this.running().filter(waitsForPerson)));

  /** `running` gives the runs that go on; a run may have begun since the list was fetched. */
  constructor(private readonly running: () => readonly RunRecord[] = () => []) {}

  get loaded(): boolean {
    return this.#list.loaded;
  }

  get failure() {
    return this.#list.failure;
  }

  #backupOf(id: string): RunRecord | undefined {
    return this.running().find(({ kind, postOfficeId }) => kind === 'backup' && postOfficeId === id);
  }

  byId(id: string): PostOfficeRow | undefined {
    return this.rows.find((row) => row.id === id);
  }

  async load(): Promise<void> {
    await this.#list.load();
  }

  /** Keeps what simulated users were last said to do. */
  setUsers(state: PracticeUsersState): void {
    this.#users.set(state.postOfficeId, state);
  }

  listen(): () => void {
    const stops = [
      listen('post-offices-changed', () => void this.load()),
      listen('practice-users', (state) => this.setUsers(state)),
    ];
    return () => stops.forEach((stop) => stop());
  }
}
