import { Option, type Command } from 'commander';
import { Dialect, ProcedureId } from '../../shared/procedures';
import { accessHelp } from '../../shared/words/cli-access';
import { repairHelp as help } from '../../shared/words/cli-repair';
import { inSession, type Session } from './command';
import { json, type JsonOption } from './options';
import { backCommand, confirmCommand, lineCommand, skipCommand, type Decided } from './repair-decide';
import { beginCommand, runCommand, type BeginArguments, type RunArguments } from './repair-run';
import { countCommand, passwordCommand, removeCommand, settingsCommand } from './repair-settings';
import { listCommand, showCommand } from './repair-show';

/** Adds `postbag repair` with everything below it. */
export function addRepair(program: Command): void {
  const repair = program.command('repair').description(help.repair);
  addRunning(repair);
  addShowing(repair);
  addDeciding(repair);
  addKeeping(repair);
}

function addRunning(repair: Command): void {
  repair
    .command('begin')
    .description(help.begin)
    .argument('<bag>', help.bag)
    .addOption(new Option('--procedure <id>', help.procedure).choices(ProcedureId.options))
    .addOption(new Option('--dialect <dialect>', help.dialect).choices(Dialect.options))
    .addOption(json())
    .action(async (bag: string, options: JsonOption & BeginArguments) => {
      await inSession(options, (session) => beginCommand(bag, options, session));
    });

  repair
    .command('run')
    .description(help.run)
    .argument('<id>', help.id)
    .option('--all', help.all, false)
    .option('--name <post-office>', help.name)
    .addOption(json())
    .action(async (id: string, options: JsonOption & RunArguments) => {
      await inSession(options, (session) => runCommand(id, options, session));
    });
}

function addShowing(repair: Command): void {
  repair
    .command('list')
    .description(help.list)
    .addOption(json())
    .action(async (options: JsonOption) => {
      await inSession(options, listCommand);
    });

  repair
    .command('show')
    .description(help.show)
    .argument('<id>', help.id)
    .option('--output <step>', help.output)
    .addOption(json())
    .action(async (id: string, options: JsonOption & { output?: string }) => {
      await inSession(options, (session) => showCommand(id, options.output, session));
    });
}

function addDeciding(repair: Command): void {
  const decide = (
    name: 'confirm' | 'skip',
    act: (id: string, step: string, decided: Decided, session: Session) => Promise<number>,
  ): void => {
    repair
      .command(name)
      .description(help[name])
      .argument('<id>', help.id)
      .argument('<step>', help.step)
      .requiredOption('--by <name>', help.by)
      .option('--note <text>', help.note, '')
      .addOption(json())
      .action(async (id: string, step: string, options: JsonOption & Decided) => {
        await inSession(options, (session) => act(id, step, options, session));
      });
  };
  decide('confirm', confirmCommand);
  decide('skip', skipCommand);

  repair
    .command('back')
    .description(help.back)
    .argument('<id>', help.id)
    .argument('<step>', help.step)
    .requiredOption('--by <name>', help.by)
    .addOption(json())
    .action(async (id: string, step: string, options: JsonOption & { by: string }) => {
      await inSession(options, (session) => backCommand(id, step, options.by, session));
    });

  repair
    .command('line')
    .description(help.line)
    .argument('<id>', help.id)
    .argument('<step>', help.step)
    .argument('<line>', help.typed)
    .option('--remember', help.remember, false)
    .addOption(json())
    .action(async (id: string, step: string, line: string, options: JsonOption & { remember: boolean }) => {
      await inSession(options, (session) => lineCommand(id, step, line, options.remember, session));
    });
}

function addKeeping(repair: Command): void {
  repair
    .command('settings')
    .description(help.settings)
    .argument('<post-office>', accessHelp.onList)
    .option('--import <file>', accessHelp.import)
    .addOption(json())
    .action(async (target: string, options: JsonOption & { import?: string }) => {
      await inSession(options, (session) => settingsCommand(target, options.import, session));
    });

  repair
    .command('count')
    .description(help.count)
    .argument('<id>', help.id)
    .addOption(json())
    .action(async (id: string, options: JsonOption) => {
      await inSession(options, (session) => countCommand(id, session));
    });

  repair
    .command('remove')
    .description(help.remove)
    .argument('<id>', help.id)
    .addOption(json())
    .action(async (id: string, options: JsonOption) => {
      await inSession(options, (session) => removeCommand(id, session));
    });

  repair
    .command('password')
    .description(help.password)
    .argument('<repair-or-post-office>', help.passwordOf)
    .option('--forget', help.forget, false)
    .addOption(json())
    .action(async (target: string, options: JsonOption & { forget: boolean }) => {
      await inSession(options, (session) => passwordCommand(target, options.forget, session));
    });
}
