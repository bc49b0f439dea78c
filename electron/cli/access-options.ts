import type { Command } from 'commander';
import { help } from '../../shared/words/cli';
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
import { json, type JsonOption } from './options';
import { mirrorCommand, volumesCommand } from './still';

/** Adds the commands about the list, who is connected, what stands still, and what is left to undo. */
export function addAccess(program: Command): void {
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
