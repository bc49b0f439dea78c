import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileSync as writeAtomically } from 'atomically';

/** This installation's own key, with which proofs are signed: Ed25519 (RFC 8032). */
export interface ProofKey {
  /** SPKI, base64. */
  readonly publicKey: string;
  /** @returns the signature, base64 */
  sign(text: string): string;
}

/**
 * Opens the key, or makes it the first time: `<home>/proof-key.pem`, readable by this account alone. It says that a proof was
 * written by this installation and not changed since; who a person is that signs, only his name says.
 * @throws system errors
 */
export function openProofKey(home: string): ProofKey {
  const file = path.join(home, 'proof-key.pem');
  const key = existsSync(file) ? read(file) : make(file);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return {
    publicKey: spki.toString('base64'),
    sign: (text) => sign(null, Buffer.from(text, 'utf8'), key).toString('base64'),
  };
}

const read = (file: string): KeyObject => createPrivateKey(readFileSync(file, 'utf8'));

function make(file: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  mkdirSync(path.dirname(file), { recursive: true });
  writeAtomically(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return privateKey;
}
