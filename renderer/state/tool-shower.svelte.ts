import type { ToolId } from '../../shared/procedures';
import { ask } from './bridge';
import { Task } from './task.svelte';

/** Shows single tools in the system's own dialog, and forgets that again. */
export class ToolShower {
  readonly task = new Task();

  /** @param reload fetches how everything is after that */
  constructor(private readonly reload: () => Promise<void>) {}

  /** @returns whether it was done, be it that nothing was chosen */
  async show(tool: ToolId): Promise<boolean> {
    return await this.task.do(async () => {
      if ((await ask('showTool', { tool, forget: false })) !== null) await this.reload();
    });
  }

  /** @returns whether it was done */
  async forget(tool: ToolId): Promise<boolean> {
    return await this.task.do(async () => {
      await ask('showTool', { tool, forget: true });
      await this.reload();
    });
  }
}
