import { fork } from 'node:child_process';
import { entryPath } from './entries';
import type { Fork } from './child';

/** `Fork` for plain Node: the CLI and the tests. */
export const forkNode: Fork = (entry, args = []) => {
  const child = fork(entryPath(entry), [...args], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  // A child that cannot be started, or spoken to, ends; `onExit` says so.
  child.on('error', () => child.kill('SIGKILL'));
  return {
    pid: child.pid,
    send: (message) => {
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
};
