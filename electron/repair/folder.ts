import path from 'node:path';

/**
 * What a repair has in its folder:
 *
 *     <workbench>/<id>/repair.json    what it is and what was done
 *                      copy/          the private copy
 *                      before/<n>     what step n changed, as it was before; `<n>.whole` while its tool is at work
 *                      steps/<n>-<k>  what the tool of step n printed and left beside it, the k-th time
 */
export interface RepairFolder {
  readonly folder: string;
  readonly record: string;
  readonly copy: string;
  readonly before: string;
  readonly steps: string;
}

/** @param folder absolute */
export function repairFolder(folder: string): RepairFolder {
  return {
    folder,
    record: path.join(folder, 'repair.json'),
    copy: path.join(folder, 'copy'),
    before: path.join(folder, 'before'),
    steps: path.join(folder, 'steps'),
  };
}

/** Name of the folder with what a step's tool printed, below `steps`. */
export const attemptName = (step: number, turn: number): string => `${String(step)}-${String(turn)}`;

const attemptForm = /^(\d+)-(\d+)$/;

/** Which step and which turn a folder below `steps` is of; null for any other name. */
export function attemptOf(name: string): { readonly step: number; readonly turn: number } | null {
  const found = attemptForm.exec(name);
  return found ? { step: Number(found[1]), turn: Number(found[2]) } : null;
}
