/** The history of runs. */
export const runsWords = {
  title: 'Runs',
  sub: (count: string): string => `${count}, newest first. Every run keeps its ledger and its log.`,
  subNone: 'Every backup and every verification is kept here.',
  table: 'Runs',
  columns: {
    when: 'When',
    postOffice: 'Post office',
    kind: 'What',
    verdict: 'Verdict',
    grade: 'Grade',
    size: 'Size',
  },
  running: 'Running…',
  resumable: 'can go on',
  took: (duration: string): string => `took ${duration}`,
  open: (kind: string, name: string, when: string): string => `${kind} of ${name}, ${when}`,
  none: 'No run yet.',
  noneNext: 'Make a backup, and it appears here with everything that was seen.',
  filter: 'Post office',
  all: 'All post offices',
  backUp: 'Back up…',
} as const;
