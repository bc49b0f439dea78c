/** Command lines of the administrator's own: a program that is chosen, and arguments that are typed. */
export const commandWords = {
  noProgram: 'no program',
  chooseProgram: 'Choose program…',
  chooseProgramFor: (what: string): string => `Choose program: ${what}`,
  removeProgram: 'Remove program',
  removeProgramFor: (what: string): string => `Remove program: ${what}`,
  args: 'Arguments',
  argsFor: (what: string): string => `Arguments: ${what}`,
  argsHelp: 'Words with spaces stand in "double quotes"; a double quote in them is written twice.',
  limit: 'End a command after',
  seconds: 'seconds',
  discard: 'Discard changes',

  wrong: {
    quoteOpen: 'A double quote is not closed.',
    tooMany: 'At most 49 arguments of 1,000 characters each.',
    number: (from: number, to: number): string => `A whole number from ${from} to ${to}.`,
  },
} as const;
