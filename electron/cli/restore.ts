import { InvalidArgumentError, Option, type Command } from 'commander';
import { ProcedureId } from '../../shared/procedures';
import { Answer, Overrule } from '../../shared/proof';
import { accessHelp } from '../../shared/words/cli-access';
import { restoreCliWords as words, restoreHelp as help } from '../../shared/words/cli-restore';
import { inSession, type Session } from './command';
import { inRange, json, type JsonOption } from './options';
import { answerCommand, evidenceCommand, overruleCommand, signCommand } from './restore-decide';
import { proveCommand } from './restore-prove';
import {
  beginRestoreCommand,
  checkRestoreCommand,
  onlineCommand,
  swapBackCommand,
  type BeginRestoreArguments,
} from './restore-run';
import { checklistCommand, remindCommand, type ChecklistArguments } from './restore-settings';
import { listRestoresCommand, proofsCommand, showRestoreCommand } from './restore-show';

/** Adds `postbag restore` with everything below it, `postbag prove` and `postbag proofs`. */
export function addRestore(program: Command): void {
  const restore = program.command('restore').description(help.restore);
  addBeginning(restore);
  addDeciding(restore);
  addOnline(restore);
  addKeeping(restore);
  addProofs(program);
}

/** Commander hands a text on only when it is one. @param refusal what is said of one that is not */
const text =
  (most: number, refusal: string, least = 1) =>
  (given: string): string => {
    const trimmed = given.trim();
    if (trimmed.length < least || trimmed.length > most) throw new InvalidArgumentError(refusal);
    return trimmed;
  };
const name = text(80, words.noName);

/** Adds a command that takes the id of a restore and nothing else. */
function addPlain(
  restore: Command,
  called: string,
  description: string,
  act: (id: string, session: Session) => Promise<number>,
): void {
  restore
    .command(called)
    .description(description)
    .argument('<id>', help.id)
    .addOption(json())
    .action(async (id: string, options: JsonOption) => {
      await inSession(options, (session) => act(id, session));
    });
}

function addBeginning(restore: Command): void {
  restore
    .command('begin')
    .description(help.begin)
    .argument('<bag>', help.bag)
    .option('--prove', help.forProof, false)
    .addOption(new Option('--procedure <id>', help.procedure).choices(ProcedureId.options))
    .addOption(json())
    .action(async (bag: string, options: JsonOption & BeginRestoreArguments) => {
      await inSession(options, (session) => beginRestoreCommand(bag, options, session));
    });

  restore
    .command('list')
    .description(help.list)
    .addOption(json())
    .action(async (options: JsonOption) => {
      await inSession(options, listRestoresCommand);
    });

  addPlain(restore, 'show', help.show, showRestoreCommand);
  addPlain(restore, 'check', help.check, checkRestoreCommand);
}

function addDeciding(restore: Command): void {
  const whats = Overrule.shape.what;
  restore
    .command('overrule')
    .description(help.overrule)
    .argument('<id>', help.id)
    .addArgument(restore.createArgument('<what>', help.what).choices(whats.options))
    .requiredOption('--reason <text>', help.reason, text(2000, words.noReason))
    .requiredOption('--by <name>', help.by, name)
    .addOption(json())
    .action(async (id: string, what: string, options: JsonOption & { reason: string; by: string }) => {
      await inSession(options, (session) => overruleCommand(id, whats.parse(what), options, session));
    });

  restore
    .command('answer')
    .description(help.answer)
    .argument('<id>', help.id)
    .argument('<question>', help.item)
    .addArgument(restore.createArgument('<answer>', help.given).choices(Answer.options))
    .requiredOption('--by <name>', help.by, name)
    .option('--note <text>', help.note, text(2000, words.longNote, 0), '')
    .addOption(json())
    .action(
      async (id: string, item: string, given: string, options: JsonOption & { by: string; note: string }) => {
        const { by, note } = options;
        const answer = Answer.parse(given);
        await inSession(options, (session) => answerCommand(id, item, { answer, by, note }, session));
      },
    );

  restore
    .command('evidence')
    .description(help.evidence)
    .argument('<id>', help.id)
    .argument('<question>', help.item)
    .argument('<file>', help.file)
    .addOption(json())
    .action(async (id: string, item: string, file: string, options: JsonOption) => {
      await inSession(options, (session) => evidenceCommand(id, item, file, session));
    });

  restore
    .command('sign')
    .description(help.sign)
    .argument('<id>', help.id)
    .requiredOption('--by <name>', help.by, name)
    .addOption(json())
    .action(async (id: string, options: JsonOption & { by: string }) => {
      await inSession(options, (session) => signCommand(id, options.by, session));
    });
}

function addOnline(restore: Command): void {
  restore
    .command('online')
    .description(help.online)
    .argument('<id>', help.id)
    .option('--to <folder>', help.to)
    .addOption(json())
    .action(async (id: string, options: JsonOption & { to?: string }) => {
      await inSession(options, (session) => onlineCommand(id, options.to, session));
    });

  addPlain(restore, 'swap-back', help.swapBack, swapBackCommand);
}

function addKeeping(restore: Command): void {
  restore
    .command('checklist')
    .description(help.checklist)
    .argument('<post-office>', accessHelp.onList)
    .addOption(new Option('--import <file>', accessHelp.import).conflicts('usual'))
    .option('--usual', help.usual, false)
    .addOption(json())
    .action(async (target: string, options: JsonOption & ChecklistArguments) => {
      await inSession(options, (session) => checklistCommand(target, options, session));
    });

  restore
    .command('remind')
    .description(help.remind)
    .option('--days <days>', help.days, inRange('--days', { from: 0, to: 3650 }))
    .option('--bags <backups>', help.bags, inRange('--bags', { from: 0, to: 1000 }))
    .addOption(json())
    .action(async (options: JsonOption & { days?: number; bags?: number }) => {
      await inSession(options, (session) => remindCommand(options, session));
    });
}

function addProofs(program: Command): void {
  program
    .command('prove')
    .description(help.prove)
    .argument('<bag-or-post-office>', help.proveTarget)
    .option('--in <vault>', help.proveIn)
    .addOption(json())
    .action(async (target: string, options: JsonOption & { in?: string }) => {
      await inSession(options, (session) => proveCommand(target, options.in, session));
    });

  program
    .command('proofs')
    .description(help.proofs)
    .argument('<bag>', help.bag)
    .addOption(json())
    .action(async (bag: string, options: JsonOption) => {
      await inSession(options, (session) => proofsCommand(bag, session));
    });
}
