import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { proceduresFor, type Dialect, type ProcedureId } from '../../shared/procedures';
import {
  lineKey,
  noRepairSettings,
  type OutputLine,
  type Repair,
  type RepairRow,
  type RepairSettings,
  type RepairView,
} from '../../shared/repair';
import { whatNext } from '../../shared/repair-next';
import type { PracticeCheck } from '../../shared/practice';
import type { Plan } from '../../shared/run';
import type { Tools } from '../backup/work';
import { checkPractice } from '../practice/checker';
import { repairFolder } from '../repair/folder';
import { withoutPassword } from '../repair/line';
import { checkRules } from '../repair/output-rules';
import { planRepair, type RepairRequest } from '../repair/plan';
import { readRepair, saveRepair, stepOf, withEvent, withStep } from '../repair/record';
import { planStage, stageWork, type StageJob } from '../repair/stage';
import { CopyStates } from '../repair/states';
import { RepairRun } from '../repair/tool-step';
import { fingerprint } from '../repair/tree';
import { readerFor, type RepairParts } from '../repair/work';
import { readRestore } from '../restore/record';
import { PostbagError } from '../run/errors';
import { isRunId } from '../run/folders';
import type { Step } from '../run/step';
import type { Secrets } from '../settings/secrets';
import type { SettingsStore } from '../settings/store';
import type { ListedBag } from '../vault/list-bags';
import type { EngineEvents } from './events';
import { RepairOutput } from './repair-output';
import { lastRun, repairRow, repairView } from './repair-view';
import type { Runs } from './runs';
import type { RepairTools } from './tools';

/** How often screens hear that a tool said something more, ms. */
const TELL_EVERY = 200;

/** Who decided something about a step, and why. */
export interface Decision {
  readonly by: string;
  readonly note: string;
}

/** What a person chose; null: what is usual. */
interface Chosen {
  readonly procedure: ProcedureId | null;
  readonly dialect: Dialect | null;
}

/** What else is done when a private copy is made. */
interface MoreStaging {
  readonly before?: Plan['steps'];
  readonly stepsBefore?: () => readonly Step[];
  readonly commandLine?: string;
  /** @param folder of the repair, absolute, before it has its name */
  readonly complete?: (folder: string, id: string) => Promise<void>;
  readonly after?: (id: string) => void;
}

export interface RepairsParts {
  readonly settings: SettingsStore;
  readonly runs: Runs;
  readonly tools: RepairTools;
  readonly secrets: Secrets;
  readonly events: EngineEvents;
  readonly child: Tools;
}

/** Private copies of bags that are being repaired, or were. A repair outlives every run: a person may go on tomorrow. */
export class Repairs {
  readonly #output = new RepairOutput();

  constructor(private readonly parts: RepairsParts) {}

