import type { ToolTrouble } from '../../shared/tools';
import type { ToolCommand } from './runner';
import { maskText, MASK } from './secrets';

/** What stands for the words in braces. */
interface Filling {
  readonly dir: string;
  readonly name: string;
  readonly password: string;
}

/**
 * The arguments with everything filled in. What is filled in is not looked at again, and stays inside its argument.
 * @param dir what the tool calls the folder of the copy
 * @param shape what becomes of a value that is filled in: quotes around it, for one
 */
export function filled(
  { args, values }: ToolCommand,
  dir: string,
  shape: (value: string) => string = (value) => value,
): string[] {
  const filling: Filling = { dir, ...values };
  return args.map((argument) => fill(argument, (word) => shape(filling[word])));
}

const fill = (argument: string, valueOf: (word: keyof Filling) => string): string =>
  argument.replace(/\{(dir|name|password)\}/g, (_typed, word: keyof Filling) => valueOf(word));

/** The arguments as they may be shown, with everything but the password. */
export function shownArguments(
  command: ToolCommand,
  dir: string,
  shape?: (value: string) => string,
): string[] {
  const { password } = command.values;
  const values = { ...command.values, password: password === '' ? '' : MASK };
  return filled({ ...command, values }, dir, shape);
}

/** A command line as a person would type it, passwords masked wherever they stand. */
export function shownLine(words: readonly string[], password: string): string {
  const quoted = words.map((word) => (/^[^\s"']+$/.test(word) ? word : `"${word}"`));
  return maskText(quoted.join(' '), password);
}

/**
 * What was typed as a command for a prompt: there is no shell that would send the output into a file. Values may hold
 * such characters.
 */
export function shellOnly({ args, values }: ToolCommand): ToolTrouble | null {
  const argument = args.find((typed) => /[<>|]/.test(typed));
  if (argument === undefined) return null;
  return { code: 'shell-only', params: { argument: maskText(argument, values.password) } };
}
