import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import { BackupOptions, Method, usualBackupOptions } from '../../shared/run';
import { optionRanges } from '../../shared/backup-options';
import { PracticeShape } from '../../shared/practice';
import { cliWords, help } from '../../shared/words/cli';
import { accessHelp } from '../../shared/words/cli-access';
import { stillHelp } from '../../shared/words/cli-still';
import {
  accessCommand,
  addCommand,
  connectionsCommand,
  disconnectCommand,
  statusCommand,
  undoCommand,
} from './access';
import { inSession } from './command';
import { inventoryCommand, postOfficeFor } from './inventory';
import { checkCommand, makeCommand, usersCommand } from './practice';
import { addPracticeTools } from './practice-tools';
import { runPlan } from './run-command';
import {
  addStillOptions,
  mirrorCommand,
  stillOptionsFrom,
  volumesCommand,
  type StillArguments,
} from './still';

const json = (): Option => new Option('--json', help.json);

const whole =
  (what: string, from: number, to = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < from || value > to) {
      throw new InvalidArgumentError(cliWords.notANumber(what, from, to));
    }
    return value;
  };

const inRange = (what: string, { from, to }: { from: number; to: number }) => whole(what, from, to);

interface JsonOption {
  json?: boolean;
}

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

  program
    .command('copy-out')
    .description(help.copyOut)
    .argument('<bag>', help.bag)
    .argument('<folder>', help.landing)
    .addOption(json())
    .action(async (bagFolder: string, folder: string, options: JsonOption) => {
      await inSession(options, async (session) => {
        const { bag, vault } = await session.engine.bags.at(path.resolve(bagFolder));
        return await runPlan(await session.engine.planCopyOut(bag, vault, path.resolve(folder)), session);
      });
    });

  addAccess(program);
  addPractice(program);
  return program;
}

function addAccess(program: Command): void {
  program
    .command('add')
    .description(accessHelp.add)
    .argument('<folder>', accessHelp.addFolder)
    .option('--name <name>', accessHelp.addName)
    .addOption(json())
    .action(async (folder: string, options: JsonOption & { name?: string }) => {
      await inSession(options, (session) => addCommand(folder, options.name, session));
    });

  program
    .command('connections')
    .description(accessHelp.connections)
    .argument('<post-office>', help.backupTarget)
    .addOption(json())
    .action(async (target: string, options: JsonOption) => {
      await inSession(options, (session) => connectionsCommand(target, session));
    });

  program
    .command('disconnect')
    .description(accessHelp.disconnect)
    .argument('<post-office>', help.backupTarget)
    .argument('<connection>', accessHelp.connection)
    .option('--force', accessHelp.force, false)
    .addOption(json())
    .action(async (target: string, id: string, options: JsonOption & { force: boolean }) => {
      await inSession(options, (session) => disconnectCommand(target, id, options.force, session));
    });

  program
    .command('access')
    .description(accessHelp.access)
    .argument('<post-office>', accessHelp.onList)
    .option('--import <file>', accessHelp.import)
    .addOption(json())
    .action(async (target: string, options: JsonOption & { import?: string }) => {
      await inSession(options, (session) => accessCommand(target, options.import, session));
    });

  program
    .command('volumes')
    .description(stillHelp.volumes)
    .argument('<post-office>', help.backupTarget)
    .addOption(json())
    .action(async (target: string, options: JsonOption) => {
      await inSession(options, (session) => volumesCommand(target, session));
    });

  program
    .command('mirror')
    .description(stillHelp.mirror)
    .argument('<post-office>', accessHelp.onList)
    .option('--import <file>', accessHelp.import)
    .addOption(json())
    .action(async (target: string, options: JsonOption & { import?: string }) => {
      await inSession(options, (session) => mirrorCommand(target, options.import, session));
    });

  program
    .command('status')
    .description(accessHelp.status)
    .addOption(json())
    .action(async (options: JsonOption) => {
      await inSession(options, statusCommand);
    });

  program
    .command('undo')
    .description(accessHelp.undo)
    .addOption(json())
    .action(async (options: JsonOption) => {
      await inSession(options, undoCommand);
    });
}

function addPractice(program: Command): void {
  const practice = program.command('practice').description(help.practice);

  practice
    .command('make')
    .description(help.make)
    .argument('<folder>', help.folder)
    .addOption(new Option('--shape <shape>', help.shape).choices(PracticeShape.options).default('db6'))
    .option('--users <count>', help.users, whole('--users', 1), 12)
    .option('--messages <count>', help.messages, whole('--messages', 0), 400)
    .option('--seed <seed>', help.seed, whole('--seed', 0), 1)
    .addOption(json())
    .action(
      async (
        folder: string,
        options: JsonOption & { shape: PracticeShape; users: number; messages: number; seed: number },
      ) => {
        const { shape, users, messages, seed } = options;
        await inSession(options, (session) => makeCommand(folder, { shape, users, messages, seed }, session));
      },
    );

  practice
    .command('users')
    .description(help.usersAtWork)
    .argument('<folder>', help.folder)
    .option('--seconds <seconds>', help.seconds, whole('--seconds', 1))
    .option('--rate <ops>', help.rate, whole('--rate', 0), 40)
    .option('--burst <ms>', help.burst, whole('--burst', 0), 0)
    .option('--pause <ms>', help.pause, whole('--pause', 0), 0)
    .option('--seed <seed>', help.seed, whole('--seed', 0), 1)
    .addOption(json())
    .action(
      async (
        folder: string,
        options: JsonOption & { seconds?: number; rate: number; burst: number; pause: number; seed: number },
      ) => {
        const { rate, burst: burstMs, pause: pauseMs, seed, seconds } = options;
        await inSession(options, (session) =>
          usersCommand(folder, { rate, burstMs, pauseMs, seed, seconds }, session),
        );
      },
    );

  practice
    .command('check')
    .description(help.check)
    .argument('<folder>', help.folder)
    .addOption(json())
    .action(async (folder: string, options: JsonOption) => {
      await inSession(options, (session) => checkCommand(folder, session));
    });

  addPracticeTools(practice);
}
