import type { MirrorCommands } from '../../shared/still';
import { mirrorWords, type MirrorSlot } from '../../shared/words/screens/mirror';
import { CommandDraft, SecondsDraft } from './command-draft.svelte';

const { wrong } = mirrorWords;

/** In the order in which they are run. */
export const mirrorSlots: readonly MirrorSlot[] = ['break', 'where', 'join', 'inStep'];

const SECONDS = { from: 1, to: 3600 };

/** What is missing where another command is there. */
const missing: Readonly<Partial<Record<MirrorSlot, { readonly where: MirrorSlot; readonly says: string }>>> =
  {
    break: { where: 'join', says: wrong.breakMissing },
    where: { where: 'break', says: wrong.whereMissing },
    join: { where: 'break', says: wrong.joinMissing },
  };

/** The commands that break a mirror and join it again, while a person changes them. */
export class MirrorDraft {
  readonly commands: Readonly<Record<MirrorSlot, CommandDraft>>;
  readonly limit: SecondsDraft;
  readonly #saved: string;

  readonly ready = $derived.by(
    () => this.limit.wrong === null && mirrorSlots.every((slot) => this.commandWrong(slot) === null),
  );
  readonly dirty = $derived.by(() => JSON.stringify(this.value) !== this.#saved);

  constructor(saved: MirrorCommands) {
    this.commands = {
      break: new CommandDraft(saved.break),
      where: new CommandDraft(saved.where),
      join: new CommandDraft(saved.join),
      inStep: new CommandDraft(saved.inStep),
    };
    this.limit = new SecondsDraft(saved.limitSeconds, SECONDS);
    this.#saved = JSON.stringify(this.value);
  }

  get value(): MirrorCommands {
    const { break: breaks, where, join, inStep } = this.commands;
    return {
      break: breaks.argv,
      where: where.argv,
      join: join.argv,
      inStep: inStep.argv,
      limitSeconds: this.limit.value,
    };
  }

  /** What is wrong with a command; nothing is broken that is not joined again. */
  commandWrong(slot: MirrorSlot): string | null {
    const command = this.commands[slot];
    const pair = missing[slot];
    return pair && command.program === null && this.commands[pair.where].program !== null
      ? pair.says
      : command.wrong;
  }
}
