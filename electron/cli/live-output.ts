import type { OutputLine } from '../../shared/repair';
import { outputLine, repairCliWords as words } from '../../shared/words/cli-repair';
import type { Session } from './command';
import type { Aside } from './run-command';

/** Lines that are asked for at once. */
const PAGE = 1_000;

/** What the tools of a repair say, told while they say it; a line that is not ended yet waits until it is. */
export function liveOutput(id: string, session: Session): Aside {
  const { engine } = session;
  const teller = new Teller(id, session);
  const forget = engine.events.on('tool-output', (said) => {
    if (said.id === id) teller.hear(said.step);
  });
  return {
    begin: (makeRoom) => void (teller.makeRoom = makeRoom),
    catchUp: async (runId) => {
      const { steps } = await engine.repairs.view(id);
      const ended = steps.filter(({ outcome }) => outcome?.runId === runId);
      await teller.rest(ended.map((step) => step.id));
    },
    end: forget,
  };
}

class Teller {
  makeRoom = (): void => undefined;
  readonly #told = new Map<string, number>();
  #current: string | null = null;
  #wanted: string[] = [];
  #work = Promise.resolve();

  constructor(
    private readonly id: string,
    private readonly session: Session,
  ) {}

  hear(step: string): void {
    if (this.#wanted.includes(step)) return;
    this.#wanted.push(step);
    // What could not be read now is read when the tool has ended.
    this.#work = this.#work.then(async () => await this.#tell()).catch(() => undefined);
  }

  /** Tells what is left of the output of steps whose tools have ended, in order. */
  async rest(steps: readonly string[]): Promise<void> {
    const work = this.#work.then(async () => {
      for (const step of steps) await this.#pull(step, true);
    });
    this.#work = work.catch(() => undefined);
    await work;
  }

  async #tell(): Promise<void> {
    const step = this.#wanted.shift();
    if (step === undefined) return;
    if (this.#current !== null && this.#current !== step) await this.#pull(this.#current, true);
    await this.#pull(step, false);
  }

  /** @param ended the tool has, so the last line is whole too */
  async #pull(step: string, ended: boolean): Promise<void> {
    for (;;) {
      const told = this.#told.get(step) ?? 0;
      const { total, lines } = await this.session.engine.repairs.output(this.id, step, {
        offset: told,
        limit: PAGE,
      });
      const until = ended ? total : total - 1;
      const whole = lines.slice(0, Math.max(0, until - told));
      this.#print(step, whole);
      this.#told.set(step, told + whole.length);
      if (whole.length === 0 || told + whole.length >= until) return;
    }
  }

  #print(step: string, lines: readonly OutputLine[]): void {
    if (lines.length === 0) return;
    const { out } = this.session;
    this.makeRoom();
    if (this.#current !== step) out.line(words.saying(step));
    this.#current = step;
    for (const line of lines) printLine(step, line, this.session);
  }
}

function printLine(step: string, line: OutputLine, { out }: Session): void {
  out.object('output', { step, ...line });
  out.line(outputLine(line));
}

/** All that the tool of a step said. */
export async function printOutput(id: string, step: string, session: Session): Promise<void> {
  for (let offset = 0; ; offset += PAGE) {
    const { total, lines } = await session.engine.repairs.output(id, step, { offset, limit: PAGE });
    for (const line of lines) printLine(step, line, session);
    if (total === 0) session.out.line(words.saidNothing);
    if (lines.length === 0 || offset + lines.length >= total) return;
  }
}
