import path from 'node:path';
import { Option, type Command } from 'commander';
import { PracticeTool } from '../../shared/practice-tools';
import { help } from '../../shared/words/cli';
import { toolHelp } from '../../shared/words/practice-tools';
import { practiceTools } from '../practice/repair/tools';
import { inSession, type Session } from './command';
import { exitCodes } from './exit-codes';

/** Adds `analyse`, `rebuild-index`, `reconcile` and `reclaim` to `postbag practice`. */
export function addPracticeTools(practice: Command): void {
  for (const tool of PracticeTool.options) {
    practice
      .command(tool)
      .description(toolHelp[tool])
      .argument('<folder>', help.folder)
      .addOption(new Option('--json', help.json))
      .action(async (folder: string, options: { json?: boolean }) => {
        await inSession(options, (session) => toolCommand(tool, folder, session));
      });
  }
}

/** `postbag practice analyse <folder>` and its kind: ends with `findings` when anything was wrong, also when it is right now. */
async function toolCommand(tool: PracticeTool, folder: string, { out }: Session): Promise<number> {
  const result = await practiceTools[tool](path.resolve(folder), (line) => out.line(line));
  out.object('practice-tool', { tool, ...result });
  return result.clean ? exitCodes.verified : exitCodes.findings;
}
