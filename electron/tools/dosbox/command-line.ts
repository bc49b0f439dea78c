import type { CodePage, ToolTrouble } from '../../../shared/tools';
import { filled, shellOnly } from '../arguments';
import { encodePage } from '../code-page';
import type { ToolCommand } from '../runner';
import { maskText } from '../secrets';
import { MOST_TAIL } from './run-com';

/** What the tool calls the folder of the copy. */
export const DOS_DIR = 'P:\\PO';

/**
 * DOS hands a tool one text, and the tool takes it apart at spaces: so a value with a space in it gets quotes, as sources
 * print it (`/N"last, first"`, domain.md 3.2).
 */
export const quoted = (value: string): string => (value.includes(' ') ? `"${value}"` : value);

/** The arguments as the tool gets them. */
export const dosArguments = (command: ToolCommand): string[] => filled(command, DOS_DIR, quoted);

/** Everything behind the program's name, as bytes of the code page; or why that cannot be. */
export function dosTail(command: ToolCommand, page: CodePage): Uint8Array | ToolTrouble {
  const { args, values } = command;
  const named = (argument: string): string => maskText(argument, values.password);
  const typed = shellOnly(command);
  if (typed) return typed;
  const words = dosArguments(command);
  const empty = words.findIndex((word) => word === '');
  if (empty >= 0) return { code: 'empty-argument', params: { argument: named(args[empty] ?? '') } };
  const odd = words.findIndex((word, at) => isOdd(word, args[at] ?? '', values));
  if (odd >= 0) return { code: 'characters', params: { argument: named(args[odd] ?? '') } };
  const tail = encodePage(words.map((word) => ` ${word}`).join(''), page);
  if (tail === null) {
    const unknown = args.find((_typed, at) => encodePage(words[at] ?? '', page) === null) ?? '';
    return { code: 'characters', params: { argument: named(unknown) } };
  }
  if (tail.length > MOST_TAIL) return { code: 'too-long', params: { length: tail.length, most: MOST_TAIL } };
  return tail;
}

/** Control characters would end the line; a quote in a value that needs quotes would end those. */
const isOdd = (word: string, typed: string, { name, password }: ToolCommand['values']): boolean =>
  // eslint-disable-next-line no-control-regex -- those are what is looked for
  /[\x00-\x1f]/.test(word) ||
  (typed.includes('{name}') && hasQuoteInside(name)) ||
  (typed.includes('{password}') && hasQuoteInside(password)) ||
  // What was typed as one word is taken for several.
  (typed.includes(' ') && !/^[^"]*("[^"]*"[^"]*)+$/.test(typed));

const hasQuoteInside = (value: string): boolean => value.includes('"');
