/**
 * Motivation: who has the password of the post office has all mail of the firm.
 * Description: passwords are said, kept, forgotten, with key stores that work, refuse, or are not there.
 * Pass criteria: nothing is on the disk but what the key store made of it; what cannot be decrypted is asked for again.
 */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { noKeyStore, Secrets, type KeyStore } from '../../../electron/settings/secrets';
import { temporaryFolder } from '../../support/places';

const flipping: KeyStore = {
  whyNot: null,
  encrypt: (text) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0xff)),
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => byte ^ 0xff)).toString(),
};

test('what is kept is known at the next start, and only its encryption is on the disk', async () => {
  const home = await temporaryFolder();
  const secrets = new Secrets(home, flipping);
  expect(secrets.set('po', 'Grimsby', true)).toEqual({ known: true, kept: true, whyNotKept: null });
  const file = path.join(home, 'secrets.json');
  expect(readFileSync(file, 'utf8')).not.toContain('Grimsby');
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  expect(new Secrets(home, flipping).get('po')).toBe('Grimsby');
  expect(new Secrets(home, flipping).get('another')).toBeNull();
});

test('what is not kept is known until the end, and takes the place of what was', async () => {
  const home = await temporaryFolder();
  const secrets = new Secrets(home, flipping);
  secrets.set('po', 'old', true);
  expect(secrets.set('po', 'new', false)).toMatchObject({ known: true, kept: false });
  expect(secrets.get('po')).toBe('new');
  expect(new Secrets(home, flipping).get('po')).toBeNull();
});

test('without a key store nothing is written, and that is said', async () => {
  const home = await temporaryFolder();
  const secrets = new Secrets(home, noKeyStore);
  expect(() => secrets.set('po', 'Grimsby', true)).toThrow(
    expect.objectContaining({ code: 'secret-not-kept' }),
  );
  expect(secrets.get('po')).toBe('Grimsby');
  expect(secrets.state('po')).toEqual({ known: true, kept: false, whyNotKept: 'terminal' });
  expect(existsSync(path.join(home, 'secrets.json'))).toBe(false);
});

test('a terminal does not take away what the app keeps', async () => {
  const home = await temporaryFolder();
  new Secrets(home, flipping).set('po', 'Grimsby', true);
  new Secrets(home, noKeyStore).set('po', 'Grimsby', false);
  expect(new Secrets(home, flipping).state('po')).toMatchObject({ known: true, kept: true });
});

test('what another account kept is asked for again, and a file that is none is no error', async () => {
  const home = await temporaryFolder();
  new Secrets(home, flipping).set('po', 'Grimsby', true);
  const foreign: KeyStore = {
    ...flipping,
    decrypt: () => {
      throw new Error('not yours');
    },
  };
  expect(new Secrets(home, foreign).state('po')).toMatchObject({ known: false });
  writeFileSync(path.join(home, 'secrets.json'), 'nothing');
  expect(new Secrets(home, flipping).get('po')).toBeNull();
});

test('what is forgotten is gone from the disk too', async () => {
  const home = await temporaryFolder();
  const secrets = new Secrets(home, flipping);
  secrets.set('po', 'Grimsby', true);
  expect(secrets.forget('po')).toEqual({ known: false, kept: false, whyNotKept: null });
  expect(new Secrets(home, flipping).get('po')).toBeNull();
});
