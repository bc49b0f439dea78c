import { PostbagError } from '../../run/errors';
import { saidBy, type RunProgram } from '../../run/program';
import type { Listing } from '../adapter';
import { below, HeldFiles } from './held-files';
import { parseLsof, parsePs } from './lsof-text';
import { processConnection } from './seen-process';

/**
 * The processes of a Mac that have something of a folder open, or work in it. What was deleted and is still open is not
 * seen.
 * @param uid of this process: without the rights of root (0), lsof says nothing about other accounts' processes
 * @throws PostbagError `access-failed`
 */
export async function listMacProcesses(
  root: string,
  runProgram: RunProgram,
  uid: number,
  signal: AbortSignal,
): Promise<Listing> {
  const args = ['-w', '-F', 'pcLuftaDinl', '+D', root];
  const [end, ps] = await Promise.all([
    runProgram({ program: 'lsof', args, signal }),
    runProgram({ program: 'ps', args: ['-axo', 'pid=,uid=,lstart='], signal }),
  ]);
  // It ends with 1 when it found nothing, and often when it did; only what it complains of tells a failure.
  const nothing = end.code === 1 && end.stdout === '' && end.stderr.trim() === '';
  if (end.code !== 0 && !(end.code === 1 && end.stdout !== '') && !nothing) throw failed(saidBy(end));
  if (ps.code !== 0) throw failed(saidBy(ps));
  const known = parsePs(ps.stdout);
  const folder = below(root);
  const connections = parseLsof(end.stdout).flatMap(({ files, ...seen }) => {
    const held = new HeldFiles();
    for (const { path, mode, locks } of files) {
      const relative = folder.relative(path);
      if (relative !== null) held.add(relative, mode, locks);
    }
    if (seen.pid === process.pid || !held.present) return [];
    const since = known.get(seen.pid)?.since ?? null;
    return [processConnection({ ...seen, since, identity: since, files: held.list() })];
  });
  const others = [...known.values()].filter((one) => one.uid !== uid);
  return { connections, notExamined: uid === 0 ? 0 : others.length };
}

/** When a process started, ISO 8601 UTC; null when it is gone. */
export async function macIdentity(pid: number, runProgram: RunProgram): Promise<string | null> {
  const end = await runProgram({ program: 'ps', args: ['-o', 'pid=,uid=,lstart=', '-p', String(pid)] });
  return parsePs(end.stdout).get(pid)?.since ?? null;
}

const failed = (reason: string): PostbagError =>
  new PostbagError('close', 'access-failed', { adapter: 'processes', reason });