  /** All repairs that can be read now, newest first. */
  async list(): Promise<RepairRow[]> {
    const rows: RepairRow[] = [];
    for (const folder of await this.#folders()) {
      const repair = await readRepair(folder).catch(() => null);
      if (repair) rows.push(await repairRow(repair, { folder, runId: this.#runIdOf(folder) }));
    }
    return rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  }

  /** Ids of all repairs that are where they were made. */
  async ids(): Promise<string[]> {
    return (await this.#folders()).map((folder) => path.basename(folder));
  }

  /** @throws PostbagError `repair-unknown` */
  async view(id: string): Promise<RepairView> {
    const folder = await this.folder(id);
    const repair = await this.#whole(folder);
    return await this.#view(repair, folder);
  }

  /** The folder of a repair, absolute. @throws PostbagError `repair-unknown` */
  async folder(id: string): Promise<string> {
    if (isRunId(id)) {
      for (const workbench of this.parts.tools.workbenches) {
        const folder = path.join(workbench, id);
        if (await stat(repairFolder(folder).record).catch(() => null)) return folder;
      }
    }
    throw new PostbagError('request', 'repair-unknown', { repair: id });
  }

  /**
   * Plans a private copy of a bag. Its repair will have the run's id.
   * @throws PostbagError `bag-has-no-format`, `bag-invalid`, `workbench-not-writable`
   */
  async planStage(bag: ListedBag, vault: string, chosen: Chosen): Promise<Plan> {
    return await this.stage(bag, vault, chosen, {});
  }

  /** As `planStage`, with something before it and more in the folder of the repair. */
  async stage(bag: ListedBag, vault: string, chosen: Chosen, more: MoreStaging): Promise<Plan> {
    const { record } = bag;
    if (!record) throw new PostbagError('check', 'bag-has-no-format', { bag: bag.name });
    const fitting = proceduresFor(record.format, record.practice);
    const procedure = chosen.procedure ?? fitting[0];
    if (!procedure || !fitting.includes(procedure)) throw new PostbagError('request', 'repair-not-there');
    const settings = this.#settingsOf(record.postOffice.id);
    const job: StageJob = {
      bag: { folder: bag.folder, name: bag.name },
      record,
      vault,
      workbench: this.parts.tools.workbench,
      procedure,
      dialect: chosen.dialect ?? settings.dialect,
      settings,
      chosen: { procedure: chosen.procedure !== null, dialect: chosen.dialect !== null },
      ...(more.complete && { complete: more.complete }),
    };
    const { before = [], stepsBefore = () => [] } = more;
    const staged = await planStage(job);
    const commandLine = more.commandLine ?? staged.commandLine;
    const plan: Plan = { ...staged, commandLine, steps: [...before, ...staged.steps] };
    return this.parts.runs.prepare({
      plan,
      claims: null,
      makeJob: (runId) => {
        const work = stageWork(job, staged, this.parts.child.entry, runId);
        return { steps: [...stepsBefore(), ...work.steps], release: () => work.release() };
      },
      after: ({ id }) => {
        this.#changed(id);
        more.after?.(id);
        return Promise.resolve();
      },
    });
  }

  /** Plans the next step, or all up to the first that needs a person. @throws PostbagError `not-the-next-step` */
  async planSteps(id: string, request: RepairRequest): Promise<Plan> {
    const folder = await this.folder(id);
    await mustNotBeSigned(folder);
    const repair = await this.#whole(folder);
    const parts = this.#partsFor(repair);
    const plan = await planRepair(repair, folder, request, parts);
    return this.parts.runs.prepare({
      plan,
      claims: folder,
      makeJob: () => ({ steps: new RepairRun(folder, request.all, parts).steps(plan.steps) }),
      after: () => {
        this.#changed(id);
        return Promise.resolve();
      },
    });
  }

  /** A person read what the next step's tool said, and goes on. @throws PostbagError `not-the-next-step` */
  async confirm(id: string, step: string, decision: Decision): Promise<RepairView> {
    return await this.#answer(id, step, 'go-on', decision);
  }

  /** Leaves the next step out. @throws PostbagError `not-the-next-step` */
  async skip(id: string, step: string, decision: Decision): Promise<RepairView> {
    return await this.#answer(id, step, 'skip', decision);
  }

  /** Changes the line of a step that was not run yet. @throws PostbagError `not-the-next-step` when it was */
  async setLine(id: string, step: string, line: string, remember: boolean): Promise<RepairView> {
    return await this.#change(id, (repair) => {
      const { step: found } = stepOf(repair, step);
      if (found.outcome?.failed === null || found.answer) throw notNext();
      const typed = withoutPassword(line, this.parts.secrets.get(secretOf(repair)));
      if (remember) this.#remember(repair, step, typed);
      const changed = withStep(repair, step, { line: typed, changed: true });
      return withEvent(changed, { what: 'line-changed', step, by: '', text: typed });
    });
  }

  /** Brings the copy to the state before the last step that was run. @throws PostbagError `not-to-take-back` */
  async takeBack(id: string, step: string, by: string): Promise<RepairView> {
    return await this.#change(id, async (repair, folder) => {
      const { at } = stepOf(repair, step);
      const { copy, before } = repairFolder(folder);
      if (at !== lastRun(repair) || !(await new CopyStates(copy, before).has(at))) {
        throw new PostbagError('request', 'not-to-take-back');
      }
      const begun = withEvent({ ...repair, takingBack: step }, { what: 'taken-back', step, by, text: '' });
      await saveRepair(folder, begun);
      return await finishTakingBack(begun, folder);
    });
  }

  async setPassword(id: string, password: string, keep: boolean): Promise<RepairView> {
    const folder = await this.folder(id);
    const repair = await readRepair(folder);
    this.parts.secrets.set(secretOf(repair), password, keep);
    return await this.#view(repair, folder);
  }

  /** What a step's tool printed, while it runs and afterwards. */
  async output(
    id: string,
    step: string,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ total: number; lines: OutputLine[] }> {
    const folder = await this.folder(id);
    const repair = await readRepair(folder);
    const { step: found, at } = stepOf(repair, step);
    const running = this.#runIdOf(folder) !== null;
    const attempt = running ? null : (found.outcome?.attempt ?? null);
    return await this.#output.read(folder, at, attempt, readerFor(found.tool, this.#partsFor(repair)), page);
  }

  /** Counts the private copy of a practice post office. */
  async check(id: string): Promise<PracticeCheck> {
    return await checkPractice(repairFolder(await this.folder(id)).copy);
  }

