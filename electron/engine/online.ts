import type { Overrule } from '../../shared/proof';
import type { Plan } from '../../shared/run';
import type { KnownPostOffice } from '../../shared/settings';
import { onlineCommand, swapBackCommand } from '../../shared/words/command-line';
import { repairFolder } from '../repair/folder';
import { fingerprint } from '../repair/tree';
import { onlineSteps, planOnline, planSwapBack, swapBackSteps, type OnlineJob } from '../restore/online/plan';
import { PostbagError } from '../run/errors';
import { realPath } from '../run/real-path';
import type { Opened, OpenedRestores } from './opened-restores';

/** Bringing signed copies online, and swapping back. */
export class Online {
  constructor(private readonly opened: OpenedRestores) {}

  /** @param target absolute; null: the post office on the list @throws PostbagError `not-signed`, `not-proven` */
  async plan(id: string, target: string | null): Promise<Plan> {
    const opened = await this.opened.open(id);
    const { restore, repair, folder } = opened;
    const { signature } = restore;
    if (signature === null) throw new PostbagError('request', 'not-signed');
    await mustBeReady(opened);
    const overruled = (what: Overrule['what']): boolean => restore.overrules.some((one) => one.what === what);
    if (signature.outcome !== 'proven' && !overruled('not-proven')) {
      throw new PostbagError('request', 'not-proven');
    }
    const place = target ?? this.opened.placeOf(repair);
    const job = await this.#onlineJob(opened, place, onlineCommand(id, target ?? undefined));
    const plan = await planOnline(job);
    return this.#prepareOnline(plan, folder, (runId) => onlineSteps(plan, job, runId), id);
  }

  /** @throws PostbagError `nothing-to-swap` */
  async planSwapBack(id: string): Promise<Plan> {
    const opened = await this.opened.open(id);
    const { restore, folder } = opened;
    if (!restore.online) throw new PostbagError('request', 'nothing-to-swap');
    const job = await this.#onlineJob(opened, restore.online.target, swapBackCommand(id));
    const plan = await planSwapBack(job);
    return this.#prepareOnline(plan, folder, (runId) => swapBackSteps(plan, job, runId), id);
  }

  #prepareOnline(
    plan: Plan,
    folder: string,
    steps: (runId: string) => ReturnType<typeof onlineSteps>,
    id: string,
  ): Plan {
    return this.opened.parts.runs.prepare({
      plan,
      claims: folder,
      makeJob: (runId) => ({ steps: steps(runId) }),
      after: () => {
        this.opened.parts.forgetLooks();
        this.opened.parts.events.emit('post-offices-changed', null);
        this.opened.changed(id);
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
    const { settings, access, home, workbenches } = this.opened.parts;
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
