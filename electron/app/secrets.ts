import { safeStorage } from 'electron';
import type { KeyStore } from '../settings/secrets';
import { keyStoreOver } from './key-store';

/** The key store of the app. Only after `app.whenReady()`. */
export function appKeyStore(): KeyStore {
  return keyStoreOver(safeStorage, process.platform);
}
