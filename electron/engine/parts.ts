import type { Tools } from '../backup/work';
import type { KeyStore } from '../settings/secrets';

/** What app and CLI each do in their own way. */
export interface EngineParts extends Tools {
  readonly keyStore: KeyStore;
  /** Prints a page; absent where nothing can. @throws when it fails */
  readonly pdfOf?: (html: string) => Promise<Uint8Array>;
}
