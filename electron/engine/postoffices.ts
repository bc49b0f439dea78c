import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { usualAccess } from '../../shared/access';
import { usualChecklist } from '../../shared/checklists';
import { usualReminder } from '../../shared/proof';
import { noRepairSettings } from '../../shared/repair';
import { noMirrorCommands } from '../../shared/still';
import type { Failure } from '../../shared/result';
import type { FormatId, InventorySummary, PatternChanges } from '../../shared/postoffice';
import type { RunRecord } from '../../shared/run';
import type { KnownPostOffice } from '../../shared/settings';
import type { FindResult, LastBackup, PostOfficeDetail, PostOfficeRow } from '../../shared/views';
import { findPostOffices } from '../postoffice/find';
import { mustBeWhole } from '../postoffice/findings';
import { summarise, takeInventory, type Inventory } from '../postoffice/inventory';
import { checkChanges, resolvePatterns } from '../postoffice/match';
import { PostbagError } from '../run/errors';
import { failureOf } from '../run/findings';
import { realPath } from '../run/real-path';
import type { ProofLog } from '../settings/proof-log';
import type { SettingsStore } from '../settings/store';
import { bagId } from './bags';
import type { EngineEvents } from './events';
import type { Practice } from './practice';
import { proofDue } from './proof-due';
import type { Runs } from './runs';

/** How long the list waits for one folder; a drive that is gone must not hold up the others, ms. */
const PATIENCE_MS = 8_000;

interface Look {
  readonly inventory: InventorySummary | null;
  readonly problem: Failure | null;
}

/** The post offices on the administrator's list. */
export class PostOffices {
  readonly #looks = new Map<string, Look>();

  constructor(
    private readonly settings: SettingsStore,
    private readonly runs: Runs,
    private readonly practice: Practice,
    private readonly events: EngineEvents,
    private readonly proofs: ProofLog,
  ) {}

  /** @throws PostbagError `post-office-unknown` */
  known(id: string): KnownPostOffice {
    const known = this.settings.get().postOffices.find((one) => one.id === id);
    if (!known) throw new PostbagError('request', 'post-office-unknown', { name: id });
    return known;
  }

  isListed(id: string): boolean {
    return this.settings.get().postOffices.some((one) => one.id === id);
  }

  /** By the name on the list, in any case, or by the folder. For the CLI. */
  byNameOrPath(text: string): KnownPostOffice | null {
    const { postOffices } = this.settings.get();
    const fold = (name: string): string => name.normalize('NFC').toLowerCase();
    return (
      postOffices.find((one) => fold(one.name) === fold(text)) ??
      postOffices.find((one) => path.resolve(one.path) === path.resolve(text)) ??
      null
    );
  }

  /** A folder that is not on the list, as it is given to the CLI. Its id is always the same, so its runs belong together. */
  adHoc(folder: string, name: string | undefined): KnownPostOffice {
    const id = `path-${createHash('sha256').update(folder).digest('hex').slice(0, 24)}`;
    return { id, name: name ?? this.suggestName(folder), path: folder, format: null, patterns: {} };
  }

  async list(): Promise<PostOfficeRow[]> {
    const records = await this.runs.list();
    const { postOffices } = this.settings.get();
    return await Promise.all(postOffices.map((known) => this.#row(known, records)));
  }

  async detail(id: string): Promise<PostOfficeDetail> {
    const known = this.known(id);
    const row = await this.#row(known, await this.runs.list());
    const format = known.format ?? row.inventory?.recognition.format ?? null;
    const practice = row.inventory?.recognition.practice ?? false;
    return {
      ...row,
      format,
      defaultPatterns: format ? resolvePatterns(format) : null,
      changes: known.patterns,
      access: known.access ?? usualAccess,
      mirror: known.mirror ?? noMirrorCommands,
      repair: known.repair ?? noRepairSettings,
      checklist: known.proof?.items ?? usualChecklist(format ?? 'ccmail-db6', practice),
      checklistIsUsual: known.proof === undefined,
    };
  }

  async #row(known: KnownPostOffice, records: readonly RunRecord[]): Promise<PostOfficeRow> {
    const look = this.#looks.get(known.id) ?? (await this.#look(known));
    const lastProof = this.proofs.last(known.id);
    const own = records.filter(({ postOfficeId }) => postOfficeId === known.id);
    const reminder = this.settings.get().reminder ?? usualReminder;
    return {
      id: known.id,
      name: known.name,
      path: known.path,
      ...look,
      lastBackup: lastBackup(known.id, records),
      lastProof,
      proofDue: proofDue(lastProof, own, reminder),
      runningRunId: this.runs.runningFor(known.id),
      practiceUsers: look.inventory?.recognition.practice ? this.practice.state(known.id) : null,
    };
  }

  async #look(known: KnownPostOffice): Promise<Look> {
    let look: Look;
    try {
      const inventory = await this.inventory(known, AbortSignal.timeout(PATIENCE_MS));
      look = { inventory: summarise(inventory), problem: null };
    } catch (error) {
      const problem = failureOf(error, 'check');
      const tooSlow: Failure = {
        code: 'post-office-not-found',
        stage: 'check',
        params: { path: known.path },
      };
      look = { inventory: null, problem: problem.code === 'cancelled' ? tooSlow : problem };
    }
    this.#looks.set(known.id, look);
    return look;
  }

