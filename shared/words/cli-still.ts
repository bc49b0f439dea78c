/** Words of the terminal about snapshots and mirrors. */
export const stillHelp = {
  provider: 'what makes it stand still; without it the first one that can be used',
  ifNot: 'what to do where that cannot be had, or breaks while it is read: stop, or copy it open',
  calm: 'wait for a pause between writes first: off, auto (as long as the limit), or required (else stop)',
  calmSeconds: 'how long such a pause is, seconds',
  calmMinutes: 'how long it is waited for at most, minutes',
  volumes: 'say what snapshots and mirrors a post office could be copied from, and why not',
  mirror: 'show the commands that break the mirror of a post office on your list and join it, as JSON',
} as const;

export const stillCliWords = {
  usable: (covers: string, volumes: string): string => `can be used: ${covers}; ${volumes}`,
  snapshots: 'Snapshots',
  mirrors: 'Mirrors',
  noPause: 'Waiting for a pause between writes.',
  resyncing: (percent: number | null): string =>
    percent === null
      ? 'The mirror is joined again and is coming into step. Ctrl+C ends watching, and harms nothing.'
      : `The mirror is coming into step: ${String(Math.floor(percent))} %. Ctrl+C ends watching, and harms nothing.`,
} as const;
