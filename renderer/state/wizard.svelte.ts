import { blocks } from '../../shared/blocking';
import type { BackupOptions, Method, Plan, Reuse } from '../../shared/run';
import { Advice } from './advice.svelte';
import { ask } from './bridge';
import { Choices } from './choices.svelte';
import type { Runs } from './runs.svelte';
import { isStill } from '../../shared/still-choice';
import { Task } from './task.svelte';

/** The methods in the order of what their copies are worth, best first. */
export const methods: readonly Method[] = ['shutdown', 'snapshot', 'mirror', 'linear'];

/** What can always be done, whatever else a post office lacks. */
const ALWAYS: Method = 'linear';

/** The steps before anything is done; copy and result are steps of the run. */
export type WizardStep = 'choose' | 'method' | 'prepare' | 'still' | 'vault' | 'plan';

/** Only methods that close a post office, or make it stand still, have something to prepare. */
function stepsOf(method: Method): readonly WizardStep[] {
  const prepares: readonly WizardStep[] =
    method === 'shutdown' ? ['prepare'] : isStill(method) ? ['still'] : [];
  return ['choose', 'method', ...prepares, 'vault', 'plan'];
}

/** The choices of one guided backup. They stay while a person looks at other screens. */
export class Wizard {
  step = $state<WizardStep>('choose');
  postOfficeId = $state<string | null>(null);
  method = $state<Method>(ALWAYS);
  /** The method that had been chosen and cannot be had, in place of which another one is. */
  dropped = $state<Method | null>(null);
  vaultId = $state<string | null>(null);
  plan = $state.raw<Plan | null>(null);
  /** What a run that was cut short has left for this post office and vault, also when it is not gone on with. */
  resumable = $state.raw<Reuse | null>(null);
  /** Whether a person has gone from one step to another yet. */
  walked = false;
  readonly choices = new Choices();
  readonly advice = new Advice();
  readonly planning = new Task();
  readonly starting = new Task();

  readonly index = $derived(stepsOf(this.method).indexOf(this.step));
  readonly previous = $derived(stepsOf(this.method)[this.index - 1]);
  readonly next = $derived(stepsOf(this.method)[this.index + 1]);
  /** What must be put right before the backup can start. */
  readonly blockers = $derived(this.plan?.findings.filter(blocks) ?? []);
  readonly mayStart = $derived(this.plan !== null && this.blockers.length === 0 && !this.planning.busy);

  constructor(private readonly runs: Runs) {}

  begin(postOfficeId: string | null): void {
    this.postOfficeId = postOfficeId;
    this.step = postOfficeId === null ? 'choose' : 'method';
    this.method = ALWAYS;
    this.dropped = null;
    this.advice.forget();
    this.plan = null;
    this.resumable = null;
    this.walked = false;
    this.choices.reset();
    this.planning.forget();
    this.starting.forget();
  }

  async goTo(step: WizardStep): Promise<void> {
    this.walked = true;
    this.step = step;
    this.dropped = null;
    this.starting.forget();
    this.#keepToAdvice();
    if (step !== 'plan') return;
    // Another post office or vault may have been chosen since.
    this.resumable = null;
    this.choices.afresh = false;
    await this.makePlan();
  }

  /** Goes to the step after this one. */
  async goOn(): Promise<void> {
    if (this.next) await this.goTo(this.next);
  }

  choose(method: Method): void {
    this.method = method;
    this.dropped = null;
  }

  /** Looks (again) at what can be done at the post office. */
  async advise(): Promise<void> {
    const { postOfficeId } = this;
    if (postOfficeId === null) return;
    await this.advice.load(postOfficeId);
    if (postOfficeId === this.postOfficeId) this.#keepToAdvice();
  }

  /** What cannot be had is not kept: a method as long as methods are chosen, a provider at any time. */
  #keepToAdvice(): void {
    const advice = this.advice.of(this.method);
    if (!advice) return;
    if (isStill(this.method)) this.choices.still.keepTo(advice.providers);
    if (advice.available || this.step !== 'method') return;
    this.dropped = this.method;
    this.method = ALWAYS;
  }

  /** Plans again, going on from what was cut short or not. */
  async beginAfresh(afresh: boolean): Promise<void> {
    this.choices.afresh = afresh;
    await this.makePlan();
  }

  /** What stood still is gone when everything is copied: such a run holds for nobody, whatever was ticked before. */
  get #options(): BackupOptions {
    const { options } = this.choices;
    return isStill(this.method) ? { ...options, hold: false } : options;
  }

  /** Asks for the plan of what was chosen; nothing is touched by it. */
  async makePlan(): Promise<void> {
    const { postOfficeId, vaultId, method } = this;
    if (postOfficeId === null || vaultId === null) return;
    this.plan = null;
    await this.planning.do(async () => {
      let plan: Plan;
      let options: BackupOptions;
      do {
        options = this.#options;
        plan = await ask('planBackup', { postOfficeId, vaultId, method, options });
        // A person may have thought better of it meanwhile.
      } while (options.afresh !== this.choices.afresh);
      this.plan = plan;
      this.resumable = plan.resumes ?? (options.afresh ? this.resumable : null);
    });
  }

  /** @returns the id of the run, or null when it did not start */
  async start(): Promise<string | null> {
    const { plan } = this;
    if (!plan || !this.mayStart) return null;
    let runId: string | null = null;
    await this.starting.do(async () => {
      runId = await this.runs.start(plan);
    });
    return runId;
  }
}
