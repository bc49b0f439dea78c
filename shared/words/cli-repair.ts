import type { LineMark, OutputLine, PasswordState } from '../repair';
import { markWords, repairStepWords } from './repair';

/** Words of the terminal about repairs. */
export const repairHelp = {
  repair: 'repair a private copy of a bag with the tools of its format',
  begin: 'make a private copy of a bag and begin a repair of it; the bag is never touched',
  bag: 'folder of the bag',
  procedure: 'which steps are taken; without it the usual ones of the format',
  dialect: 'how the tools take their command line: one word after the other, or as switches',
  list: 'list the repairs that have been begun',
  show: 'show a repair: its steps with their command lines, what came of them, and what is next',
  output: 'print all that the tool of this step said instead',
  run: 'run the next step, and show what its tool says. A password that it needs is asked for, see `repair password`',
  all: 'run all steps up to the first that needs a person',
  name: 'name of the post office, typed once more for a command line that removes mail',
  id: 'id of the repair, as `repair list` shows it',
  step: 'name of the step, as `repair show` lists it',
  confirm: 'say that you have read what the tool of a step said, and go on',
  skip: 'leave the next step out',
  back: 'bring the copy back to the state before the last step that was run',
  by: 'your name; it is kept with the repair',
  note: 'what you want to have kept with it',
  line: 'type or change the command line of a step that was not run yet',
  typed:
    'what stands behind the name of the program, as one word; {name}, {password} and {dir} are filled in',
  remember: 'for later repairs of this post office too',
  settings: 'show what a post office on your list has of its own for repairs, as JSON',
  count: 'count lost mail, orphans and torn pages in the private copy of a practice post office',
  remove: 'remove a repair with its private copy; the bag stays',
  password:
    'say how the password of a post office reaches its tools, or forget it. There is no option for a password, on purpose: what stands on a command line is kept in histories and seen in process lists. `repair run` asks for it without showing it, or reads one line from its standard input',
  passwordOf: 'id of a repair, or a post office on your list',
  forget: 'forget a password that the app keeps',
} as const;

const column = Math.max(...Object.values(markWords).map((word) => word.length));

/** One line of output with what it was taken for; what says nothing has nothing in front. */
export function outputLine({ text, mark }: OutputLine): string {
  const word: Readonly<Partial<Record<LineMark, string>>> = { ...markWords, plain: '' };
  return `${(word[mark] ?? '').padStart(column)} | ${text}`;
}

export const repairCliWords = {
  begun: (id: string): string => `Repair ${id}`,
  doesNotFit: (procedure: string, fitting: readonly string[]): string =>
    `--procedure ${procedure} does not belong to this bag. For it there is: ${fitting.join(', ')}.`,
  none: 'There is no repair. `postbag repair begin <bag>` begins one.',
  /** Above what the tool of a step says. */
  saying: (step: string): string => `${step}: ${repairStepWords(step).name}`,
  saidNothing: 'It said nothing.',
  removed: (id: string): string => `Removed the repair ${id}. The bag is as it was.`,
  askPassword: (postOffice: string): string => `Password of the post office ${postOffice}: `,
  forgotten: 'It is forgotten.',
  password: ({ known, kept }: PasswordState): string =>
    kept
      ? 'It is kept in the key store of the operating system.'
      : known
        ? 'It is known until Postbag ends.'
        : 'A terminal cannot use the key store of the operating system. `postbag repair run` asks for the password without showing it, or reads one line from its standard input, and knows it until it ends.',
} as const;
