import { utilityProcess } from 'electron';
import { entryPath } from '../run/entries';
import type { Fork } from '../run/child';

/** `Fork` for the app: utility processes, which also work when the fuses forbid running as plain Node. */
export const forkUtility: Fork = (entry, args = []) => {
  const child = utilityProcess.fork(entryPath(entry), [...args], { serviceName: entry, stdio: 'ignore' });
  let gone = false;
  child.once('exit', () => (gone = true));
  return {
    pid: child.pid,
    send: (message) => {
      if (!gone) child.postMessage(message);
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(code)),
    kill: () => void child.kill(),
  };
};
