import type { AccessSettings, AdapterId, BelongingService, Use } from '../../shared/access';
import { accessWords, type CommandSlot } from '../../shared/words/screens/access';
import { CommandDraft, SecondsDraft } from './command-draft.svelte';

const { wrong } = accessWords;

export const adapterIds: readonly AdapterId[] = ['samba', 'windows-share', 'processes', 'commands', 'marker'];
export const uses: readonly Use[] = ['auto', 'required', 'off'];
export const commandSlots: readonly CommandSlot[] = ['tell', 'list', 'close', 'open', 'disconnect'];
export const serviceKinds: readonly BelongingService['kind'][] = ['systemd', 'windows', 'command'];

const SECONDS = { from: 1, to: 600 };
const USUAL_WAIT = 60;
const LONGEST_NAME = 100;
const MOST_SERVICES = 20;

let made = 0;

export class ServiceDraft {
  readonly key = ++made;
  name = $state('');
  kind = $state<BelongingService['kind']>('systemd');
  unit = $state('');
  readonly start: CommandDraft;
  readonly stop: CommandDraft;
  readonly check: CommandDraft;
  readonly wait: SecondsDraft;

  readonly nameWrong = $derived.by(() => {
    const { length } = this.name.trim();
    if (length === 0) return wrong.nameMissing;
    return length > LONGEST_NAME ? wrong.nameTooLong : null;
  });
  readonly unitWrong = $derived(
    this.kind !== 'command' && this.unit.trim() === '' ? wrong.unitMissing : null,
  );
  /** Without a program to start it again nothing may be stopped. */
  readonly missing = (command: CommandDraft): string | null =>
    command.program === null ? wrong.programMissing : command.wrong;
  readonly ready = $derived.by(() => {
    const all = [this.nameWrong, this.unitWrong, this.wait.wrong];
    if (this.kind === 'command')
      all.push(this.missing(this.start), this.missing(this.stop), this.check.wrong);
    return all.every((one) => one === null);
  });

  constructor(service: BelongingService | null, windows: boolean) {
    this.name = service?.name ?? '';
    this.kind = service?.kind ?? (windows ? 'windows' : 'systemd');
    this.unit = service?.unit ?? '';
    this.start = new CommandDraft(service?.start);
    this.stop = new CommandDraft(service?.stop);
    this.check = new CommandDraft(service?.check);
    this.wait = new SecondsDraft(service?.waitSeconds ?? USUAL_WAIT, SECONDS);
  }

  get value(): BelongingService {
    const command = this.kind === 'command';
    return {
      name: this.name.trim(),
      kind: this.kind,
      unit: command ? '' : this.unit.trim(),
      start: command ? this.start.argv : [],
      stop: command ? this.stop.argv : [],
      check: command ? this.check.argv : [],
      waitSeconds: this.wait.value,
    };
  }
}

/** How access is seen and closed, while a person changes it. */
export class AccessDraft {
  readonly use: Record<AdapterId, Use>;
  services: ServiceDraft[];
  readonly commands: Readonly<Record<CommandSlot, CommandDraft>>;
  readonly limit: SecondsDraft;
  readonly #sambaConfig: string | null;
  readonly #saved: string;

  readonly mayAdd = $derived.by(() => this.services.length < MOST_SERVICES);
  readonly ready = $derived.by(
    () =>
      this.limit.wrong === null &&
      this.services.every((service) => service.ready) &&
      commandSlots.every((slot) => this.commandWrong(slot) === null),
  );
  readonly dirty = $derived.by(() => JSON.stringify(this.settings) !== this.#saved);

  constructor(
    saved: AccessSettings,
    private readonly windows: boolean,
  ) {
    const { tell, list, close, open, disconnect, limitSeconds } = saved.commands;
    this.use = $state({ ...saved.use });
    this.services = $state.raw(saved.services.map((service) => new ServiceDraft(service, windows)));
    this.commands = {
      tell: new CommandDraft(tell),
      list: new CommandDraft(list),
      close: new CommandDraft(close),
      open: new CommandDraft(open),
      disconnect: new CommandDraft(disconnect),
    };
    this.limit = new SecondsDraft(limitSeconds, SECONDS);
    this.#sambaConfig = saved.sambaConfig;
    this.#saved = JSON.stringify(this.settings);
  }

  get settings(): AccessSettings {
    const { tell, list, close, open, disconnect } = this.commands;
    return {
      use: { ...this.use },
      sambaConfig: this.#sambaConfig,
      services: this.services.map(({ value }) => value),
      commands: {
        tell: tell.argv,
        list: list.argv,
        close: close.argv,
        open: open.argv,
        disconnect: disconnect.argv,
        limitSeconds: this.limit.value,
      },
    };
  }

  /** What is wrong with a command; closing and opening go together. */
  commandWrong(slot: CommandSlot): string | null {
    const { close, open } = this.commands;
    const pair = slot === 'close' ? open : slot === 'open' ? close : null;
    const command = this.commands[slot];
    return command.program === null && pair !== null && pair.program !== null
      ? wrong.openMissing
      : command.wrong;
  }

  add(): void {
    this.services = [...this.services, new ServiceDraft(null, this.windows)];
  }

  remove(service: ServiceDraft): void {
    this.services = this.services.filter((one) => one !== service);
  }

  /** Moves a service by one place; `by` is -1 or 1. */
  move(service: ServiceDraft, by: -1 | 1): void {
    const at = this.services.indexOf(service);
    const other = this.services[at + by];
    if (!other) return;
    const moved = [...this.services];
    moved[at] = other;
    moved[at + by] = service;
    this.services = moved;
  }
}
