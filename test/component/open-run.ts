import type { RunRecord } from '../../shared/run';
import { heading, openApp } from './app';
import * as samples from './samples';

/** The window at a run of Head office that has ended. */
export async function openRun(more: Partial<RunRecord>): Promise<Awaited<ReturnType<typeof openApp>>> {
  const record = samples.record('run-1', more);
  const opened = await openApp({ listRuns: () => [record], run: () => ({ record, plan: samples.plan() }) });
  opened.stores.router.openRun('run-1');
  await heading('Backup of Head office');
  return opened;
}

/** What stands in each cell of a row, lines and tags apart. */
export const cells = (row: Element): string[] =>
  [...row.children].map((cell) => {
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (texts.nextNode()) found.push(texts.currentNode.textContent?.trim() ?? '');
    return found.filter((text) => text !== '').join(' ');
  });
