import { blocks } from '../../shared/blocking';
import type { Method, Plan } from '../../shared/run';
import { ask } from './bridge';
import type { Runs } from './runs.svelte';
import { Task } from './task.svelte';

/** Methods that work, best first. */
export const methods: readonly Method[] = ['linear'];

/** The four steps before anything is done; copy and result are steps of the run. */
export const wizardSteps = ['choose', 'method', 'vault', 'plan'] as const;
export type WizardStep = (typeof wizardSteps)[number];

/** The choices of one guided backup. They stay while a person looks at other screens. */
export class Wizard {
  step = $state<WizardStep>('choose');
  postOfficeId = $state<string | null>(null);
  method = $state<Method>('linear');
  vaultId = $state<string | null>(null);
  plan = $state.raw<Plan | null>(null);
  /** Whether a person has gone from one step to another yet. */
  walked = false;
  readonly planning = new Task();
  readonly starting = new Task();

  readonly index = $derived(wizardSteps.indexOf(this.step));
  /** What must be put right before the backup can start. */
  readonly blockers = $derived(this.plan?.findings.filter(blocks) ?? []);
  readonly mayStart = $derived(this.plan !== null && this.blockers.length === 0 && !this.planning.busy);

  constructor(private readonly runs: Runs) {}

  begin(postOfficeId: string | null): void {
    this.postOfficeId = postOfficeId;
    this.step = postOfficeId === null ? 'choose' : 'method';
    this.plan = null;
    this.walked = false;
    this.planning.forget();
    this.starting.forget();
  }

  async goTo(step: WizardStep): Promise<void> {
    this.walked = true;
    this.step = step;
    this.starting.forget();
    if (step === 'plan') await this.makePlan();
  }

  /** Asks for the plan of what was chosen; nothing is touched by it. */
  async makePlan(): Promise<void> {
    const { postOfficeId, vaultId, method } = this;
    if (postOfficeId === null || vaultId === null) return;
    this.plan = null;
    await this.planning.do(async () => {
      this.plan = await ask('planBackup', { postOfficeId, vaultId, method });
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
