import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { usualChecklist } from '../../shared/checklists';
import type { ProcedureId } from '../../shared/procedures';
import type {
  Answer,
  ChecklistItem,
  Overrule,
  ProofReminder,
  ProofRow,
  Restore,
  RestorePurpose,
  RestoreRow,
  RestoreView,
} from '../../shared/proof';
import type { Repair } from '../../shared/repair';
import { missingAnswers, outcomeOf, whatNextInRestore } from '../../shared/restore-next';
import type { Plan } from '../../shared/run';
import { usualReminder } from '../../shared/proof';
import type { KnownPostOffice } from '../../shared/settings';
import { onlineCommand, restoreBeginCommand, swapBackCommand } from '../../shared/words/command-line';
import { hashFilesInThreads } from '../bag/hash-pool';
import { planVerify, verifySteps } from '../backup/verify-plan';
import { resolvePatterns } from '../postoffice/match';
import { certificateHtml } from '../report/certificate';
import { repairFolder } from '../repair/folder';
import { readRepair } from '../repair/record';
import { fingerprint } from '../repair/tree';
import { checkSteps, planChecks } from '../restore/check-step';
import type { CheckedCopy } from '../restore/checks/run-checks';
import { dropEvidence, keepEvidence } from '../restore/evidence';
import { restoreFolder } from '../restore/folder';
import { makeProof } from '../restore/make-proof';
import { onlineSteps, planOnline, planSwapBack, swapBackSteps, type OnlineJob } from '../restore/online/plan';
import { mustBeRestore, readRestore, saveRestore, withRestoreEvent } from '../restore/record';
import { needsRepair, soFar } from '../restore/so-far';
import { beginRestore } from '../restore/start';
import { PostbagError, systemCode, describeError } from '../run/errors';
import { realPath } from '../run/real-path';
import type { ProofKey } from '../settings/proof-key';
import type { ProofLog } from '../settings/proof-log';
import type { SettingsStore } from '../settings/store';
import { listBags, type ListedBag } from '../vault/list-bags';
import { manifestsOf, readProofs, sealProof, writeProof } from '../vault/proofs';
import type { PostOfficeAccess } from './access';
import { bagId } from './bags';
import type { EngineEvents } from './events';
import type { EngineParts } from './engine';
import type { Repairs } from './repairs';
import type { Runs } from './runs';

export interface RestoresParts {
  readonly home: string;
  readonly settings: SettingsStore;
  readonly runs: Runs;
  readonly repairs: Repairs;
  readonly access: PostOfficeAccess;
  readonly events: EngineEvents;
  readonly parts: EngineParts;
  /** Opened when it is needed first. */
  readonly key: () => ProofKey;
  readonly log: ProofLog;
  /** What was seen of the post offices is not so any more. */
  readonly forgetLooks: () => void;
  /** Absolute folders in which private copies are made. */
  readonly workbenches: () => readonly string[];
}

/** A restore, its repair, and where they lie. */
interface Opened {
  readonly folder: string;
  readonly restore: Restore;
  readonly repair: Repair;
}

/** The way of bags to their proof, and online. A restore lies in the folder of its repair and has the same id. */
export class Restores {
  constructor(private readonly with_: RestoresParts) {}

  /** All restores that can be read now, newest first. */
  async list(): Promise<RestoreRow[]> {
    const rows: RestoreRow[] = [];
    for (const { id } of await this.with_.repairs.list()) {
      const view = await this.view(id).catch(() => null);
      if (view) rows.push(view);
    }
    return rows;
  }

  /** @throws PostbagError `repair-unknown` */
  async view(id: string): Promise<RestoreView> {
    return await this.#view(await this.#open(id));
  }

  /** Whether a repair is part of a restore. */
  async isRestore(id: string): Promise<boolean> {
    const folder = await this.with_.repairs.folder(id).catch(() => null);
    return folder !== null && (await readRestore(folder).catch(() => null)) !== null;
  }

