import type { PracticeShape } from '../../shared/practice';
import { practiceSizes, type PracticeSize } from '../../shared/words/screens/practice';
import { ask } from './bridge';

export const practiceShapes: readonly PracticeShape[] = ['db6', 'db8'];
export const practiceSizeNames: readonly PracticeSize[] = ['small', 'medium', 'large'];

interface PracticeWish {
  /** Null: a new folder in the person’s own documents. */
  readonly folderId: string | null;
  readonly shape: PracticeShape;
  readonly size: PracticeSize;
}

/** @returns the id under which it is on the list */
export async function makePractice({ folderId, shape, size }: PracticeWish): Promise<string> {
  return (await ask('makePractice', { folderId, shape, ...practiceSizes[size] })).id;
}
