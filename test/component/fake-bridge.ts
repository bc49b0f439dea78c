import type { Bridge } from '../../shared/bridge';
import type { EventName, Events, Input, Output, VerbName } from '../../shared/contract';
import { usualReminder } from '../../shared/proof';
import type { Failure, Result } from '../../shared/result';
import * as samples from './samples';

type Answer<V extends VerbName> = (input: Input<V>) => Output<V> | Promise<Output<V>>;
type Answers = { [V in VerbName]: Answer<V> };

/** Thrown by an answer, it becomes the failure that the verb answers with. */
export class Refused extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}

/** What stands in for the main process: sample answers, every call kept, and events on demand. */
export class FakeBridge {
  readonly calls: { verb: VerbName; input: unknown }[] = [];
  readonly #listeners = new Map<EventName, Set<(value: never) => void>>();
  readonly #answers: Answers;

  constructor(answers: Partial<Answers> = {}) {
    this.#answers = { ...sampleAnswers(), ...answers };
  }

  /** Answers a verb in another way from now on. */
  answer<V extends VerbName>(verb: V, answer: Answer<V>): void {
    this.#answers[verb] = answer as Answers[V];
  }

  refuse(verb: VerbName, failure: Failure): void {
    this.answer(verb, () => {
      throw new Refused(failure);
    });
  }