  /** Removes the private copy with everything that belongs to it. The bag stays. */
  async remove(id: string): Promise<void> {
    const folder = await this.folder(id);
    const { postOffice } = await readRepair(folder);
    await this.parts.runs.exclusively(folder, postOffice, async () => {
      // Under another name first: what cannot be removed now must not look like a repair.
      const away = path.join(path.dirname(folder), `.${id}.removed`);
      await rename(folder, away);
      await rm(away, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    });
    this.#changed(id);
  }

  /** Keeps what a post office on the list has of its own for repairs. @throws PostbagError `rule-invalid` */
  setSettings(postOfficeId: string, repair: RepairSettings): void {
    checkRules(repair.rules);
    this.parts.settings.changePostOffice(postOfficeId, { repair });
    this.parts.events.emit('post-offices-changed', null);
  }

  async #answer(
    id: string,
    step: string,
    decision: 'go-on' | 'skip',
    { by, note }: Decision,
  ): Promise<RepairView> {
    return await this.#change(id, (repair) => {
      const { step: found } = stepOf(repair, step);
      const next = whatNext(repair.steps);
      const wasRun = found.outcome !== null && found.outcome.failed === null;
      if (next.step !== step || wasRun !== (decision === 'go-on')) throw notNext();
      const answer = { decision, by, at: new Date().toISOString(), note };
      const text = note === '' ? decision : `${decision}: ${note}`;
      return withEvent(withStep(repair, step, { answer }), { what: 'answered', step, by, text });
    });
  }

  /** Changes a record while nobody else works on the repair. */
  async #change(
    id: string,
    make: (repair: Repair, folder: string) => Repair | Promise<Repair>,
  ): Promise<RepairView> {
    const folder = await this.folder(id);
    await mustNotBeSigned(folder);
    const { postOffice } = await readRepair(folder);
    const changed = await this.parts.runs.exclusively(folder, postOffice, async () => {
      const next = await make(await this.#whole(folder), folder);
      await saveRepair(folder, next);
      return next;
    });
    this.#changed(id);
    return await this.#view(changed, folder);
  }

  /** A repair's record; a step that was being taken back when its process died is taken back first. */
  async #whole(folder: string): Promise<Repair> {
    const repair = await readRepair(folder);
    if (repair.takingBack === null || this.#runIdOf(folder) !== null) return repair;
    const finished = await finishTakingBack(repair, folder);
    await saveRepair(folder, finished);
    return finished;
  }

  async #view(repair: Repair, folder: string): Promise<RepairView> {
    const password = this.parts.secrets.state(secretOf(repair));
    const runId = this.#runIdOf(folder);
    return await repairView(repair, { folder, runId, password, parts: this.#partsFor(repair) });
  }

  #partsFor(repair: Repair): RepairParts {
    const { tools, secrets, events } = this.parts;
    const { id } = repair;
    let told = 0;
    let waiting: NodeJS.Timeout | undefined;
    return {
      programOf: (tool) => tools.programOf(tool),
      runnerOf: async (tool) => await tools.runnerOf(tool),
      password: () => secrets.get(secretOf(repair)),
      rules: this.#settingsOf(repair.postOfficeId).rules,
      limitMs: tools.settings.limitMinutes * 60_000,
      onOutput: (step) => {
        const tell = (): void => {
          [told, waiting] = [Date.now(), undefined];
          events.emit('tool-output', { id, step });
        };
        waiting ??= setTimeout(tell, Math.max(0, told + TELL_EVERY - Date.now()));
      },
      onSaved: () => this.#changed(id),
    };
  }

  #settingsOf(postOfficeId: string): RepairSettings {
    const { postOffices } = this.parts.settings.get();
    return postOffices.find(({ id }) => id === postOfficeId)?.repair ?? noRepairSettings;
  }

  #remember(repair: Repair, step: string, line: string): void {
    const { postOffices } = this.parts.settings.get();
    if (!postOffices.some(({ id }) => id === repair.postOfficeId)) return;
    const settings = this.#settingsOf(repair.postOfficeId);
    const lines = { ...settings.lines, [lineKey(repair.procedure, repair.dialect, step)]: line };
    this.setSettings(repair.postOfficeId, { ...settings, lines });
  }

  #runIdOf(folder: string): string | null {
    return this.parts.runs.runningOn(folder);
  }

  async #folders(): Promise<string[]> {
    const found = await Promise.all(
      this.parts.tools.workbenches.map(async (workbench) => {
        const names = await readdir(workbench).catch(() => []);
        return names.filter(isRunId).map((name) => path.join(workbench, name));
      }),
    );
    return found.flat();
  }

  #changed(id: string): void {
    this.parts.events.emit('repair-changed', { id });
  }
}

/** What was signed is not changed any more. @throws PostbagError `already-signed` */
async function mustNotBeSigned(folder: string): Promise<void> {
  const restore = await readRestore(folder).catch(() => null);
  if (restore?.signature) throw new PostbagError('request', 'already-signed');
}

const notNext = (): PostbagError => new PostbagError('request', 'not-the-next-step');

/** Whose password it is: that of the post office, or, where nobody knows it here, of this repair. */
const secretOf = ({ postOfficeId, id }: Pick<Repair, 'postOfficeId' | 'id'>): string =>
  postOfficeId === '' ? `repair-${id}` : postOfficeId;

async function finishTakingBack(repair: Repair, folder: string): Promise<Repair> {
  const { takingBack: id } = repair;
  if (id === null) return repair;
  const { copy, before } = repairFolder(folder);
  const { at } = stepOf(repair, id);
  const states = new CopyStates(copy, before);
  if (await states.has(at)) await states.takeBack(at);
  const steps = repair.steps.map((step, index) => {
    if (index < at) return step;
    // What was decided about later ones, or left out by a rule, depended on it.
    return { ...step, outcome: index === at ? null : step.outcome, answer: null };
  });
  const next = { ...repair, steps, takingBack: null, fingerprint: await fingerprint(copy) };
  await saveRepair(folder, next);
  await states.forget(at);
  return next;
}
