/**
 * A seam for child processes: the app starts them as Electron utility processes (a packaged app cannot run as
 * plain Node, its fuses forbid it), the CLI and the tests as forked Node processes. Rooms below take a `Fork`
 * and never ask which one it is.
 */
export interface Child {
  readonly pid: number | undefined;
  /** Sends one structured-cloneable message. A message to a child that is gone is dropped. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, with the exit code, or null when a signal ended it. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts one of our own bundled entries by its name, for example `practice-users`. */
export type Fork = (entry: string, args?: readonly string[]) => Child;
