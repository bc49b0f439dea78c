import { z } from 'zod';
import { Finding } from './finding';
import { InventorySummary, PatternChanges, FormatId, GroupId } from './postoffice';
import { PracticeCheck, PracticeShape } from './practice';
import {
  BackupOptions,
  FileMoves,
  LedgerEntry,
  LogLine,
  Method,
  PendingUndo,
  Plan,
  RunProgress,
  RunRecord,
} from './run';
import { AccessSettings, ConnectionList } from './access';
import { Theme } from './settings';
import { MirrorCommands } from './still';
import { Dialect, ProcedureId, ToolId } from './procedures';
import {
  OutputLine,
  PasswordState,
  RepairRow,
  RepairSettings,
  RepairView,
  ToolSettings,
  ToolsView,
} from './repair';
import {
  Answer,
  ChecklistItem,
  ProofReminder,
  ProofRow,
  RestorePurpose,
  RestoreRow,
  RestoreView,
} from './proof';
import { RunnerId, RunnerState } from './tools';
import {
  AppInfo,
  BagRow,
  ChosenFolder,
  FindResult,
  MethodAdvice,
  PostOfficeDetail,
  PostOfficeRow,
  PracticeUsersState,
  VaultRow,
} from './views';

/** One verb of the bridge: what it takes (at most one object) and what it answers. */
interface Verb<I extends z.ZodType, O extends z.ZodType> {
  readonly input: I;
  readonly output: O;
}
const verb = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Verb<I, O> => ({
  input,
  output,
});

const nothing = z.undefined();
const Id = z.string().min(1).max(200);
const Name = z.string().trim().min(1).max(80);
const Page = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(1000) };

/**
 * Everything the renderer can ask of the main process, one verb an action. Arguments are parsed with `input` on arrival;
 * `output` is what the type of the answer is made from. No verb takes a path.
 */
