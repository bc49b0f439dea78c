import type { Finding } from '../../shared/finding';
import type { GroupId } from '../../shared/postoffice';
import type { BackupOptions, Method, Plan } from '../../shared/run';
import type { KnownPostOffice } from '../../shared/settings';
import { isStill } from '../../shared/still-choice';
import { backupCommand } from '../../shared/words/command-line';
import type { MethodAdvice } from '../../shared/views';
import { adviseMethods } from '../backup/advise';
import { methods, planBackup } from '../backup/plan';
import { planVerify, verifySteps } from '../backup/verify-plan';
import { BackupWork, type BackupJob } from '../backup/work';
import { CopyOutWork, planCopyOut } from '../staging/copy-out';
import { onlyGroups } from '../staging/only-groups';
import type { Inventory } from '../postoffice/inventory';
import { PostbagError } from '../run/errors';
import { runFiles } from '../run/folders';
import { practiceToolPath } from '../practice/dos-program';
import { openProofKey, type ProofKey } from '../settings/proof-key';
import { ProofLog } from '../settings/proof-log';
import { Secrets } from '../settings/secrets';
import { SettingsStore } from '../settings/store';
import type { ListedBag } from '../vault/list-bags';
import { PostOfficeAccess } from './access';
import { Bags } from './bags';
import { EngineEvents } from './events';
import type { EngineParts } from './parts';
import { PostOffices } from './postoffices';
import { Practice } from './practice';
import { recover, Runs } from './runs';
import { Repairs } from './repairs';
import { Online } from './online';
import { OpenedRestores } from './opened-restores';
import { Proofs } from './proofs';
import { Restores } from './restores';
import { PostOfficeStills } from './stills';
import { RepairTools } from './tools';

/** Everything that the app and the CLI share. */
export class Engine {
  readonly events = new EngineEvents();
  readonly runs: Runs;
  readonly practice: Practice;
  readonly postOffices: PostOffices;
  readonly bags: Bags;
  readonly access: PostOfficeAccess;
  readonly stills: PostOfficeStills;
  readonly tools: RepairTools;
  readonly secrets: Secrets;
  readonly repairs: Repairs;
  readonly restores: Restores;
  readonly proofs: Proofs;
  readonly online: Online;

  private constructor(
    readonly home: string,
    readonly settings: SettingsStore,
    private readonly parts: EngineParts,
    /** What was found at the start: damaged settings, runs that had died and what was taken back. */
    readonly notices: readonly Finding[],
  ) {
    this.runs = new Runs(home, parts, this.events);
    this.practice = new Practice(parts.fork, this.events);
    const log = new ProofLog(home);
    let ownKey: ProofKey | null = null;
    const key = (): ProofKey => (ownKey ??= openProofKey(home));
    this.postOffices = new PostOffices(settings, this.runs, this.practice, this.events, log);
    this.bags = new Bags(settings, this.runs, this.events, key);
    this.access = new PostOfficeAccess(settings, this.events);
    this.stills = new PostOfficeStills(settings, this.events);
    const practiceTool = practiceToolPath();
    this.tools = new RepairTools(home, settings, { fork: parts.fork, practiceTool });
    this.secrets = new Secrets(home, parts.keyStore);
    const { runs, tools, secrets, events } = this;
    this.repairs = new Repairs({ settings, runs, tools, secrets, events, child: parts });
    const { access, repairs } = this;
    const forgetLooks = (): void => this.postOffices.forgetLooks();
    const opened = new OpenedRestores({
      home,
      settings,
      runs,
      repairs,
      access,
      events,
      parts,
      key,
      log,
      forgetLooks,
      workbenches: () => tools.workbenches,
    });
    this.restores = new Restores(opened);
    this.proofs = new Proofs(opened);
    this.online = new Online(opened);
  }

  /** Opens the settings, then takes back what dead runs left behind, before anything else can be done. */
  static async start(home: string, parts: EngineParts): Promise<Engine> {
    const { store, findings } = SettingsStore.open(home);
    const recovered = await recover(home);
    return new Engine(home, store, parts, [...findings, ...recovered]);
  }

