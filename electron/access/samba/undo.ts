import { z } from 'zod';
import { runProgram, type RunProgram } from '../../run/program';
import type { UndoHandler } from '../../run/step';
import { Lever, release } from './lever';
import { reload } from './tools';

/** What stands in the journal: the shares' names for a person, the configuration file or nothing, and what was changed. */
const UndoParams = z.object({
  share: z.string(),
  config: z.string(),
  levers: z.string().transform((text) => z.array(Lever).parse(JSON.parse(text))),
});

/**
 * Lets clients connect again: removes what this run added to Samba's configuration, and nothing else.
 * @param run how Samba's programs are run
 */
export function sambaOpener(run: RunProgram): UndoHandler {
  return async (params, runId) => {
    const { config, levers } = UndoParams.parse(params);
    const samba = { runProgram: run, config: config === '' ? null : config };
    let acted = false;
    for (const lever of levers) acted = (await release(samba, lever, runId)) || acted;
    // Also when nothing was left to remove: whoever removed it may have died before the server was told.
    await reload(samba);
    return acted;
  };
}

export const openSambaShare: UndoHandler = sambaOpener(runProgram);
