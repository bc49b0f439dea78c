import type { BagProgress, BagReport } from '../../shared/bag';

/** What the worker thread is given. */
export interface BagWorkerInput {
  readonly root: string;
}

/** What it says. A worker that ends without `done` or `failed` has failed. */
export type BagWorkerMessage =
  | { readonly type: 'progress'; readonly progress: BagProgress }
  | { readonly type: 'done'; readonly report: BagReport }
  | { readonly type: 'failed'; readonly message: string; readonly code: string | null };
