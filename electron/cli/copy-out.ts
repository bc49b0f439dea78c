import path from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { GroupId } from '../../shared/postoffice';
import { help } from '../../shared/words/cli';
import { restoreCliWords as words, restoreHelp } from '../../shared/words/cli-restore';
import { copyOutWords } from '../../shared/words/screens/copy-out';
import { inSession } from './command';
import { json, type JsonOption } from './options';
import { runPlan } from './run-command';

/** Adds `postbag copy-out`. */
export function addCopyOut(program: Command): void {
  program
    .command('copy-out')
    .description(help.copyOut)
    .argument('<bag>', help.bag)
    .argument('<folder>', help.landing)
    .option('--only <groups>', restoreHelp.only, groupsOf)
    .addOption(json())
    .action(async (bagFolder: string, folder: string, options: JsonOption & { only?: GroupId[] }) => {
      await inSession(options, async (session) => {
        const { engine, out } = session;
        const { only: groups = null } = options;
        const { bag, vault } = await engine.bags.at(path.resolve(bagFolder));
        if (groups) {
          out.object('partial', { groups, warning: copyOutWords.warningText });
          out.line(`${copyOutWords.warning}.`);
          out.line(copyOutWords.warningText);
          out.line();
        }
        const plan = await engine.planCopyOut(bag, vault, path.resolve(folder), groups);
        return await runPlan(plan, session);
      });
    });
}

/** Reads groups with commas between them; each counts once, in the order of copying. */
function groupsOf(text: string): GroupId[] {
  const wanted = text.split(',').map((word) => word.trim());
  const unknown = wanted.some((word) => !GroupId.safeParse(word).success);
  if (unknown) throw new InvalidArgumentError(words.notAGroup(GroupId.options));
  return GroupId.options.filter((group) => wanted.includes(group));
}