  emit<E extends EventName>(event: E, value: Events[E]): void {
    for (const listener of this.#listeners.get(event) ?? []) (listener as (value: Events[E]) => void)(value);
  }

  inputsOf(verb: VerbName): unknown[] {
    return this.calls.filter((call) => call.verb === verb).map((call) => call.input);
  }

  /** As the renderer sees it. */
  get bridge(): Bridge {
    return new Proxy({} as Bridge, {
      get: (_, name) =>
        name === 'on' ? this.#on.bind(this) : (input: unknown) => this.#ask(name as VerbName, input),
    });
  }

  async #ask(verb: VerbName, input: unknown): Promise<Result<unknown>> {
    // What crosses the real bridge is cloned; what cannot be cloned must fail here too.
    const cloned = structuredClone(input);
    this.calls.push({ verb, input: cloned });
    try {
      return { ok: true, value: structuredClone(await this.#answers[verb](cloned as never)) };
    } catch (error) {
      if (error instanceof Refused) return { ok: false, error: error.failure };
      throw error;
    }
  }

  #on(event: EventName, listener: (value: never) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }
}

function sampleAnswers(): Answers {
  const runOf = (runId: string) => samples.runs().find(({ id }) => id === runId) ?? samples.record(runId);
  return {
    appInfo: () => ({ version: '0.1.0', electron: '45.4.1', platform: 'linux', theme: 'system' }),
    startNotices: () => [],
    setTheme: () => null,
    copyText: () => null,
    chooseFolder: ({ purpose }) => ({
      id: `chosen-${purpose}`,
      path: purpose === 'vault' ? 'F:\\Bags' : String.raw`\\FS1\BRANCHES\RIPON\CCDATA`,
    }),
    listPostOffices: samples.postOffices,
    postOffice: ({ id }) => samples.detail(id),
    takeInventory: ({ id }) => {
      const inventory = samples.postOffices().find((row) => row.id === id)?.inventory;
      if (inventory) return inventory;
      const params = { path: String.raw`N:\CCDATA` };
      throw new Refused({ code: 'post-office-not-found', stage: 'check', params });
    },
    findPostOffices: samples.found,
    cancelFind: () => null,
    addPostOffice: () => ({ id: 'bradford' }),
    renamePostOffice: () => null,
    setPatterns: () => null,
    forgetPostOffice: () => null,
    connections: () => samples.connectionList(),
    disconnect: () => null,
    adviseMethods: () => samples.advice(),
    setAccess: () => null,
    setMirror: () => null,
    chooseProgram: () => ({ path: '/usr/local/bin/tell-users' }),
    goOn: () => null,
    disconnectAll: () => null,
    makePractice: () => ({ id: 'practice' }),
    startPracticeUsers: ({ id }) => ({ postOfficeId: id, running: true, ops: 0 }),
    stopPracticeUsers: ({ id }) => ({ postOfficeId: id, running: false, ops: 0 }),
    checkPractice: () => ({
      users: 12,
      messages: 431,
      pointers: 1_204,
      dangling: 0,
      orphans: 0,
      torn: 0,
      missing: 0,
    }),
    checkPracticeBag: () => ({
      users: 12,
      messages: 431,
      pointers: 1_204,
      dangling: 2,
      orphans: 17,
      torn: 1,
      missing: 0,
    }),
    listVaults: samples.vaults,
    addVault: () => ({ id: 'vault-usb' }),
    forgetVault: () => null,
    listBags: samples.bags,
    showBag: () => null,
    planBackup: () => samples.plan(),
    planVerify: samples.verifyPlan,
    startRun: () => ({ runId: 'run-live' }),
    cancelRun: () => null,
    redoGroup: () => null,
    sealNow: () => null,
    removeUnfinished: () => null,
    listRuns: samples.runs,
    run: ({ runId }) => ({
      record: runOf(runId),
      plan: runId === 'run-live' ? samples.livePlan() : samples.plan(),
    }),
    runProgress: ({ runId }) => (runId === 'run-live' ? samples.progress() : null),
    readLedger: ({ onlyChanged, offset, limit }) => {
      const entries = samples.ledger.filter((entry) => !onlyChanged || entry.change !== null);
      return { total: entries.length, entries: entries.slice(offset, offset + limit) };
    },
    readMoves: ({ offset, limit }) => ({
      total: samples.moves.length,
      files: samples.moves.slice(offset, offset + limit),
    }),
    readLog: ({ offset, limit }) => ({
      total: samples.log.length,
      lines: samples.log.slice(offset, offset + limit),
    }),
    tools: () => samples.toolsView(),
    setToolsFolder: () => null,
    showTool: ({ tool, forget }) => (forget ? null : { path: `D:\\ELSEWHERE\\${tool}.EXE` }),
    showRunner: ({ runner, forget }) => (forget ? null : { path: `/opt/${runner}` }),
    setWorkbench: () => null,
    setToolOptions: () => null,
    testRunner: ({ runner }) => samples.runner(runner),
    setRepairSettings: () => null,
    passwordState: () => samples.passwordState(),
    setPassword: ({ keep }) => samples.passwordState({ known: true, kept: keep }),
    forgetPassword: () => samples.passwordState(),
    listRepairs: () => [],
    repair: () => samples.repairView({ steps: samples.looked }),
    planStage: () => samples.stagePlan(),
    planRepair: () => samples.repairPlan(),
    confirmStep: () => samples.repairView(),
    skipStep: () => samples.repairView(),
    takeStepBack: () => samples.repairView(),
    setStepLine: () => samples.repairView(),
    setRepairPassword: () => samples.repairView(),
    readToolOutput: ({ offset, limit }) => ({
      total: samples.toolOutput.length,
      lines: samples.toolOutput.slice(offset, offset + limit),
    }),
    checkRepair: () => ({
      users: 12,
      messages: 429,
      pointers: 1_201,
      dangling: 0,
      orphans: 0,
      torn: 0,
      missing: 0,
    }),
    showRepair: () => null,
    removeRepair: () => null,
    listRestores: () => [],
    restore: () => samples.restoreView(),
    planRestore: () => samples.restorePlan(),
    startDrill: () => ({ id: 'restore-1' }),
    planChecks: () => samples.checksPlan(),
    overrule: () => samples.restoreView(),
    answerItem: () => samples.restoreView(),
    attachEvidence: () => samples.restoreView(),
    removeEvidence: () => samples.restoreView(),
    signProof: () => samples.restoreView(),
    showCertificate: () => null,
    proofs: () => [],
    planOnline: () => samples.onlinePlan(),
    planSwapBack: () => samples.swapBackPlan(),
    planCopyOut: () => samples.copyOutPlan(),
    setChecklist: () => null,
    reminder: () => usualReminder,
    setReminder: () => null,
    pendingUndos: () => [],
    retryUndos: () => [],
  };
}

/** Puts a fake bridge where the renderer looks for it. */
export function installFakeBridge(answers: Partial<Answers> = {}): FakeBridge {
  const fake = new FakeBridge(answers);
  Object.defineProperty(window, 'postbag', { value: fake.bridge, configurable: true });
  return fake;
}
