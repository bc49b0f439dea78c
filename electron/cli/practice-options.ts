import { Option, type Command } from 'commander';
import { PracticeShape } from '../../shared/practice';
import { help } from '../../shared/words/cli';
import { inSession } from './command';
import { json, whole, type JsonOption } from './options';
import { checkCommand, makeCommand, usersCommand } from './practice';
import { addPracticeTools } from './practice-tools';

/** Adds `postbag practice` with everything below it. */
export function addPractice(program: Command): void {
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