  /** Plans verifying a bag and making its private copy. The restore will have the run's id. */
  async plan(
    bag: ListedBag,
    vault: string,
    { purpose, procedure }: { readonly purpose: RestorePurpose; readonly procedure: ProcedureId | null },
  ): Promise<Plan> {
    const { record } = bag;
    if (!record) throw new PostbagError('check', 'bag-has-no-format', { bag: bag.name });
    const items = this.#itemsOf(record.postOffice.id, record);
    const job = { bag: bag.folder, vault, postOffice: bag.postOffice, postOfficeId: record.postOffice.id };
    const verify = planVerify(job);
    return await this.with_.repairs.stage(
      bag,
      vault,
      { procedure, dialect: null },
      {
        before: verify.steps,
        stepsBefore: () => verifySteps(verify, job, this.with_.parts),
        commandLine: restoreBeginCommand(bag.folder, purpose, procedure ?? undefined),
        complete: async (folder, id) =>
          await beginRestore(folder, { id, purpose, bag: bag.folder, record, items }),
        after: (id) => this.#changed(id),
      },
    );
  }

  /**
   * Proves a bag as far as a machine can: verifies, stages, repairs and checks it, one run after another, until a person is
   * needed.
   * @returns the restore's id as soon as it has one, and what is to be waited for
   */
  async drill(bag: ListedBag, vault: string): Promise<{ id: string; ended: Promise<void> }> {
    const { runs } = this.with_;
    const plan = await this.plan(bag, vault, { purpose: 'prove', procedure: null });
    const { runId, ended } = await runs.start(plan.id);
    const whole = ended.then(async ({ verdict }) => {
      if (verdict === 'verified' || verdict === 'findings') await this.goOn(runId);
    });
    whole.catch(() => undefined); // whoever waits for it hears of it
    return { id: runId, ended: whole };
  }

  /** Repairs and checks as far as a machine can. @throws PostbagError of a plan that may not be started */
  async goOn(id: string): Promise<void> {
    const { runs, repairs } = this.with_;
    if ((await this.view(id)).next === 'repair') {
      const { next } = await repairs.view(id);
      if (next.needs !== 'run' && next.needs !== 'line') return;
      const plan = await repairs.planSteps(id, { all: true, typedName: '' });
      await (
        await runs.start(plan.id)
      ).ended;
    }
    if ((await this.view(id)).next !== 'checks') return;
    await (
      await runs.start((await this.planChecks(id)).id)
    ).ended;
  }

  /** @throws PostbagError `repair-first`, `already-signed` */
  async planChecks(id: string): Promise<Plan> {
    const opened = await this.#open(id);
    const { folder, repair, restore } = opened;
    mustBeOpen(restore);
    if (whatNextInRestore(soFar(restore, repair)) === 'repair') {
      throw new PostbagError('request', 'repair-first', { postOffice: repair.postOffice });
    }
    const plan = planChecks(repair);
    const copy = await this.#checked(opened);
    return this.with_.runs.prepare({
      plan,
      claims: folder,
      makeJob: () => ({ steps: checkSteps(plan, folder, copy) }),
      after: () => {
        this.#changed(id);
        return Promise.resolve();
      },
    });
  }

