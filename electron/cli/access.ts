import path from 'node:path';
import type { ConnectionList } from '../../shared/access';
import { AccessSettings, usualAccess } from '../../shared/access';
import { adapterWords, connectionName, lockWords, reasonSentence } from '../../shared/words/access';
import { accessCliWords as words } from '../../shared/words/cli-access';
import { pendingUndoSentence } from '../../shared/words/steps';
import { exitCodes } from './exit-codes';
import { onList, postOfficeFor } from './inventory';
import type { Session } from './command';
import { readSettingsFile } from './settings-file';

/** `postbag connections <post office>`: who is there now. Ends with 3 where it cannot be said of everybody. */
export async function connectionsCommand(target: string, session: Session): Promise<number> {
  const { engine, out, signal } = session;
  const list = await engine.access.list(postOfficeFor(target, undefined, session), signal);
  out.object('connections', list);
  for (const connection of list.connections) {
    out.line(`${connectionName(connection)}  [${connection.id}]`);
    for (const { path: file, since, locks } of connection.files) {
      const more = [since ?? '', ...locks.map((lock) => lockWords[lock])].filter((part) => part !== '');
      out.line(`  ${[file, ...more].join('  ')}`);
    }
  }
  if (list.connections.length === 0) out.line(words.nobodySeen);
  return tellSight(list, session);
}

function tellSight(list: ConnectionList, { out }: Session): number {
  const seeing = list.adapters.filter(({ lists }) => lists);
  out.line(words.seenBy(seeing.map(({ id }) => adapterWords[id].name)));
  for (const { id, reason } of list.adapters) {
    if (reason && reason.code !== 'other-system')
      out.line(`  ${adapterWords[id].name}: ${reasonSentence(reason)}`);
  }
  if (list.notExamined > 0) out.line(words.notExamined(list.notExamined));
  for (const { failure } of list.failures) out.failure(failure);
  const whole = seeing.length > 0 && list.failures.length === 0 && list.notExamined === 0;
  return whole ? exitCodes.verified : exitCodes.findings;
}

/** `postbag disconnect <post office> <id>`: ends one connection that `connections` showed. */
export async function disconnectCommand(
  target: string,
  id: string,
  force: boolean,
  session: Session,
): Promise<number> {
  await session.engine.access.disconnect(postOfficeFor(target, undefined, session), id, force);
  session.out.object('disconnected', { id });
  session.out.line(words.askedToEnd(id));
  return exitCodes.verified;
}

/**
 * `postbag access <post office> [--import file]`: prints how access to a post office on the list is seen and closed, as
 * JSON, or takes it from such a file.
 */
export async function accessCommand(
  target: string,
  file: string | undefined,
  session: Session,
): Promise<number> {
  const { engine, out } = session;
  const known = onList(target, session);
  const access =
    file === undefined ? (known.access ?? usualAccess) : await readSettingsFile(file, AccessSettings);
  if (file !== undefined) engine.access.set(known.id, access);
  out.object('access', { postOffice: known.name, access });
  out.line(JSON.stringify(access, null, 2));
  return exitCodes.verified;
}

/** `postbag add <folder>`: puts a post office on the list, as the app does. */
export async function addCommand(
  folder: string,
  name: string | undefined,
  { engine, out }: Session,
): Promise<number> {
  const root = path.resolve(folder);
  const id = await engine.postOffices.add(root, name ?? engine.postOffices.suggestName(root), null);
  const known = engine.postOffices.known(id);
  out.object('added', { id, name: known.name, path: known.path });
  out.line(words.added(known.name));
  return exitCodes.verified;
}

/** `postbag status`: what is still to be undone. Every start has tried it before. Ends with 3 while something is left. */
export async function statusCommand({ engine, out }: Session): Promise<number> {
  const pending = await engine.runs.pendingUndos();
  out.object('status', { pendingUndos: pending });
  if (pending.length === 0) out.line(words.nothingToUndo);
  else out.line(words.stillToUndo);
  for (const { action, params, postOffice, lastError } of pending) {
    out.line(`  ${postOffice}: ${pendingUndoSentence(action, params)}`);
    if (lastError !== '') out.line(`    ${lastError}`);
  }
  return pending.length === 0 ? exitCodes.verified : exitCodes.findings;
}

/** `postbag undo`: tries once more what is still to be undone. */
export async function undoCommand(session: Session): Promise<number> {
  await session.engine.runs.retryUndos();
  return await statusCommand(session);
}
