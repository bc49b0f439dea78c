/** What can be chosen for one backup. No schema here: screens need these values without what checks them. */

/** Numbers that a person may change, each with the least and the most it can be. */
export const optionRanges = {
  /** How often everything is read again at most. */
  passes: { from: 1, to: 1000 },
  /** How long settling may take, minutes. */
  minutes: { from: 0, to: 1440 },
  /** How long a locked file is waited for, seconds. */
  lockedWait: { from: 0, to: 3600 },
} as const;

/** What nobody has to change. */
export const usualOptions = {
  settle: { passes: 20, minutes: 15 },
  lockedWaitSeconds: 30,
  hold: false,
  afresh: false,
};
