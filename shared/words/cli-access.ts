import { countOf } from './format';

/** Words of the terminal about connections, closing, and what is still to be undone. */
export const accessHelp = {
  connections: 'list who is connected to a post office now',
  disconnect: 'end one connection that `connections` showed',
  connection: 'its id, in brackets behind the name',
  force: 'end a program that did not end when it was asked to',
  access: 'show how access to a post office on your list is seen and closed, as JSON',
  import: 'take it from a file of that form instead',
  onList: 'name of a post office on your list, or its folder',
  add: 'put a post office on your list',
  addFolder: 'its folder',
  addName: 'what to call it',
  status: 'show what is still to be undone; every start of Postbag tries it first',
  undo: 'try once more what is still to be undone',
  message: 'what the users are told',
  grace: 'give the users so many minutes to log out',
  disconnectWhom:
    'whom to disconnect after that: all, or ask: wait until they are gone (see `postbag disconnect`)',
  quiet: 'seconds in which nothing may move before it is copied',
  goOn: 'copy also when it cannot be shown to be quiet; the grade then is not closed',
  waitMinutes: 'open everything again when somebody is still connected after so many minutes',
} as const;

export const accessCliWords = {
  nobodySeen: 'Nobody is seen.',
  seenBy: (names: readonly string[]): string =>
    names.length === 0 ? 'Nothing here can see who is connected.' : `Looked with: ${names.join(', ')}.`,
  notExamined: (count: number): string =>
    `${countOf(count, 'program')} of other accounts could not be looked into.`,
  askedToEnd: (id: string): string => `${id} was asked to end. Look again whether it did.`,
  added: (name: string): string => `${name} is on your list now.`,
  nothingToUndo: 'Nothing is left to undo.',
  stillToUndo: 'Still to undo:',
  phases: {
    telling: (until: string): string => `The users have time to log out. It will be closed at ${until}.`,
    stopping: 'Closing …',
    disconnecting: 'Closed to new connections; waiting for those who are still there.',
    proving: 'Watching whether anything moves.',
    'not-quiet': 'It is not quiet.',
    closed: 'It is closed and being copied.',
    open: 'It is open again.',
  },
} as const;
