/** The child's side of `Child`: the same three verbs, whether Electron or Node started this process. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the parent is gone; never called under Electron, which ends its children itself. */
  onGone(listener: () => void): void;
}

interface UtilityPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** @throws Error when this process was not started by a parent that listens. */
export function parentOfThisProcess(): Parent {
  const port = (process as unknown as { parentPort?: UtilityPort }).parentPort;
  if (port) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
      onGone: () => undefined,
    };
  }
  if (!process.send) throw new Error('This entry is a child process; start it through Fork.');
  return {
    // A parent that has just gone does not hear it, which is no error of ours.
    send: (message) => void process.send?.(message, undefined, undefined, () => undefined),
    onMessage: (listener) => void process.on('message', listener),
    onGone: (listener) => void process.on('disconnect', listener),
  };
}
