import path from 'node:path';
import { Command, Option } from 'commander';
import { version } from '../../package.json';
import { BackupOptions, Method, usualBackupOptions } from '../../shared/run';
import { optionRanges } from '../../shared/backup-options';
import { help } from '../../shared/words/cli';
import { accessHelp } from '../../shared/words/cli-access';
import { addAccess } from './access-options';
import { inSession } from './command';
import { inventoryCommand, postOfficeFor } from './inventory';
import { addCopyOut } from './copy-out';
import { inRange, json, type JsonOption } from './options';
import { addPractice } from './practice-options';
import { addRepair } from './repair';
import { addRestore } from './restore';
import { runPlan } from './run-command';
import { addStillOptions, stillOptionsFrom, type StillArguments } from './still';
import { addTools } from './tools';

interface BackupArguments extends JsonOption {
  to: string;
  method: Method;
  name?: string;
  passes: number;
  minutes: number;
  lockedWait: number;
  afresh: boolean;
  message: string;
  grace: number;
  disconnect: 'all' | 'ask';
  quiet: number;
  waitMinutes: number;
  goOnAnyway: boolean;
}

type AllBackupArguments = BackupArguments & StillArguments;

/** The commands and their options; a wrong call throws commander's own error. */
export function makeProgram(): Command {
  const program = new Command('postbag').description(help.program).version(version).exitOverride();

  program
    .command('inventory')
    .description(help.inventory)
    .argument('[post-office]', help.inventoryTarget)
    .addOption(json())
    .action(async (target: string | undefined, options: JsonOption) => {
      await inSession(options, (session) => inventoryCommand(target, session));
    });

  const backup = program.command('backup').description(help.backup);
  addStillOptions(backup, inRange)
    .argument('<post-office>', help.backupTarget)
    .requiredOption('--to <vault>', help.to)
    .addOption(new Option('--method <method>', help.method).choices(Method.options).default('linear'))
    .option('--name <name>', help.name)
    .option(
      '--passes <count>',
      help.passes,
      inRange('--passes', optionRanges.passes),
      usualBackupOptions.settle.passes,
    )
    .option(
      '--minutes <minutes>',
      help.minutes,
      inRange('--minutes', optionRanges.minutes),
      usualBackupOptions.settle.minutes,
    )
    .option(
      '--locked-wait <seconds>',
      help.lockedWait,
      inRange('--locked-wait', optionRanges.lockedWait),
      usualBackupOptions.lockedWaitSeconds,
    )
    .option('--afresh', help.afresh, false)
    .option('--message <text>', accessHelp.message, usualBackupOptions.shutdown.message)
    .option(
      '--grace <minutes>',
      accessHelp.grace,
      inRange('--grace', optionRanges.grace),
      usualBackupOptions.shutdown.graceMinutes,
    )
    .addOption(
      new Option('--disconnect <whom>', accessHelp.disconnectWhom)
        .choices(['all', 'ask'])
        .default(usualBackupOptions.shutdown.disconnect),
    )
    .option(
      '--quiet <seconds>',
      accessHelp.quiet,
      inRange('--quiet', optionRanges.quiet),
      usualBackupOptions.shutdown.quietSeconds,
    )
    .option(
      '--wait-minutes <minutes>',
      accessHelp.waitMinutes,
      inRange('--wait-minutes', optionRanges.wait),
      usualBackupOptions.shutdown.waitMinutes,
    )
    .option('--go-on-anyway', accessHelp.goOn, false)
    .addOption(json())
    .action(async (target: string, options: AllBackupArguments) => {
      await inSession(options, async (session) => {
        const postOffice = postOfficeFor(target, options.name, session);
        const { to, method, passes, minutes, lockedWait: lockedWaitSeconds, afresh } = options;
        const chosen = BackupOptions.parse({
          settle: { passes, minutes },
          lockedWaitSeconds,
          afresh,
          hold: false,
          shutdown: {
            message: options.message,
            graceMinutes: options.grace,
            disconnect: options.disconnect,
            quietSeconds: options.quiet,
            notQuiet: options.goOnAnyway ? 'go-on' : 'stop',
            waitMinutes: options.waitMinutes,
          },
          still: stillOptionsFrom(options),
        });
        const plan = await session.engine.planBackup(postOffice, path.resolve(to), method, chosen);
        return await runPlan(plan, session);
      });
    });

  program
    .command('verify')
    .description(help.verify)
    .argument('<bag>', help.bag)
    .addOption(json())
    .action(async (folder: string, options: JsonOption) => {
      await inSession(options, async (session) => {
        const { bag, vault } = await session.engine.bags.at(path.resolve(folder));
        return await runPlan(session.engine.planVerify(bag, vault), session);
      });
    });

  addCopyOut(program);
  addAccess(program);
  addTools(program);
  addRepair(program);
  addRestore(program);
  addPractice(program);
  return program;
}
