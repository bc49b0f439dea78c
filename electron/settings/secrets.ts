import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileSync as writeAtomically } from 'atomically';
import { z } from 'zod';
import type { PasswordState } from '../../shared/repair';
import { PostbagError } from '../run/errors';

/** The operating system's key store, as far as it can be used here. */
export interface KeyStore {
  /** Why nothing can be kept in it; null where it can. */
  readonly whyNot: PasswordState['whyNotKept'];
  /** @throws where `whyNot` is set, and when the key store refuses */
  encrypt(text: string): Buffer;
  /** @throws when it was encrypted by somebody else, or on another computer */
  decrypt(bytes: Buffer): string;
}

const none = (): never => {
  throw new Error('there is no key store');
};

/** For a terminal: there is nothing that a program of its own could ask. */
export const noKeyStore: KeyStore = { whyNot: 'terminal', encrypt: none, decrypt: none };

const File = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.string()) });

/**
 * Passwords of post offices. What is to be kept is encrypted by the operating system's key store and lies in
 * `<home>/secrets.json`, useless without it; everything else is known until Postbag ends. Nothing here is ever logged.
 */
export class Secrets {
  readonly #known = new Map<string, string>();
  readonly #file: string;

  constructor(
    home: string,
    private readonly store: KeyStore,
  ) {
    this.#file = path.join(home, 'secrets.json');
  }

  /** @param key id of a post office, or of a repair */
  state(key: string): PasswordState {
    const kept = this.#fromStore(key) !== null;
    return { known: kept || this.#known.has(key), kept, whyNotKept: this.store.whyNot };
  }

  /** The password; null where nobody has said it. Only for handing it to a tool. */
  get(key: string): string | null {
    return this.#known.get(key) ?? this.#fromStore(key);
  }

  /** @param keep in the key store @throws PostbagError `secret-not-kept`; it is known then, until Postbag ends */
  set(key: string, password: string, keep: boolean): PasswordState {
    this.#known.set(key, password);
    if (keep) this.#keep(key, password);
    // A terminal cannot read what the app keeps, and does not take it away either.
    else if (this.store.whyNot !== 'terminal') this.#drop(key);
    return this.state(key);
  }

  forget(key: string): PasswordState {
    this.#known.delete(key);
    this.#drop(key);
    return this.state(key);
  }

  #keep(key: string, password: string): void {
    try {
      const secret = this.store.encrypt(password).toString('base64');
      this.#write({ ...this.#read(), [key]: secret });
    } catch {
      // Nothing of the error is passed on: nobody knows what a key store puts into its words.
      throw new PostbagError('settings', 'secret-not-kept');
    }
  }

  #drop(key: string): void {
    const { [key]: dropped, ...others } = this.#read();
    if (dropped !== undefined) this.#write(others);
  }

  #fromStore(key: string): string | null {
    const secret = this.#read()[key];
    if (secret === undefined || this.store.whyNot !== null) return null;
    try {
      return this.store.decrypt(Buffer.from(secret, 'base64'));
    } catch {
      return null; // of another account or computer: it has to be typed again
    }
  }

  #read(): Readonly<Record<string, string>> {
    if (!existsSync(this.#file)) return {};
    try {
      return File.parse(JSON.parse(readFileSync(this.#file, 'utf8'))).secrets;
    } catch {
      return {};
    }
  }

  #write(secrets: Readonly<Record<string, string>>): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeAtomically(this.#file, JSON.stringify({ version: 1, secrets }), { mode: 0o600 });
  }
}
