import type { PracticeTool } from '../../../shared/practice-tools';
import { analyse } from './analyse';
import type { Report } from './office';
import { rebuildIndex } from './rebuild-index';
import { reclaim } from './reclaim';
import { reconcile } from './reconcile';

/** What every practice tool counts, whatever else: whether there was nothing to find. */
export interface ToolResult {
  readonly clean: boolean;
}

/**
 * The practice tools by name. Each takes the folder of a practice post office or of a copy, and is to be used on copies:
 * nobody else may have it open. Used one after the other in this order they make any damaged copy whole.
 */
export const practiceTools: Readonly<
  Record<PracticeTool, (folder: string, report: Report) => Promise<ToolResult>>
> = { analyse, 'rebuild-index': rebuildIndex, reconcile, reclaim };
