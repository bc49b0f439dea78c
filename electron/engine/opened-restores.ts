import type { Restore, RestoreView } from '../../shared/proof';
import type { Repair } from '../../shared/repair';
import { outcomeOf, whatNextInRestore } from '../../shared/restore-next';
import { repairFolder } from '../repair/folder';
import { readRepair } from '../repair/record';
import { fingerprint } from '../repair/tree';
import { mustBeRestore, saveRestore } from '../restore/record';
import { soFar } from '../restore/so-far';
import { PostbagError } from '../run/errors';
import type { ProofKey } from '../settings/proof-key';
import type { ProofLog } from '../settings/proof-log';
import type { SettingsStore } from '../settings/store';
import type { PostOfficeAccess } from './access';
import { bagId } from './bags';
import type { EngineEvents } from './events';
import type { EngineParts } from './parts';
import type { Repairs } from './repairs';
import type { Runs } from './runs';

/** What restores, their proofs and bringing them online are worked on with. */
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
export interface Opened {
  readonly folder: string;
  readonly restore: Restore;
  readonly repair: Repair;
}

/** Opens and changes the records of restores. A restore lies in the folder of its repair and has the same id. */
export class OpenedRestores {
  constructor(readonly parts: RestoresParts) {}

  /** @throws PostbagError `repair-unknown` */
  async open(id: string): Promise<Opened> {
    const folder = await this.parts.repairs.folder(id);
    return { folder, restore: await mustBeRestore(folder), repair: await readRepair(folder) };
  }

  /** Changes a record while nobody else works on it. */
  async change(id: string, make: (opened: Opened) => Restore | Promise<Restore>): Promise<RestoreView> {
    const { folder, repair } = await this.open(id);
    await this.parts.runs.exclusively(folder, repair.postOffice, async () => {
      await saveRestore(folder, await make(await this.open(id)));
    });
    this.changed(id);
    return await this.view(await this.open(id));
  }

  /** A restore as it is shown. */
  async view({ folder, restore, repair }: Opened): Promise<RestoreView> {
    const state = soFar(restore, repair);
    const runId = this.parts.runs.runningOn(folder);
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
      target: this.placeOf(repair),
    };
  }

  /** Where the post office lies that it is of; null when it is on no list. */
  placeOf({ postOfficeId }: Pick<Repair, 'postOfficeId'>): string | null {
    const { postOffices } = this.parts.settings.get();
    return postOffices.find(({ id }) => id === postOfficeId)?.path ?? null;
  }

  changed(id: string): void {
    this.parts.events.emit('restore-changed', { id });
  }
}

/** @throws PostbagError `already-signed` */
export function mustBeOpen({ signature }: Restore): void {
  if (signature !== null) throw new PostbagError('request', 'already-signed');
}

/** @throws PostbagError `repair-not-there` */
export function mustHave({ items }: Restore, item: string): void {
  if (!items.some(({ id }) => id === item)) throw new PostbagError('request', 'repair-not-there');
}
