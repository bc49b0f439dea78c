import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileSync as writeAtomically } from 'atomically';
import { z } from 'zod';
import { LastProof } from '../../shared/proof';

const Entry = LastProof.extend({ postOfficeId: z.string() });
const File = z.object({ version: z.literal(1), proofs: z.array(Entry) });

/** So many are kept; the proofs themselves lie beside their bags. */
const MOST = 1000;

/**
 * What was proven from here, `<home>/proofs.json`: so that "last proven" is known while a vault is not connected. It can be
 * lost without harm.
 */
export class ProofLog {
  readonly #file: string;

  constructor(home: string) {
    this.#file = path.join(home, 'proofs.json');
  }

  add(postOfficeId: string, proof: LastProof): void {
    const proofs = [{ ...proof, postOfficeId }, ...this.#read()].slice(0, MOST);
    mkdirSync(path.dirname(this.#file), { recursive: true });
    writeAtomically(this.#file, JSON.stringify({ version: 1, proofs }));
  }

  /** The newest proof of any bag of a post office. */
  last(postOfficeId: string): LastProof | null {
    const found = this.#read().find((one) => one.postOfficeId === postOfficeId);
    return found ? LastProof.parse(found) : null;
  }

  #read(): z.infer<typeof Entry>[] {
    if (!existsSync(this.#file)) return [];
    try {
      return File.parse(JSON.parse(readFileSync(this.#file, 'utf8'))).proofs;
    } catch {
      return [];
    }
  }
}
