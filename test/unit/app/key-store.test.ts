import { describe, expect, test } from 'vitest';
import { keyStoreOver, type SafeStorage } from '../../../electron/app/key-store';

/**
 * Motivation: a password that is "kept in the key store" must not lie in a file that anybody can read.
 * Description: the app's key store over stand-ins for Electron's `safeStorage`, of new and old versions.
 * Pass criteria: nothing is encrypted, or said to be kept, where there is no key store or only a scrambler.
 */

/** A storage that turns texts around; `backend` undefined: an old Electron that cannot say it. */
function storage(available: boolean, backend?: string): SafeStorage & { asked: number } {
  const fake = {
    asked: 0,
    isEncryptionAvailable: () => {
      fake.asked++;
      return available;
    },
    encryptString: (text: string) => Buffer.from(Array.from(text).reverse().join('')),
    decryptString: (bytes: Buffer) => Array.from(bytes.toString()).reverse().join(''),
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
  };
  return fake;
}

describe('a password can be kept', () => {
  test.each([
    ['on Linux with GNOME Keyring', 'linux', 'gnome_libsecret'],
    ['on Linux with KWallet', 'linux', 'kwallet5'],
    ['on Linux with an Electron that does not say with what', 'linux', undefined],
    ['on Windows', 'win32', undefined],
    ['on macOS', 'darwin', undefined],
    ['on Windows, whatever a Linux-only question would answer', 'win32', 'unknown'],
  ] as const)('%s', (_where, platform, backend) => {
    const store = keyStoreOver(storage(true, backend), platform);
    expect(store.whyNot).toBeNull();
    expect(store.decrypt(store.encrypt('harbour'))).toBe('harbour');
  });
});

describe('a password cannot be kept, and nothing is encrypted', () => {
  test.each([
    ['without a key store', 'linux', false, 'gnome_libsecret'],
    ['where Linux only scrambles', 'linux', true, 'basic_text'],
    ['where nobody knows with what', 'linux', true, 'unknown'],
    ['where macOS refuses its keychain', 'darwin', false, undefined],
    ['on an old Electron without a key store', 'linux', false, undefined],
  ] as const)('%s', (_where, platform, available, backend) => {
    const store = keyStoreOver(storage(available, backend), platform);
    expect(store.whyNot).toBe('no-key-store');
    expect(() => store.encrypt('harbour')).toThrow();
    expect(() => store.decrypt(Buffer.from('ruobrah'))).toThrow();
  });
});

test('the operating system is asked when somebody wants to know, not when the app starts', () => {
  const fake = storage(true);
  const store = keyStoreOver(fake, 'darwin');
  expect(fake.asked).toBe(0);
  expect(store.whyNot).toBeNull();
  expect(fake.asked).toBe(1);
});