  async overrule(id: string, overrule: Omit<Overrule, 'at'>): Promise<RestoreView> {
    if (overrule.reason.trim() === '') throw new PostbagError('request', 'reason-needed');
    return await this.#change(id, ({ restore }) => {
      const afterSigning = overrule.what === 'not-proven' || overrule.what === 'connected';
      if (!afterSigning) mustBeOpen(restore);
      const overrules = [...restore.overrules, { ...overrule, at: new Date().toISOString() }];
      const text = `${overrule.what}: ${overrule.reason}`;
      return withRestoreEvent({ ...restore, overrules }, { what: 'overruled', by: overrule.by, text });
    });
  }

  /** @param given.answer null takes an answer back */
  async answer(
    id: string,
    item: string,
    given: { readonly answer: Answer | null; readonly note: string; readonly by: string },
  ): Promise<RestoreView> {
    return await this.#change(id, ({ restore }) => {
      mustBeOpen(restore);
      mustHave(restore, item);
      const { answer, note, by } = given;
      const others = Object.entries(restore.answers).filter(([one]) => one !== item);
      const at = new Date().toISOString();
      const answers = answer === null ? others : [...others, [item, { answer, note, by, at }] as const];
      const text = `${item}: ${answer ?? ''}${note === '' ? '' : ` (${note})`}`;
      const changed = { ...restore, answers: Object.fromEntries(answers) };
      return withRestoreEvent(changed, { what: 'answered', by, text });
    });
  }

  /** Keeps a copy of a file. @param file absolute @throws PostbagError `evidence-not-kept` */
  async attach(id: string, item: string, file: string): Promise<RestoreView> {
    return await this.#change(id, async ({ restore, folder }) => {
      mustBeOpen(restore);
      mustHave(restore, item);
      const had = restore.evidence[item] ?? [];
      const kept = await keepEvidence(
        folder,
        item,
        file,
        had.map(({ name }) => name),
      );
      const evidence = { ...restore.evidence, [item]: [...had, kept] };
      return withRestoreEvent({ ...restore, evidence }, { what: 'evidence', by: '', text: kept.name });
    });
  }

  async removeEvidence(id: string, item: string, name: string): Promise<RestoreView> {
    return await this.#change(id, async ({ restore, folder }) => {
      mustBeOpen(restore);
      const had = restore.evidence[item] ?? [];
      const gone = had.find((one) => one.name === name);
      if (gone) await dropEvidence(folder, item, gone);
      return { ...restore, evidence: { ...restore.evidence, [item]: had.filter((one) => one !== gone) } };
    });
  }

  /**
   * Signs what was found, and writes the proof beside the bag.
   * @throws PostbagError `repair-first`, `checks-first`, `answers-first`, `bag-invalid` when the bag is another one now,
   * `proof-not-written`
   */
  async sign(id: string, by: string): Promise<RestoreView> {
    return await this.#change(id, async ({ restore, repair, folder }) => {
      mustBeOpen(restore);
      const state = soFar(restore, repair);
      const outcome = outcomeOf(state);
      if (whatNextInRestore(state) !== 'sign' || outcome === null) throw whyNotSigned(restore, repair);
      const bag = repair.bag.folder;
      const manifests = await manifestsOf(bag).catch(() => null);
      if (manifests?.manifest !== restore.manifest || manifests.tagManifest !== restore.tagManifest) {
        throw new PostbagError('restore', 'bag-invalid', { bag, problems: 1 });
      }
      const at = new Date().toISOString();
      const { parts, key, log } = this.with_;
      const proof = makeProof(restore, repair, { by, at, outcome, software: parts.software });
      const sealed = sealProof(proof, key());
      const html = certificateHtml(sealed);
      const pdf = await pdfOrNone(parts, html);
      const { evidence } = restoreFolder(folder);
      const file = await writeProof(bag, sealed, { html, pdf, evidence }).catch((cause: unknown) => {
        const reason = systemCode(cause) || describeError(cause);
        throw new PostbagError('restore', 'proof-not-written', { folder: bag, reason }, { cause });
      });
      log.add(repair.postOfficeId, { bag: repair.bag.name, outcome, at, by });
      this.with_.events.emit('bags-changed', null);
      this.with_.events.emit('post-offices-changed', null);
      const signed = { ...restore, signature: { by, at, outcome, file } };
      return withRestoreEvent(signed, { what: 'signed', by, text: outcome });
    });
  }

  /** The proofs of a bag, newest first. @param bag absolute */
  async proofs(bag: string): Promise<ProofRow[]> {
    const found = await readProofs(bag, this.with_.key().publicKey);
    return found.map(({ id, state, outcome, signedBy, signedAt }) => ({
      id,
      state,
      outcome,
      signedBy,
      signedAt,
    }));
  }

  /**
   * A certificate to be opened, made anew of what was signed: a page that lies in a vault may be anybody's.
   * @returns its absolute path @throws PostbagError `repair-unknown`
   */
  async certificate(bag: string, proofId: string): Promise<string> {
    const found = await readProofs(bag, this.with_.key().publicKey);
    const sealed = found.find(({ id }) => id === proofId)?.sealed;
    if (!sealed) throw new PostbagError('request', 'repair-unknown', { repair: proofId });
    const folder = path.join(this.with_.home, 'certificates');
    await mkdir(folder, { recursive: true });
    const html = certificateHtml(sealed);
    const pdf = await pdfOrNone(this.with_.parts, html);
    const name = bagId(path.join(bag, proofId));
    const file = path.join(folder, pdf ? `${name}.pdf` : `${name}.html`);
    await writeFile(file, pdf ?? html);
    return file;
  }

  /** @param target absolute; null: the post office on the list @throws PostbagError `not-signed`, `not-proven` */
  async planOnline(id: string, target: string | null): Promise<Plan> {
    const opened = await this.#open(id);
    const { restore, repair, folder } = opened;
    const { signature } = restore;
    if (signature === null) throw new PostbagError('request', 'not-signed');
    await mustBeReady(opened);
    const overruled = (what: Overrule['what']): boolean => restore.overrules.some((one) => one.what === what);
    if (signature.outcome !== 'proven' && !overruled('not-proven')) {
      throw new PostbagError('request', 'not-proven');
    }
    const place = target ?? this.#placeOf(repair);
    const job = await this.#onlineJob(opened, place, onlineCommand(id, target ?? undefined));
    const plan = await planOnline(job);
    return this.#prepareOnline(plan, folder, (runId) => onlineSteps(plan, job, runId), id);
  }

  /** @throws PostbagError `nothing-to-swap` */
  async planSwapBack(id: string): Promise<Plan> {
    const opened = await this.#open(id);
    const { restore, folder } = opened;
    if (!restore.online) throw new PostbagError('request', 'nothing-to-swap');
    const job = await this.#onlineJob(opened, restore.online.target, swapBackCommand(id));
    const plan = await planSwapBack(job);
    return this.#prepareOnline(plan, folder, (runId) => swapBackSteps(plan, job, runId), id);
  }

  /** @param items null: the usual ones again */
  setChecklist(postOfficeId: string, items: readonly ChecklistItem[] | null): void {
    const proof = items === null || items.length === 0 ? undefined : { items: [...items] };
    this.with_.settings.change((settings) => ({
      ...settings,
      postOffices: settings.postOffices.map(({ proof: had, ...one }) => {
        const own = one.id === postOfficeId ? proof : had;
        return own === undefined ? one : { ...one, proof: own };
      }),
    }));
    this.with_.events.emit('post-offices-changed', null);
  }

  get reminder(): ProofReminder {
    return this.with_.settings.get().reminder ?? usualReminder;
  }

  setReminder(reminder: ProofReminder): void {
    this.with_.settings.change((settings) => ({ ...settings, reminder }));
    this.with_.events.emit('post-offices-changed', null);
  }

  #prepareOnline(
    plan: Plan,
    folder: string,
    steps: (runId: string) => ReturnType<typeof onlineSteps>,
    id: string,
  ): Plan {
    return this.with_.runs.prepare({
      plan,
      claims: folder,
      makeJob: (runId) => ({ steps: steps(runId) }),
      after: () => {
        this.with_.forgetLooks();
        this.with_.events.emit('post-offices-changed', null);
        this.#changed(id);
        return Promise.resolve();
      },
    });
  }

  async #onlineJob(
    { folder, repair, restore }: Opened,
    target: string | null,
    commandLine: string,
  ): Promise<OnlineJob> {
    if (target === null)
      throw new PostbagError('request', 'post-office-unknown', { name: repair.postOffice });
    const { settings, access, home, workbenches } = this.with_;
    const real = await realPath(target).catch(() => target);
    let known: KnownPostOffice | undefined;
    for (const one of settings.get().postOffices) {
      const where = await realPath(one.path).catch(() => one.path);
      if (where === real) known = one;
    }
    return {
      folder,
      copy: repairFolder(folder).copy,
      target,
      postOffice: repair.postOffice,
      postOfficeId: repair.postOfficeId,
      vault: repair.bag.vault,
      access: known ? await access.of(known).catch(() => null) : null,
      overruledConnected: restore.overrules.some(({ what }) => what === 'connected'),
      commandLine,
      forbidden: [
        home,
        ...workbenches(),
        ...settings.get().vaults.map(({ path: where }) => where),
        repair.bag.vault,
      ],
    };
  }

  async #checked({ folder, repair, restore }: Opened): Promise<CheckedCopy> {
    const { settings, parts } = this.with_;
    const known = settings.get().postOffices.find(({ id }) => id === repair.postOfficeId);
    const bags = await listBags(repair.bag.vault).catch(() => []);
    const others = bags.filter(
      ({ record, folder: where }) =>
        record?.postOffice.id === repair.postOfficeId && where !== repair.bag.folder,
    );
    return {
      copy: repairFolder(folder).copy,
      bag: repair.bag.folder,
      format: repair.format,
      practice: repair.practice,
      patterns: resolvePatterns(repair.format, known?.patterns),
      recoveryPoint: restore.recoveryPoint,
      sealedAt: restore.sealedAt,
      repair,
      needsRepair: needsRepair(repair),
      hashFiles: hashFilesInThreads(parts.entry('checksum-worker')),
      lastSizes: others.slice(0, 3).flatMap(({ record }) => (record ? [record.bytes] : [])),
    };
  }

  async #open(id: string): Promise<Opened> {
    const folder = await this.with_.repairs.folder(id);
    return { folder, restore: await mustBeRestore(folder), repair: await readRepair(folder) };
  }

  async #change(id: string, make: (opened: Opened) => Restore | Promise<Restore>): Promise<RestoreView> {
    const { folder, repair } = await this.#open(id);
    await this.with_.runs.exclusively(folder, repair.postOffice, async () => {
      await saveRestore(folder, await make(await this.#open(id)));
    });
    this.#changed(id);
    return await this.view(id);
  }

  async #view({ folder, restore, repair }: Opened): Promise<RestoreView> {
    const state = soFar(restore, repair);
    const runId = this.with_.runs.runningOn(folder);
    const { copy } = repairFolder(folder);
    const now = runId === null ? await fingerprint(copy).catch(() => null) : repair.fingerprint;
    const { postOffice, postOfficeId, practice, format, bag } = repair;
    return {
      ...restore,
      postOffice,
      postOfficeId,
      practice,
      format,
      bag: { name: bag.name, vault: bag.vault, grade: bag.grade },
      bagId: bagId(bag.folder),
      copy,
      next: whatNextInRestore(state),
      needsRepair: state.needsRepair,
      repairFinished: state.repairFinished,
      outcome: outcomeOf(state),
      runId,
      damaged: now !== repair.fingerprint && repair.takingBack === null,
      target: this.#placeOf(repair),
    };
  }

  #placeOf({ postOfficeId }: Pick<Repair, 'postOfficeId'>): string | null {
    const { postOffices } = this.with_.settings.get();
    return postOffices.find(({ id }) => id === postOfficeId)?.path ?? null;
  }

  #itemsOf(
    postOfficeId: string,
    { format, practice }: { readonly format: Repair['format']; readonly practice: boolean },
  ): readonly ChecklistItem[] {
    const known = this.with_.settings.get().postOffices.find(({ id }) => id === postOfficeId);
    return known?.proof?.items ?? usualChecklist(format, practice);
  }

  #changed(id: string): void {
    this.with_.events.emit('restore-changed', { id });
  }
}

