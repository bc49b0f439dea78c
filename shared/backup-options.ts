/** What can be chosen for one backup. No schema here: screens need these values without what checks them. */

/** Numbers that a person may change, each with the least and the most it can be. */
export const optionRanges = {
  /** How often everything is read again at most. */
  passes: { from: 1, to: 1000 },
  /** How long settling may take, minutes. */
  minutes: { from: 0, to: 1440 },
  /** How long a locked file is waited for, seconds. */
  lockedWait: { from: 0, to: 3600 },
  /** How long users have to log out, minutes. */
  grace: { from: 0, to: 240 },
  /** How far apart the two samples are that show that nothing moves, seconds. */
  quiet: { from: 1, to: 600 },
  /** How long a person's word is waited for while a post office is closed, minutes. */
  wait: { from: 1, to: 120 },
  /** For how long nothing may have been written before a snapshot is made, seconds. */
  calm: { from: 1, to: 600 },
  /** How long that is waited for at most, minutes. */
  calmLimit: { from: 0, to: 240 },
} as const;

/** What nobody has to change. */
export const usualOptions = {
  settle: { passes: 20, minutes: 15 },
  lockedWaitSeconds: 30,
  hold: false,
  shutdown: {
    message: 'The post office will be closed for a backup. Please log out now.',
    graceMinutes: 5,
    disconnect: 'ask' as 'all' | 'ask',
    quietSeconds: 20,
    notQuiet: 'stop' as 'stop' | 'ask' | 'go-on',
    waitMinutes: 10,
  },
  still: {
    provider: null,
    use: 'required' as 'required' | 'auto',
    calm: 'auto' as 'auto' | 'required' | 'off',
    calmSeconds: 2,
    calmMinutes: 2,
  },
  afresh: false,
};