  /** A fresh inventory with every file, for a plan. */
  async inventory(known: KnownPostOffice, signal?: AbortSignal): Promise<Inventory> {
    return await takeInventory(known.path, { format: known.format, changes: known.patterns, signal });
  }

  /** A fresh inventory for the screen; the list shows it from now on. */
  async takeInventory(id: string): Promise<InventorySummary> {
    const known = this.known(id);
    try {
      const summary = summarise(await this.inventory(known));
      this.#looks.set(id, { inventory: summary, problem: null });
      return summary;
    } catch (error) {
      this.#looks.set(id, { inventory: null, problem: failureOf(error, 'check') });
      throw error;
    }
  }

  /** Looks again at everything when it is next listed. */
  forgetLooks(): void {
    this.#looks.clear();
  }

  /**
   * Puts a folder on the list.
   * @param format chosen by a person where file names alone do not decide
   * @throws PostbagError when it is no whole post office, or its name or folder is on the list
   */
  async add(folder: string, name: string, format: FormatId | null): Promise<string> {
    mustBeWhole(await takeInventory(folder, { format }));
    const id = randomUUID();
    this.#change((list) => {
      const taken = list.some(
        (one) => sameName(one.name, name) || path.resolve(one.path) === path.resolve(folder),
      );
      if (taken) throw new PostbagError('request', 'name-taken', { name });
      return [...list, { id, name, path: folder, format, patterns: {} }];
    });
    return id;
  }

  rename(id: string, name: string): void {
    this.known(id);
    this.#change((list) => {
      if (list.some((one) => one.id !== id && sameName(one.name, name))) {
        throw new PostbagError('request', 'name-taken', { name });
      }
      return list.map((one) => (one.id === id ? { ...one, name } : one));
    });
  }

  /** @throws PostbagError `pattern-invalid` */
  setPatterns(id: string, changes: PatternChanges): void {
    this.known(id);
    const patterns = checkChanges(changes);
    this.#looks.delete(id);
    this.#change((list) => list.map((one) => (one.id === id ? { ...one, patterns } : one)));
  }

  /** Takes it off the list. Its files, its bags and its history stay. */
  async forget(id: string): Promise<void> {
    this.known(id);
    await this.practice.stop(id);
    this.#looks.delete(id);
    this.#change((list) => list.filter((one) => one.id !== id));
  }

  #change(make: (list: KnownPostOffice[]) => KnownPostOffice[]): void {
    this.settings.change((settings) => ({ ...settings, postOffices: make(settings.postOffices) }));
    this.events.emit('post-offices-changed', null);
  }

  /** @param remember gives a found folder an id that the screen may hand back */
  async find(root: string, signal: AbortSignal, remember: (folder: string) => string): Promise<FindResult> {
    const result = await findPostOffices(root, {
      signal,
      onProgress: ({ folders, found }) => this.events.emit('find-progress', { folders, found }),
    });
    const known = new Set(
      await Promise.all(
        this.settings.get().postOffices.map((one) => realPath(one.path).catch(() => one.path)),
      ),
    );
    return {
      found: result.candidates.map((one) => ({
        folderId: remember(one.path),
        path: one.path,
        recognition: one.recognition,
        known: known.has(one.path),
        suggestedName: this.suggestName(one.path),
      })),
      folders: result.folders,
      unreadable: result.unreadableCount,
      complete: result.complete,
    };
  }

  /** `CCDATA` says nothing: then the folder above it gives the name. Numbered until it is free. */
  suggestName(folder: string): string {
    const own = path.basename(folder);
    const base =
      (/^(cc)?(data|mail)$/i.test(own) ? path.basename(path.dirname(folder)) : own).slice(0, 70) || own;
    const names = this.settings.get().postOffices.map((one) => one.name);
    const free = (name: string): boolean => !names.some((one) => sameName(one, name));
    for (let turn = 2; ; turn++) {
      if (turn === 2 && free(base)) return base;
      if (free(`${base} ${String(turn)}`)) return `${base} ${String(turn)}`;
    }
  }
}

function sameName(one: string, other: string): boolean {
  return one.normalize('NFC').toLowerCase() === other.normalize('NFC').toLowerCase();
}

/** The newest backup that was tried to the end; a cancelled one says nothing about how safe the mail is. */
function lastBackup(postOfficeId: string, records: readonly RunRecord[]): LastBackup | null {
  const tried = records.filter(
    (record) =>
      record.kind === 'backup' &&
      record.postOfficeId === postOfficeId &&
      record.verdict !== null &&
      record.verdict !== 'cancelled',
  );
  const newest = tried[0];
  if (!newest?.verdict) return null;
  return {
    bagId: newest.bag === null ? null : bagId(newest.bag),
    runId: newest.id,
    at: newest.endedAt ?? newest.startedAt,
    verdict: newest.verdict,
    grade: newest.grade,
    sealedAt: tried.find((record) => record.bag !== null)?.endedAt ?? null,
  };
}
