import path from 'node:path';

/** What a restore has in the folder of its repair, beside `repair.json` and the copy. */
export interface RestoreFolder {
  /** `restore.json` */
  readonly record: string;
  /** `evidence/<item>/…`: files that show what a person saw. */
  readonly evidence: string;
}

/** @param folder of the repair, absolute */
export function restoreFolder(folder: string): RestoreFolder {
  return { record: path.join(folder, 'restore.json'), evidence: path.join(folder, 'evidence') };
}