export const contract = {
  // the app
  appInfo: verb(nothing, AppInfo),
  startNotices: verb(nothing, z.array(Finding)),
  setTheme: verb(z.object({ theme: Theme }), z.null()),
  copyText: verb(z.object({ text: z.string().max(100_000) }), z.null()),
  chooseFolder: verb(
    z.object({
      purpose: z.enum([
        'find',
        'post-office',
        'vault',
        'practice',
        'tools',
        'workbench',
        'landing',
        'target',
      ]),
    }),
    ChosenFolder.nullable(),
  ),

  // post offices
  listPostOffices: verb(nothing, z.array(PostOfficeRow)),
  postOffice: verb(z.object({ id: Id }), PostOfficeDetail),
  takeInventory: verb(z.object({ id: Id }), InventorySummary),
  findPostOffices: verb(z.object({ folderId: Id }), FindResult),
  cancelFind: verb(nothing, z.null()),
  addPostOffice: verb(
    z.object({ folderId: Id, name: Name, format: FormatId.nullable() }),
    z.object({ id: z.string() }),
  ),
  renamePostOffice: verb(z.object({ id: Id, name: Name }), z.null()),
  setPatterns: verb(z.object({ id: Id, changes: PatternChanges }), z.null()),
  /** Takes it off the list; nothing on disk is touched. */
  forgetPostOffice: verb(z.object({ id: Id }), z.null()),

  // access
  connections: verb(z.object({ postOfficeId: Id }), ConnectionList),
  /** `force`: a program that did not end when it was asked to. */
  disconnect: verb(z.object({ postOfficeId: Id, connectionId: Id, force: z.boolean() }), z.null()),
  adviseMethods: verb(z.object({ postOfficeId: Id }), z.array(MethodAdvice)),
  /** Programs cannot be named here: those of the commands that there are stay as they are. */
  setAccess: verb(z.object({ id: Id, access: AccessSettings }), z.null()),
  /** As `setAccess`: programs cannot be named here. */
  setMirror: verb(z.object({ id: Id, mirror: MirrorCommands }), z.null()),
  /** A program that a person chose in the system's dialog becomes the one of a command. */
  chooseProgram: verb(nothing, z.object({ path: z.string() }).nullable()),
  /** Lets a run that waits go on: the grace period ends, or it goes on although somebody is there or it is not quiet. */
  goOn: verb(z.object({ runId: Id }), z.null()),
  /** Lets a run that waits disconnect everybody who is still there. */
  disconnectAll: verb(z.object({ runId: Id }), z.null()),

  // practice
  makePractice: verb(
    z.object({
      /** Null: a new folder in the person's own documents. */
      folderId: Id.nullable(),
      shape: PracticeShape,
      users: z.number().int().min(1).max(2000),
      messages: z.number().int().min(0).max(200_000),
    }),
    z.object({ id: z.string() }),
  ),
  startPracticeUsers: verb(z.object({ id: Id }), PracticeUsersState),
  stopPracticeUsers: verb(z.object({ id: Id }), PracticeUsersState),
  checkPractice: verb(z.object({ id: Id }), PracticeCheck),
  checkPracticeBag: verb(z.object({ bagId: Id }), PracticeCheck),

  // vaults and bags
  listVaults: verb(nothing, z.array(VaultRow)),
  addVault: verb(z.object({ folderId: Id }), z.object({ id: z.string() })),
  forgetVault: verb(z.object({ id: Id }), z.null()),
  listBags: verb(nothing, z.array(BagRow)),
  showBag: verb(z.object({ bagId: Id }), z.null()),

  // runs
  planBackup: verb(z.object({ postOfficeId: Id, vaultId: Id, method: Method, options: BackupOptions }), Plan),
  planVerify: verb(z.object({ bagId: Id }), Plan),
  startRun: verb(z.object({ planId: Id }), z.object({ runId: z.string() })),
  cancelRun: verb(z.object({ runId: Id }), z.null()),
  /** Copies a group of a holding run again, and settles again. */
  redoGroup: verb(z.object({ runId: Id, group: GroupId }), z.null()),
  /** Lets a holding run verify and seal its bag. */
  sealNow: verb(z.object({ runId: Id }), z.null()),
  /** Removes the unfinished bag of a run that was cut short. */
  removeUnfinished: verb(z.object({ runId: Id }), z.null()),
  listRuns: verb(nothing, z.array(RunRecord)),
  run: verb(z.object({ runId: Id }), z.object({ record: RunRecord, plan: Plan })),
  runProgress: verb(z.object({ runId: Id }), RunProgress.nullable()),
  readLedger: verb(
    z.object({ runId: Id, onlyChanged: z.boolean(), ...Page }),
    z.object({ total: z.number().int(), entries: z.array(LedgerEntry) }),
  ),
  /** What moved while the run went on, one row a file, the one that moved last first. */
  readMoves: verb(
    z.object({ runId: Id, ...Page }),
    z.object({ total: z.number().int(), files: z.array(FileMoves) }),
  ),
  readLog: verb(
    z.object({ runId: Id, ...Page }),
    z.object({ total: z.number().int(), lines: z.array(LogLine) }),
  ),
  // repair tools
  tools: verb(nothing, ToolsView),
  /** Null: in none. */
  setToolsFolder: verb(z.object({ folderId: Id.nullable() }), z.null()),
  /** Shows one tool by itself in the system's dialog, or forgets that. @returns null when nothing was chosen */
  showTool: verb(z.object({ tool: ToolId, forget: z.boolean() }), z.object({ path: z.string() }).nullable()),
  /** Shows where DOSBox or Wine is, as `showTool`. */
  showRunner: verb(
    z.object({ runner: z.enum(['dosbox', 'wine']), forget: z.boolean() }),
    z.object({ path: z.string() }).nullable(),
  ),
  setWorkbench: verb(z.object({ folderId: Id.nullable() }), z.null()),
  setToolOptions: verb(
    ToolSettings.pick({ runner: true, limitMinutes: true }).extend(
      ToolSettings.shape.runners.pick({ codePage: true, window: true }).shape,
    ),
    z.null(),
  ),
  /** Runs a small program of Postbag's own in it; may take minutes the first time. */
  testRunner: verb(z.object({ runner: RunnerId }), RunnerState),
  setRepairSettings: verb(z.object({ id: Id, repair: RepairSettings }), z.null()),
  passwordState: verb(z.object({ postOfficeId: Id }), PasswordState),
  /** `keep`: in the key store of the operating system, where there is one. It never comes back. */
  setPassword: verb(
    z.object({ postOfficeId: Id, password: z.string().max(256), keep: z.boolean() }),
    PasswordState,
  ),
  forgetPassword: verb(z.object({ postOfficeId: Id }), PasswordState),

  // repairs
  listRepairs: verb(nothing, z.array(RepairRow)),
  repair: verb(z.object({ id: Id }), RepairView),
  /** The plan of making a private copy of a bag; its repair has the run's id. */
  planStage: verb(
    z.object({ bagId: Id, procedure: ProcedureId.nullable(), dialect: Dialect.nullable() }),
    Plan,
  ),
  /**
   * Plans the next step, or all up to the first that needs a person. `typedName`: what was typed as the name of the post office,
   * for a line that removes mail.
   */
  planRepair: verb(z.object({ id: Id, all: z.boolean(), typedName: z.string().max(80) }), Plan),
  /** A person looked at what the next step's tool said, and goes on. */
  confirmStep: verb(z.object({ id: Id, step: Id, by: Name, note: z.string().trim().max(2000) }), RepairView),
  /** Leaves the next step out. */
  skipStep: verb(z.object({ id: Id, step: Id, by: Name, note: z.string().trim().max(2000) }), RepairView),
  /** Brings the copy to the state before that step, which must be the last that was run. */
  takeStepBack: verb(z.object({ id: Id, step: Id, by: Name }), RepairView),
  /** Changes the line of a step that was not run yet; `remember`: also for other repairs of this post office. */
  setStepLine: verb(
    z.object({ id: Id, step: Id, line: z.string().trim().max(400), remember: z.boolean() }),
    RepairView,
  ),
  /** The password of the post office that this repair is of. As `setPassword`. */
  setRepairPassword: verb(z.object({ id: Id, password: z.string().max(256), keep: z.boolean() }), RepairView),
  /** What a step's tool said, line by line; while it runs, what it said so far. */
  readToolOutput: verb(
    z.object({ id: Id, step: Id, ...Page }),
    z.object({ total: z.number().int(), lines: z.array(OutputLine) }),
  ),
  /** Counts the private copy of a practice post office. */
  checkRepair: verb(z.object({ id: Id }), PracticeCheck),
  showRepair: verb(z.object({ id: Id }), z.null()),
  /** Removes the private copy with everything that belongs to it; the bag stays. */
  removeRepair: verb(z.object({ id: Id }), z.null()),

  // restoring and proving
  listRestores: verb(nothing, z.array(RestoreRow)),
  restore: verb(z.object({ id: Id }), RestoreView),
  /** Verifies a bag and makes its private copy; the restore, and the repair in it, have the run's id. */
  planRestore: verb(
    z.object({ bagId: Id, purpose: RestorePurpose, procedure: ProcedureId.nullable() }),
    Plan,
  ),
  /** Verifies, stages, repairs and checks the bag as far as a machine can, one run after another. */
  startDrill: verb(z.object({ bagId: Id }), z.object({ id: z.string() })),
  /** The automatic checks of the copy. */
  planChecks: verb(z.object({ id: Id }), Plan),
  /** Goes on against what Postbag advises; the reason stands in the certificate. */
  overrule: verb(
    z.object({
      id: Id,
      what: z.enum(['repair', 'checks', 'not-proven', 'connected']),
      reason: z.string().trim().min(1).max(2000),
      by: Name,
    }),
    RestoreView,
  ),
  answerItem: verb(
    z.object({
      id: Id,
      item: Id,
      /** Null takes the answer back. */
      answer: Answer.nullable(),
      note: z.string().trim().max(2000),
      by: Name,
    }),
    RestoreView,
  ),
  /** Keeps a file that a person chose in the system's dialog as evidence; null when none was chosen. */
  attachEvidence: verb(z.object({ id: Id, item: Id }), RestoreView.nullable()),
  removeEvidence: verb(z.object({ id: Id, item: Id, name: z.string().max(255) }), RestoreView),
  /** Signs what was found, proven or not, and writes the certificate beside the bag. */
  signProof: verb(z.object({ id: Id, by: Name }), RestoreView),
  /** Opens a certificate; a PDF where there is one. */
  showCertificate: verb(z.object({ bagId: Id, proofId: Id }), z.null()),
  proofs: verb(z.object({ bagId: Id }), z.array(ProofRow)),
  /** `folderId`: another place than the post office on the list. */
  planOnline: verb(z.object({ id: Id, folderId: Id.nullable() }), Plan),
  planSwapBack: verb(z.object({ id: Id }), Plan),
  /** Copies all files, or those of some groups, into a new or empty folder. */
  planCopyOut: verb(z.object({ bagId: Id, folderId: Id, groups: z.array(GroupId).min(1).nullable() }), Plan),
  setChecklist: verb(z.object({ id: Id, items: z.array(ChecklistItem).max(60).nullable() }), z.null()),
  reminder: verb(nothing, ProofReminder),
  setReminder: verb(ProofReminder, z.null()),

  pendingUndos: verb(nothing, z.array(PendingUndo)),
  retryUndos: verb(nothing, z.array(PendingUndo)),
} as const;

export type Contract = typeof contract;
export type VerbName = keyof Contract;
export type Input<V extends VerbName> = z.infer<Contract[V]['input']>;
export type Output<V extends VerbName> = z.infer<Contract[V]['output']>;

/** Everything the main process tells unasked, by name. */
export interface Events {
  'run-progress': RunProgress;
  'run-changed': RunRecord;
  'post-offices-changed': null;
  'bags-changed': null;
  'find-progress': { folders: number; found: number };
  'practice-users': PracticeUsersState;
  /** A repair began, went on, or is gone. */
  'repair-changed': { id: string };
  /** A step's tool said something more; ask with `readToolOutput`. */
  'tool-output': { id: string; step: string };
  /** A restore began, went on, was signed, or is gone. */
  'restore-changed': { id: string };
}
export type EventName = keyof Events;
