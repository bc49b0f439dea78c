import { createHash, createPublicKey, verify } from 'node:crypto';
import { cp, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Proof, SealedProof, type ProofRow, type ProofState } from '../../shared/proof';
import { syncFolder, syncTree } from '../bag/folder-sync';

/** Proofs lie beside their bag, so that a sealed bag never changes: `<bag>.proofs/<id>/`. */
export const proofsFolder = (bag: string): string => `${bag}.proofs`;

/** A proof as it was found. */
export interface FoundProof extends ProofRow {
  /** Null where it cannot be read. */
  readonly sealed: SealedProof | null;
}

/** Hashes of the files by which a proof belongs to one bag. */
export interface Manifests {
  readonly manifest: string;
  readonly tagManifest: string;
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @throws system errors when the bag has none */
export async function manifestsOf(bag: string): Promise<Manifests> {
  const [manifest, tagManifest] = await Promise.all(
    ['manifest-sha256.txt', 'tagmanifest-sha256.txt'].map(async (name) =>
      sha256(await readFile(path.join(bag, name))),
    ),
  );
  return { manifest: manifest ?? '', tagManifest: tagManifest ?? '' };
}

/** Seals a proof: what it says cannot be changed any more without being noticed. */
export function sealProof(
  proof: Proof,
  key: { readonly publicKey: string; sign(text: string): string },
): SealedProof {
  const checked = Proof.parse(proof);
  const text = JSON.stringify(checked);
  return { proof: checked, sha256: sha256(text), publicKey: key.publicKey, signature: key.sign(text) };
}

/** What lies in a proof's folder beside `proof.json`. */
export interface ProofFiles {
  readonly html: string;
  /** Null where no PDF can be made. */
  readonly pdf: Uint8Array | null;
  /** Absolute folder with evidence, item by item; null where there is none. */
  readonly evidence: string | null;
}

/**
 * Writes a proof beside its bag; its folder has its name only when all of it is on the disk.
 * @returns the absolute folder
 * @throws system errors
 */
export async function writeProof(bag: string, sealed: SealedProof, files: ProofFiles): Promise<string> {
  const parent = proofsFolder(bag);
  const folder = path.join(parent, sealed.proof.id);
  const partial = path.join(parent, `.${sealed.proof.id}.partial`);
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await writeSynced(path.join(partial, PROOF), JSON.stringify(sealed));
  await writeSynced(path.join(partial, 'certificate.html'), files.html);
  if (files.pdf) await writeSynced(path.join(partial, 'certificate.pdf'), files.pdf);
  if (files.evidence !== null) {
    await cp(files.evidence, path.join(partial, 'evidence'), { recursive: true });
  }
  await syncTree(partial);
  // One of the same restore was left by a process that died before it could say that it had signed.
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  await syncFolder(parent);
  return folder;
}

async function writeSynced(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const PROOF = 'proof.json';
/** A proof is some pages of text; anything much larger is not ours. */
const MOST_BYTES = 16 << 20;

/**
 * The proofs of a bag, newest first. They come from a disk that others may write to, so each is held against the bag, its own
 * hash and its signature. Never throws.
 * @param ownKey the public key of this installation
 */
export async function readProofs(bag: string, ownKey: string): Promise<FoundProof[]> {
  const folder = proofsFolder(bag);
  const names = await readdir(folder).catch(() => []);
  if (names.length === 0) return [];
  const manifests = await manifestsOf(bag).catch(() => null);
  const found = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => await readProof(path.join(folder, name), name, manifests, ownKey)),
  );
  return found.sort((a, b) => (a.signedAt < b.signedAt ? 1 : -1));
}

/** As it stands in the file: what is signed is the text, whatever this version makes of it. */
const Raw = z.object({
  proof: z.record(z.string(), z.unknown()),
  sha256: z.string(),
  publicKey: z.string(),
  signature: z.string(),
});

async function readProof(
  folder: string,
  id: string,
  manifests: Manifests | null,
  ownKey: string,
): Promise<FoundProof> {
  try {
    const file = path.join(folder, PROOF);
    if ((await stat(file)).size > MOST_BYTES) throw new Error('too large');
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    const raw = Raw.parse(json);
    const sealed = SealedProof.parse(json);
    const { outcome, signedBy, signedAt } = sealed.proof;
    const state = stateOf(raw, sealed, manifests, ownKey);
    return { id, state, outcome, signedBy, signedAt, sealed };
  } catch {
    return { id, state: 'unreadable', outcome: null, signedBy: '', signedAt: '', sealed: null };
  }
}

function stateOf(
  raw: z.infer<typeof Raw>,
  { proof }: SealedProof,
  manifests: Manifests | null,
  ownKey: string,
): ProofState {
  const text = JSON.stringify(raw.proof);
  if (sha256(text) !== raw.sha256 || !isSigned(text, raw)) return 'changed';
  const { manifest, tagManifest } = proof.bag;
  if (manifests?.manifest !== manifest || manifests.tagManifest !== tagManifest) return 'foreign-bag';
  return raw.publicKey === ownKey ? 'good' : 'other-key';
}

function isSigned(text: string, { publicKey, signature }: z.infer<typeof Raw>): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

/** Whether a proof says something about its bag. */
export const isBelievable = ({ state }: Pick<ProofRow, 'state'>): boolean =>
  state === 'good' || state === 'other-key';
