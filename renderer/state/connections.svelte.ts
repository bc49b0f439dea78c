import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type { Connection, ConnectionList } from '../../shared/access';
import { connectionName, adapterWords } from '../../shared/words/access';
import type { EndKind } from '../../shared/words/screens/connections';
import { ask } from './bridge';
import { Resource } from './resource.svelte';
import { Task } from './task.svelte';

/** How long between two looks, ms. */
const EVERY_MS = 2_000;

export const connectionColumns = ['who', 'from', 'files', 'since', 'seenBy'] as const;
export type ConnectionColumn = (typeof connectionColumns)[number];

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const textOf: Readonly<Record<Exclude<ConnectionColumn, 'files'>, (one: Connection) => string>> = {
  who: connectionName,
  from: ({ from }) => from ?? '',
  since: ({ since }) => since ?? '',
  seenBy: ({ adapter }) => adapterWords[adapter].name,
};

function compare(column: ConnectionColumn, one: Connection, other: Connection): number {
  if (column === 'files') return one.files.length - other.files.length;
  return collator.compare(textOf[column](one), textOf[column](other));
}

/** The same for the same connection as long as it is listed. */
export const keyOf = ({ id }: Connection): string => id;

/** Whether there is somebody; when there is nobody to be seen, how much that says. */
export type Sight = 'looking' | 'somebody' | 'nobody' | 'nobody-seen' | 'unseen';

function sightOf(list: ConnectionList | null): Sight {
  if (!list) return 'looking';
  if (list.connections.length > 0) return 'somebody';
  if (list.failures.length > 0 || !list.adapters.some(({ lists }) => lists)) return 'unseen';
  return list.notExamined > 0 || !list.seesAll ? 'nobody-seen' : 'nobody';
}

/** Who is connected to one post office, looked at again and again while a screen shows it. */
export class Connections {
  readonly #list: Resource<ConnectionList | null>;
  column = $state<ConnectionColumn>('who');
  descending = $state(false);
  readonly #expanded = new SvelteSet<string>();
  /** When somebody was asked to end, ms since 1970 UTC. */
  readonly #asked = new SvelteMap<string, number>();
  readonly ending = new Task();

  readonly list = $derived.by(() => this.#list.value);
  readonly failure = $derived.by(() => this.#list.failure);
  readonly sight = $derived(sightOf(this.list));
  readonly sorted = $derived.by(() => {
    const all = [...(this.list?.connections ?? [])];
    const turn = this.descending ? -1 : 1;
    return all.sort(
      (one, other) =>
        turn * compare(this.column, one, other) ||
        compare('who', one, other) ||
        keyOf(one).localeCompare(keyOf(other)),
    );
  });
  readonly looking = $derived(this.list?.adapters.filter(({ lists }) => lists) ?? []);
  readonly blind = $derived(
    this.list?.adapters.filter(({ lists, reason }) => !lists && reason !== null) ?? [],
  );

  constructor(private readonly postOfficeId: string) {
    this.#list = new Resource(() => ask('connections', { postOfficeId }), null);
  }

  /** Looks now, and again two seconds after each look, until the returned function is called. */
  watch(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const look = async (): Promise<void> => {
      await this.load();
      if (!stopped) timer = setTimeout(() => void look(), EVERY_MS);
    };
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }

  async load(): Promise<void> {
    await this.#list.load();
  }

  /** Sorts by a column, or turns the order round when it is sorted by it already. */
  sortBy(column: ConnectionColumn): void {
    this.descending = column === this.column && !this.descending;
    this.column = column;
  }

  isExpanded(connection: Connection): boolean {
    return this.#expanded.has(keyOf(connection));
  }

  toggle(connection: Connection): void {
    const key = keyOf(connection);
    if (!this.#expanded.delete(key)) this.#expanded.add(key);
  }

  /** When it was asked to end, if it is still there since; then it can be ended by force. */
  askedAt(connection: Connection): number | null {
    const at = this.#asked.get(keyOf(connection));
    return at !== undefined && this.list !== null && Date.parse(this.list.at) > at ? at : null;
  }

  /** @returns whether it was done; what went wrong is in `ending` */
  async end(connection: Connection, kind: EndKind): Promise<boolean> {
    const done = await this.ending.do(async () => {
      await ask('disconnect', {
        postOfficeId: this.postOfficeId,
        connectionId: connection.id,
        force: kind === 'force',
      });
      if (kind === 'ask') this.#asked.set(keyOf(connection), Date.now());
    });
    if (done) void this.load();
    return done;
  }
}
