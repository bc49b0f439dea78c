import type { KeyStore } from '../settings/secrets';

/** What is used of Electron's `safeStorage`, so that the decision can be tested without Electron. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  /** On Linux only; Electron 25 may lack it. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
}

/** What Linux falls back to: it scrambles with a key that everybody has. */
const scrambledOnly: readonly string[] = ['basic_text', 'unknown'];

/** Whether what it encrypts can be read only by this account of this computer. */
function protects(storage: SafeStorage, platform: NodeJS.Platform): boolean {
  if (!storage.isEncryptionAvailable()) return false;
  if (platform !== 'linux') return true;
  const backend = storage.getSelectedStorageBackend?.();
  return backend === undefined || !scrambledOnly.includes(backend);
}

/**
 * The key store of the operating system, where it protects anything. It is asked each time it is needed and not before: on
 * macOS the first question may show a person a window.
 */
export function keyStoreOver(storage: SafeStorage, platform: NodeJS.Platform): KeyStore {
  return {
    get whyNot() {
      return protects(storage, platform) ? null : 'no-key-store';
    },
    encrypt: (text) => {
      if (!protects(storage, platform)) throw new Error('there is no key store');
      return storage.encryptString(text);
    },
    decrypt: (bytes) => {
      if (!protects(storage, platform)) throw new Error('there is no key store');
      return storage.decryptString(bytes);
    },
  };
}