/**
 * Only what was signed goes online, and only once at a time.
 * @throws PostbagError `only-a-proof`, `already-online`, `checks-first` when the copy is another one since it was checked
 */
async function mustBeReady({ restore, folder }: Opened): Promise<void> {
  const { purpose, online, checkedFingerprint } = restore;
  if (purpose !== 'restore') throw new PostbagError('request', 'only-a-proof');
  if (online !== null && online.swappedBack === null) {
    throw new PostbagError('request', 'already-online', { target: online.target });
  }
  const now = await fingerprint(repairFolder(folder).copy).catch(() => null);
  if (now !== checkedFingerprint) throw new PostbagError('request', 'checks-first');
}

/** @throws PostbagError `already-signed` */
function mustBeOpen({ signature }: Restore): void {
  if (signature !== null) throw new PostbagError('request', 'already-signed');
}

/** @throws PostbagError `repair-not-there` */
function mustHave({ items }: Restore, item: string): void {
  if (!items.some(({ id }) => id === item)) throw new PostbagError('request', 'repair-not-there');
}

function whyNotSigned(restore: Restore, repair: Repair): PostbagError {
  const state = soFar(restore, repair);
  const next = whatNextInRestore(state);
  if (next === 'repair')
    return new PostbagError('request', 'repair-first', { postOffice: repair.postOffice });
  if (next === 'checks') return new PostbagError('request', 'checks-first');
  if (next === 'look') return new PostbagError('request', 'reason-needed');
  return new PostbagError('request', 'answers-first', { count: missingAnswers(state).length });
}

/** A certificate is a page that can be read in any case; the PDF is made where there is something to make it with. */
async function pdfOrNone({ pdfOf }: EngineParts, html: string): Promise<Uint8Array | null> {
  return (await pdfOf?.(html).catch(() => null)) ?? null;
}
