import type { Finding } from '../../shared/finding';
import type { Method, Plan } from '../../shared/run';
import type { KnownPostOffice } from '../../shared/settings';
import { backupCommand } from '../../shared/words/command-line';
import { methods, planBackup } from '../backup/plan';
import { planVerify, verifySteps } from '../backup/verify-plan';
import { BackupWork, type BackupJob, type Tools } from '../backup/work';
import { runFiles } from '../run/folders';
import { SettingsStore } from '../settings/store';
import type { ListedBag } from '../vault/list-bags';
import { Bags } from './bags';
import { EngineEvents } from './events';
import { PostOffices } from './postoffices';
import { Practice } from './practice';
import { recover, Runs } from './runs';

/** Everything that the app and the CLI share. */
export class Engine {
  readonly events = new EngineEvents();
  readonly runs: Runs;
  readonly practice: Practice;
  readonly postOffices: PostOffices;
  readonly bags: Bags;

  private constructor(
    readonly home: string,
    readonly settings: SettingsStore,
    private readonly tools: Tools,
    /** What was found at the start: damaged settings, runs that had died and what was taken back. */
    readonly notices: readonly Finding[],
  ) {
    this.runs = new Runs(home, tools, this.events);
    this.practice = new Practice(tools.fork, this.events);
    this.postOffices = new PostOffices(settings, this.runs, this.practice, this.events);
    this.bags = new Bags(settings, this.runs, this.events);
  }

  /** Opens the settings, then takes back what dead runs left behind, before anything else can be done. */
  static async start(home: string, tools: Tools): Promise<Engine> {
    const { store, findings } = SettingsStore.open(home);
    const recovered = await recover(home);
    return new Engine(home, store, tools, [...findings, ...recovered]);
  }

  /** Makes the plan of a backup, with every check done, and remembers it until it is started. */
  async planBackup(postOffice: KnownPostOffice, vault: string, method: Method): Promise<Plan> {
    const inventory = await this.postOffices.inventory(postOffice);
    const job = (startedAt: Date): BackupJob => ({ postOffice, vault, method, startedAt, inventory });
    const plan = await planBackup(job(new Date()), this.tools);
    const listed = this.postOffices.isListed(postOffice.id);
    // Only what is on the list can be called by its name; anything else by its folder.
    const commandLine = listed
      ? plan.commandLine
      : backupCommand(postOffice.path, vault, method, postOffice.name);
    return this.runs.prepare({
      plan: { ...plan, commandLine },
      claims: postOffice.path,
      makeSteps: (runId, startedAt) =>
        methods[method](new BackupWork(job(startedAt), this.tools, runFiles(this.home, runId).journal)),
    });
  }

  planVerify(bag: ListedBag, vault: string): Plan {
    const job = {
      bag: bag.folder,
      vault,
      postOffice: bag.postOffice,
      postOfficeId: bag.record?.postOffice.id ?? '',
    };
    const plan = planVerify(job);
    return this.runs.prepare({ plan, claims: null, makeSteps: () => verifySteps(plan, job, this.tools) });
  }

  /** Ends everything that is under way; what was begun is taken back first. */
  async close(): Promise<void> {
    await this.runs.cancelAll();
    await this.practice.stopAll();
  }
}
