import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { usualReminder, type ChecklistItem, type ProofReminder, type ProofRow } from '../../shared/proof';
import type { Restore, RestoreView } from '../../shared/proof';
import type { Repair } from '../../shared/repair';
import { missingAnswers, outcomeOf, whatNextInRestore } from '../../shared/restore-next';
import { certificateHtml } from '../report/certificate';
import { restoreFolder } from '../restore/folder';
import { makeProof } from '../restore/make-proof';
import { withRestoreEvent } from '../restore/record';
import { soFar } from '../restore/so-far';
import { describeError, PostbagError, systemCode } from '../run/errors';
import { manifestsOf, readProofs, sealProof, writeProof } from '../vault/proofs';
import { bagId } from './bags';
import type { EngineParts } from './parts';
import { mustBeOpen, type OpenedRestores } from './opened-restores';

/** Signing, and what was signed. */
export class Proofs {
  constructor(private readonly opened: OpenedRestores) {}

  /**
   * Signs what was found, and writes the proof beside the bag.
   * @throws PostbagError `repair-first`, `checks-first`, `answers-first`, `bag-invalid` when the bag is another one now,
   * `proof-not-written`
   */
  async sign(id: string, by: string): Promise<RestoreView> {
    return await this.opened.change(id, async ({ restore, repair, folder }) => {
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
      const { parts, key, log } = this.opened.parts;
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
      this.opened.parts.events.emit('bags-changed', null);
      this.opened.parts.events.emit('post-offices-changed', null);
      const signed = { ...restore, signature: { by, at, outcome, file } };
      return withRestoreEvent(signed, { what: 'signed', by, text: outcome });
    });
  }

  /** The proofs of a bag, newest first. @param bag absolute */
  async list(bag: string): Promise<ProofRow[]> {
    const found = await readProofs(bag, this.opened.parts.key().publicKey);
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
    const found = await readProofs(bag, this.opened.parts.key().publicKey);
    const sealed = found.find(({ id }) => id === proofId)?.sealed;
    if (!sealed) throw new PostbagError('request', 'repair-unknown', { repair: proofId });
    const folder = path.join(this.opened.parts.home, 'certificates');
    await mkdir(folder, { recursive: true });
    const html = certificateHtml(sealed);
    const pdf = await pdfOrNone(this.opened.parts.parts, html);
    const name = bagId(path.join(bag, proofId));
    const file = path.join(folder, pdf ? `${name}.pdf` : `${name}.html`);
    await writeFile(file, pdf ?? html);
    return file;
  }

  /** @param items null: the usual ones again */
  setChecklist(postOfficeId: string, items: readonly ChecklistItem[] | null): void {
    const proof = items === null || items.length === 0 ? undefined : { items: [...items] };
    this.opened.parts.settings.change((settings) => ({
      ...settings,
      postOffices: settings.postOffices.map(({ proof: had, ...one }) => {
        const own = one.id === postOfficeId ? proof : had;
        return own === undefined ? one : { ...one, proof: own };
      }),
    }));
    this.opened.parts.events.emit('post-offices-changed', null);
  }

  get reminder(): ProofReminder {
    return this.opened.parts.settings.get().reminder ?? usualReminder;
  }

  setReminder(reminder: ProofReminder): void {
    this.opened.parts.settings.change((settings) => ({ ...settings, reminder }));
    this.opened.parts.events.emit('post-offices-changed', null);
  }
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
