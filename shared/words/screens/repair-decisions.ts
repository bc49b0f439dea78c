import type { PasswordState } from '../../repair';

const whyNotKept: Readonly<Record<NonNullable<PasswordState['whyNotKept']>, string>> = {
  'no-key-store':
    'It cannot be kept: the operating system has no key store that Postbag can use here. On Linux, install and unlock a keyring (GNOME Keyring or KWallet).',
  terminal: 'It cannot be kept from a terminal.',
};

/** What a person types and decides about the steps of a repair. */
export const decisionWords = {
  lines: {
    change: (empty: boolean): string => (empty ? 'Type the line…' : 'Change the line…'),
    changeOf: (step: string, empty: boolean): string => `${empty ? 'Type' : 'Change'} the line of “${step}”…`,
    label: (tool: string): string => `Command line behind ${tool}`,
    help: 'Filled in when it is run: {name} {password} {dir}. Never type a password here.',
    suggested: 'Use the suggestion',
    suggestion: (line: string): string =>
      `Suggestion, put together from parts that sources print: ${line}. Compare it with the manual of your version.`,
    noSuggestion: 'There is nothing to suggest. It stands in the manual of your version.',
    remember: 'Also for other repairs of this post office',
    save: 'Use this line',
    leave: 'Leave it as it is',
    missing: 'Type the command line.',
    tooLong: 'At most 400 characters.',
  },

  name: {
    title: 'This command line removes mail',
    text: (step: string, practice: boolean): string => {
      const which = `The line of “${step}” has a DELETE parameter.`;
      if (practice) return which;
      return `${which} Before release 5.11 the same line removed messages from all folders, not from one.`;
    },
    label: 'Name of the post office',
    help: (name: string): string => `To run it all the same, type: ${name}`,
    wrong: (name: string): string => `Type the name as it stands here: ${name}`,
  },

  password: {
    title: 'Password of the post office',
    needed: (steps: string): string => `The tools ask for it: ${steps}.`,
    promise: 'It is handed to the tools alone. It is never shown again, and stands in no file and no log.',
    label: 'Password',
    keep: 'Keep it in the key store of this computer',
    whyNotKept: (why: NonNullable<PasswordState['whyNotKept']>): string => whyNotKept[why],
    untilClosed: 'Postbag knows it until it is closed.',
    use: 'Use this password',
    known: 'The password is known until Postbag is closed.',
    kept: 'The password is known, and kept in the key store of this computer.',
    other: 'Use another password…',
    leave: 'Keep the one that is known',
    missing: 'Type the password.',
  },

  who: {
    name: 'Your name',
    nameHelp: 'It is kept with what you decide.',
    wrong: { missing: 'Type your name.', 'too-long': 'At most 80 characters.' },
    note: 'Note',
    noteMayBe: 'Need not be filled in.',
    noteMissing: 'Say why.',
  },

  skip: {
    open: 'Leave out…',
    title: (step: string): string => `Leave out “${step}”?`,
    text: 'The tool is not run. What later steps do may depend on it.',
    confirm: 'Leave this step out',
    leave: 'Keep the step',
  },

  back: {
    open: 'Take back…',
    openOf: (step: string): string => `Take back “${step}”…`,
    title: (step: string): string => `Take back “${step}”?`,
    text: 'The private copy is brought to the state before this step, and what the tool said about it is put aside. The bag stays as it is.',
    confirm: 'Take this step back',
    leave: 'Keep what it did',
    done: 'The step was taken back',
  },

  read: {
    title: 'Read what it said',
    text: 'If it is good, say so with your name. If it is not, take the step back.',
    bad: 'It says that something is wrong. Go on only if you know that a later step puts it right.',
    confirm: 'Go on',
    confirmOf: (step: string): string => `Go on after “${step}”`,
    going: 'Going on…',
  },
} as const;
