/**
 * Motivation: a signature that anybody could make, or a memory of proofs that breaks a start, is worth nothing.
 * Description: the key and the log of proofs are made, opened again, damaged.
 * Pass criteria: the same key each time, for this account alone; a log that is damaged is as if there were none.
 */
import { createPublicKey, verify } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openProofKey } from '../../../electron/settings/proof-key';
import { ProofLog } from '../../../electron/settings/proof-log';
import { temporaryFolder } from '../../support/places';

test('the key is made once, is for this account alone, and its signatures can be checked with its public half', async () => {
  const home = await temporaryFolder();
  const key = openProofKey(home);
  expect(openProofKey(home).publicKey).toBe(key.publicKey);
  if (process.platform !== 'win32') expect(statSync(path.join(home, 'proof-key.pem')).mode & 0o077).toBe(0);
  const publicKey = createPublicKey({
    key: Buffer.from(key.publicKey, 'base64'),
    type: 'spki',
    format: 'der',
  });
  const signature = Buffer.from(key.sign('a proof'), 'base64');
  expect(verify(null, Buffer.from('a proof'), publicKey, signature)).toBe(true);
  expect(verify(null, Buffer.from('another'), publicKey, signature)).toBe(false);
  expect(openProofKey(await temporaryFolder()).publicKey).not.toBe(key.publicKey);
});

test('the newest proof of each post office is remembered, and a damaged memory is none', async () => {
  const home = await temporaryFolder();
  const log = new ProofLog(home);
  expect(log.last('a')).toBeNull();
  const proof = { bag: 'one', outcome: 'proven', at: '2026-01-01T00:00:00Z', by: 'Ann' } as const;
  log.add('a', proof);
  log.add('b', { ...proof, bag: 'two' });
  log.add('a', { ...proof, bag: 'three', outcome: 'not-proven' });
  expect(new ProofLog(home).last('a')).toEqual({ ...proof, bag: 'three', outcome: 'not-proven' });
  expect(new ProofLog(home).last('b')).toEqual({ ...proof, bag: 'two' });
  writeFileSync(path.join(home, 'proofs.json'), '{');
  expect(new ProofLog(home).last('a')).toBeNull();
  log.add('a', proof);
  expect(log.last('a')).toEqual(proof);
});
