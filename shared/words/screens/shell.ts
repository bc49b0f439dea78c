/** Words around every screen: navigation, theme, and what buttons on several screens say. */

export const shellWords = {
  product: 'Postbag',
  skip: 'Skip to the content',
  mainNavigation: 'Main',
  screens: {
    'post-offices': 'Post offices',
    runs: 'Runs',
    bags: 'Bags',
    restores: 'Restores and proofs',
    repairs: 'Repairs',
    tools: 'Repair tools',
  },
  needAttention: (count: number): string =>
    count === 1 ? '1 post office needs attention' : `${count} post offices need attention`,
  running: (count: number): string => (count === 1 ? '1 run is going on' : `${count} runs are going on`),
  waiting: (count: number): string =>
    count === 1 ? '1 run waits for your word' : `${count} runs wait for your word`,
  repairsAsk: (count: number): string =>
    count === 1 ? '1 repair needs somebody' : `${count} repairs need somebody`,
  restoresAsk: (count: number): string =>
    count === 1 ? '1 restore or proof needs somebody' : `${count} restores or proofs need somebody`,
  theme: 'Look',
  themes: { system: 'System', light: 'Light', dark: 'Dark' },
  version: (version: string): string => `Version ${version}`,
  notifications: 'Messages',
  loading: 'Loading…',
} as const;

/** Buttons and labels that several screens share. */
export const commonWords = {
  back: 'Back',
  continue: 'Continue',
  close: 'Close',
  hide: 'Hide',
  tryAgain: 'Try again',
  copied: (what: string): string => `${what} copied`,
  couldNotCopy: 'It could not be copied.',
  whatToDo: 'What to do:',
  commandLine: 'The same from a terminal',
  copyCommand: 'Copy command line',
  commandCopied: 'Command line copied',
  severity: { error: 'Error', warning: 'Warning', info: 'Note' },
  showAll: (count: string): string => `Show all ${count}`,
  rows: (from: string, to: string, total: string): string => `Rows ${from} to ${to} of ${total}`,
  previousRows: 'Previous rows',
  nextRows: 'Next rows',
  scrollable: (what: string): string => `${what}, can be scrolled`,
} as const;
