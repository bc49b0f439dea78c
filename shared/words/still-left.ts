/**
 * A run was cut short while a system made a snapshot for it, and there is one of that time.
 * @param volume what people call it
 * @param command shows the snapshots that there are
 */
export const maybeLeft = (volume: string, command: string): string =>
  `A snapshot of ${volume} was made when this run was cut short. It may be the run's or somebody else's, so it was left: look at it (${command}), and remove it if nobody needs it.`;

/** A run was cut short while a system made a snapshot for it, and there is none yet. */
export const maybeComing = (volume: string): string =>
  `This run was cut short while a snapshot of ${volume} was being made. It may still appear: this is looked at again later.`;
