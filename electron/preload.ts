import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge } from '../shared/bridge';
import type { Output, VerbName } from '../shared/contract';
import { eventNames } from '../shared/event-names';
import type { Result } from '../shared/result';

/** The same names as in electron/app/ipc; a sandboxed preload cannot import from there. */
const VERB = 'postbag:';
const EVENT = 'postbag-event:';

const ask =
  <V extends VerbName>(verb: V) =>
  (input?: unknown): Promise<Result<Output<V>>> =>
    ipcRenderer.invoke(`${VERB}${verb}`, input) as Promise<Result<Output<V>>>;

/** Everything that a page can do, to be read from top to bottom. */
const bridge: Bridge = {
  appInfo: ask('appInfo'),
  startNotices: ask('startNotices'),
  setTheme: ask('setTheme'),
  copyText: ask('copyText'),
  chooseFolder: ask('chooseFolder'),

  listPostOffices: ask('listPostOffices'),
  postOffice: ask('postOffice'),
  takeInventory: ask('takeInventory'),
  findPostOffices: ask('findPostOffices'),
  cancelFind: ask('cancelFind'),
  addPostOffice: ask('addPostOffice'),
  renamePostOffice: ask('renamePostOffice'),
  setPatterns: ask('setPatterns'),
  forgetPostOffice: ask('forgetPostOffice'),

  connections: ask('connections'),
  disconnect: ask('disconnect'),
  adviseMethods: ask('adviseMethods'),
  setAccess: ask('setAccess'),
  setMirror: ask('setMirror'),
  chooseProgram: ask('chooseProgram'),
  goOn: ask('goOn'),
  disconnectAll: ask('disconnectAll'),

  makePractice: ask('makePractice'),
  startPracticeUsers: ask('startPracticeUsers'),
  stopPracticeUsers: ask('stopPracticeUsers'),
  checkPractice: ask('checkPractice'),
  checkPracticeBag: ask('checkPracticeBag'),

  listVaults: ask('listVaults'),
  addVault: ask('addVault'),
  forgetVault: ask('forgetVault'),
  listBags: ask('listBags'),
  showBag: ask('showBag'),

  planBackup: ask('planBackup'),
  planVerify: ask('planVerify'),
  startRun: ask('startRun'),
  cancelRun: ask('cancelRun'),
  listRuns: ask('listRuns'),
  run: ask('run'),
  runProgress: ask('runProgress'),
  readLedger: ask('readLedger'),
  readMoves: ask('readMoves'),
  readLog: ask('readLog'),
  redoGroup: ask('redoGroup'),
  sealNow: ask('sealNow'),
  removeUnfinished: ask('removeUnfinished'),
  pendingUndos: ask('pendingUndos'),
  retryUndos: ask('retryUndos'),

  tools: ask('tools'),
  setToolsFolder: ask('setToolsFolder'),
  showTool: ask('showTool'),
  showRunner: ask('showRunner'),
  setWorkbench: ask('setWorkbench'),
  setToolOptions: ask('setToolOptions'),
  testRunner: ask('testRunner'),
  setRepairSettings: ask('setRepairSettings'),
  passwordState: ask('passwordState'),
  setPassword: ask('setPassword'),
  forgetPassword: ask('forgetPassword'),

  listRepairs: ask('listRepairs'),
  repair: ask('repair'),
  planStage: ask('planStage'),
  planRepair: ask('planRepair'),
  confirmStep: ask('confirmStep'),
  skipStep: ask('skipStep'),
  takeStepBack: ask('takeStepBack'),
  setStepLine: ask('setStepLine'),
  setRepairPassword: ask('setRepairPassword'),
  readToolOutput: ask('readToolOutput'),
  checkRepair: ask('checkRepair'),
  showRepair: ask('showRepair'),
  removeRepair: ask('removeRepair'),

  listRestores: ask('listRestores'),
  restore: ask('restore'),
  planRestore: ask('planRestore'),
  startDrill: ask('startDrill'),
  planChecks: ask('planChecks'),
  overrule: ask('overrule'),
  answerItem: ask('answerItem'),
  attachEvidence: ask('attachEvidence'),
  removeEvidence: ask('removeEvidence'),
  signProof: ask('signProof'),
  showCertificate: ask('showCertificate'),
  proofs: ask('proofs'),
  planOnline: ask('planOnline'),
  planSwapBack: ask('planSwapBack'),
  planCopyOut: ask('planCopyOut'),
  setChecklist: ask('setChecklist'),
  reminder: ask('reminder'),
  setReminder: ask('setReminder'),

  on: (event, listener) => {
    if (!eventNames.includes(event)) throw new Error('no such event');
    const hear = (_event: unknown, value: Parameters<typeof listener>[0]): void => listener(value);
    ipcRenderer.on(`${EVENT}${event}`, hear);
    return () => void ipcRenderer.off(`${EVENT}${event}`, hear);
  },
};

contextBridge.exposeInMainWorld('postbag', bridge);
