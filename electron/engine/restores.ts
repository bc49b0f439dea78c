import { usualChecklist } from '../../shared/checklists';
import type { ProcedureId } from '../../shared/procedures';
import type {
  Answer,
  ChecklistItem,
  Overrule,
  RestorePurpose,
  RestoreRow,
  RestoreView,
} from '../../shared/proof';
import type { Repair } from '../../shared/repair';
import { whatNextInRestore } from '../../shared/restore-next';
import type { Plan } from '../../shared/run';
import { restoreBeginCommand } from '../../shared/words/command-line';
import { planVerify, verifySteps } from '../backup/verify-plan';
import { hashFilesInThreads } from '../bag/hash-pool';
import { resolvePatterns } from '../postoffice/match';
import { repairFolder } from '../repair/folder';
import { checkSteps, planChecks } from '../restore/check-step';
import type { CheckedCopy } from '../restore/checks/run-checks';
import { dropEvidence, keepEvidence } from '../restore/evidence';
import { readRestore, withRestoreEvent } from '../restore/record';
import { needsRepair, soFar } from '../restore/so-far';
import { beginRestore } from '../restore/start';
import { PostbagError } from '../run/errors';
import { listBags, type ListedBag } from '../vault/list-bags';
import { mustBeOpen, mustHave, type Opened, type OpenedRestores } from './opened-restores';

/** The way of bags to their proof: staged, repaired, checked, looked at. */
export class Restores {
  constructor(private readonly opened: OpenedRestores) {}

  /** All restores that can be read now, newest first. */
  async list(): Promise<RestoreRow[]> {
    const rows: RestoreRow[] = [];
    for (const id of (await this.opened.parts.repairs.ids()).sort().reverse()) {
      const view = await this.view(id).catch(() => null);
      if (view) rows.push(view);
    }
    return rows;
  }

  /** @throws PostbagError `repair-unknown` */
  async view(id: string): Promise<RestoreView> {
    return await this.opened.view(await this.opened.open(id));
  }

  /** Whether a repair is part of a restore. */
  async isRestore(id: string): Promise<boolean> {
    const folder = await this.opened.parts.repairs.folder(id).catch(() => null);
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
    return await this.opened.parts.repairs.stage(
      bag,
      vault,
      { procedure, dialect: null },
      {
        before: verify.steps,
        stepsBefore: () => verifySteps(verify, job, this.opened.parts.parts),
        commandLine: restoreBeginCommand(bag.folder, purpose, procedure ?? undefined),
        complete: async (folder, id) =>
          await beginRestore(folder, { id, purpose, bag: bag.folder, record, items }),
        after: (id) => this.opened.changed(id),
      },
    );
  }

  /**
   * Proves a bag as far as a machine can: verifies, stages, repairs and checks it, one run after another, until a person is
   * needed.
   * @returns the restore's id as soon as it has one, and what is to be waited for
   */
  async drill(bag: ListedBag, vault: string): Promise<{ id: string; ended: Promise<void> }> {
    const { runs } = this.opened.parts;
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
    const { runs, repairs } = this.opened.parts;
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
    const opened = await this.opened.open(id);
    const { folder, repair, restore } = opened;
    mustBeOpen(restore);
    if (whatNextInRestore(soFar(restore, repair)) === 'repair') {
      throw new PostbagError('request', 'repair-first', { postOffice: repair.postOffice });
    }
    const plan = planChecks(repair);
    const copy = await this.#checked(opened);
    return this.opened.parts.runs.prepare({
      plan,
      claims: folder,
      makeJob: () => ({ steps: checkSteps(plan, folder, copy) }),
      after: () => {
        this.opened.changed(id);
        return Promise.resolve();
      },
    });
  }

  async overrule(id: string, overrule: Omit<Overrule, 'at'>): Promise<RestoreView> {
    if (overrule.reason.trim() === '') throw new PostbagError('request', 'reason-needed');
    return await this.opened.change(id, ({ restore }) => {
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
    return await this.opened.change(id, ({ restore }) => {
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
    return await this.opened.change(id, async ({ restore, folder }) => {
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
    return await this.opened.change(id, async ({ restore, folder }) => {
      mustBeOpen(restore);
      const had = restore.evidence[item] ?? [];
      const gone = had.find((one) => one.name === name);
      if (gone) await dropEvidence(folder, item, gone);
      return { ...restore, evidence: { ...restore.evidence, [item]: had.filter((one) => one !== gone) } };
    });
  }

  async #checked({ folder, repair, restore }: Opened): Promise<CheckedCopy> {
    const { settings, parts } = this.opened.parts;
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

  #itemsOf(
    postOfficeId: string,
    { format, practice }: { readonly format: Repair['format']; readonly practice: boolean },
  ): readonly ChecklistItem[] {
    const known = this.opened.parts.settings.get().postOffices.find(({ id }) => id === postOfficeId);
    return known?.proof?.items ?? usualChecklist(format, practice);
  }
}
