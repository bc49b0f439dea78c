import { makePractice } from '../../electron/practice/maker';
import type { PracticeOptions } from '../../shared/practice';

/** Sizes in messages; one takes about 8 kB. */
export const SMALL = 40;
/** Some 20 MB: large enough that something can happen while it is copied. */
export const MEDIUM = 2_500;

/** Makes a practice post office in a new folder. */
export async function makePostOffice(folder: string, options: Partial<PracticeOptions> = {}): Promise<void> {
  await makePractice(folder, { shape: 'db6', users: 6, messages: SMALL, seed: 7, ...options });
}