  /** Makes the plan of a backup, with every check done, and remembers it until it is started. */
  async planBackup(
    postOffice: KnownPostOffice,
    vault: string,
    method: Method,
    options: BackupOptions,
  ): Promise<Plan> {
    let inventory: Inventory | null = await this.postOffices.inventory(postOffice);
    const unfinished = options.afresh ? null : await this.runs.unfinished(postOffice.id, vault);
    const closing = method === 'shutdown' ? await this.#closing(postOffice, options) : null;
    const still = isStill(method)
      ? await this.stills.job(method, postOffice, inventory, options.still)
      : null;
    const job = (startedAt: Date): BackupJob => ({
      postOffice,
      vault,
      method,
      options,
      unfinished,
      closing,
      still,
      startedAt,
    });
    const plan = await planBackup(job(new Date()), inventory, this.parts);
    const listed = this.postOffices.isListed(postOffice.id);
    // Only what is on the list can be called by its name; anything else by its folder.
    const commandLine = listed
      ? plan.commandLine
      : backupCommand(postOffice.path, vault, method, options, postOffice.name);
    return this.runs.prepare({
      plan: { ...plan, commandLine },
      claims: postOffice.path,
      makeJob: (runId, startedAt) => {
        if (!inventory) throw new Error('a plan that was started before');
        const journal = runFiles(this.home, runId).journal;
        const work = new BackupWork(job(startedAt), inventory, this.parts, journal);
        inventory = null; // the run takes its own; of a hundred thousand files one list is enough
        return {
          steps: methods[method](work),
          release: () => work.release(),
          wish: (wish) => work.wishes.say(wish),
        };
      },
      after: async (record) => {
        // Once a newer bag is sealed nobody wants to go on from an older run.
        if (record.bag !== null) await this.runs.dropOlder(record);
        else if (record.kept && !record.resumable) await this.runs.dropUnfinished(record.kept.from);
      },
    });
  }

  /** What each method needs at a post office and can reach there, and which one is best. */
  async adviseMethods(postOffice: KnownPostOffice): Promise<MethodAdvice[]> {
    const [access, inventory] = await Promise.all([
      this.access.of(postOffice),
      this.postOffices.inventory(postOffice),
    ]);
    const [ways, stills] = await Promise.all([access.look(), this.stills.states(postOffice, inventory)]);
    return adviseMethods(ways, access.place.settings, stills);
  }

  async #closing(postOffice: KnownPostOffice, options: BackupOptions): Promise<BackupJob['closing']> {
    const access = await this.access.of(postOffice, options.shutdown.message);
    return { access, ways: await access.look() };
  }

  planVerify(bag: ListedBag, vault: string): Plan {
    const job = {
      bag: bag.folder,
      vault,
      postOffice: bag.postOffice,
      postOfficeId: bag.record?.postOffice.id ?? '',
    };
    const plan = planVerify(job);
    return this.runs.prepare({
      plan,
      claims: null,
      makeJob: () => ({ steps: verifySteps(plan, job, this.parts) }),
    });
  }

  /** Makes the plan of copying a bag's files into a new or empty folder. @param folder absolute */
  async planCopyOut(
    bag: ListedBag,
    vault: string,
    folder: string,
    groups: readonly GroupId[] | null = null,
  ): Promise<Plan> {
    const { record } = bag;
    if (groups !== null && !record) throw new PostbagError('check', 'bag-has-no-format', { bag: bag.name });
    const known = this.settings.get().postOffices.find(({ id }) => id === record?.postOffice.id);
    const job = {
      ...(groups !== null &&
        record && { groups, wanted: onlyGroups(groups, record.format, known?.patterns) }),
      bag: bag.folder,
      folder,
      vault,
      postOffice: bag.postOffice,
      postOfficeId: bag.record?.postOffice.id ?? '',
    };
    const plan = await planCopyOut(job);
    return this.runs.prepare({
      plan,
      claims: folder,
      makeJob: (runId) => {
        const work = new CopyOutWork(job, plan, this.parts.entry, runId);
        return { steps: work.steps, release: () => work.release() };
      },
    });
  }

  /** Ends everything that is under way; what was begun is taken back first. */
  async close(): Promise<void> {
    await this.runs.cancelAll();
    await this.practice.stopAll();
  }
}
