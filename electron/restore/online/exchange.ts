import { rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Params } from '../../../shared/severity';
import { syncFolder } from '../../bag/folder-sync';
import { fingerprint } from '../../repair/tree';
import { systemCode } from '../../run/errors';
import { renamePatiently } from '../../run/rename-patiently';
import { exists } from '../../vault/bag-place';
import { asideOf, incomingOf, isAsideOf, restoredOf } from './names';
import type { OnlinePlace } from './place';
import { notMoved } from './refused';

/** Two folders that change places, as data: what lies at `target` goes to `aside`, and `incoming` to `target`. */
export interface Exchange {
  readonly what: 'online' | 'swap-back';
  /** Of the repair, with `restore.json` in it. */
  readonly folder: string;
  readonly target: string;
  /** Null when there is nothing to be moved aside. */
  readonly aside: string | null;
  readonly incoming: string;
  /** An empty folder lies at `target`, and makes room. */
  readonly empty: boolean;
  /** Of the files of `incoming`, and what tells that folder from any other: it must be known again where it is moved to. */
  readonly fingerprint: string;
  readonly identity: string;
}

/** Prepares an exchange of what lies there now. Changes nothing. @throws system errors */
export async function makeExchange(
  { target, there }: OnlinePlace,
  what: Exchange['what'],
  { folder, incoming, runId }: { folder: string; incoming: string; runId: string },
): Promise<Exchange> {
  const aside = (what === 'online' ? asideOf : restoredOf)(target, runId);
  return {
    what,
    folder,
    target,
    aside: there === 'something' ? aside : null,
    incoming,
    empty: there === 'empty',
    fingerprint: await fingerprint(incoming),
    identity: await identityOf(incoming),
  };
}

/** As it stands in a journal. */
export function exchangeParams({ aside, empty, ...rest }: Exchange): Params {
  return { ...rest, aside: aside ?? '', empty: empty ? 1 : 0 };
}

/**
 * Reads an exchange of a journal, which is checked like anything from outside: only names that belong to this run, beside the
 * place, are ever touched.
 * @throws Error when it is not one of this run
 */
export function exchangeOf(params: Params, runId: string): Exchange {
  const text = (name: string): string => String(params[name] ?? '');
  const [target, aside, incoming] = [text('target'), text('aside'), text('incoming')];
  const what = text('what') === 'swap-back' ? 'swap-back' : 'online';
  const known =
    what === 'online'
      ? incoming === incomingOf(target, runId) && ['', asideOf(target, runId)].includes(aside)
      : isAsideOf(incoming, target) && ['', restoredOf(target, runId)].includes(aside);
  if (!path.isAbsolute(target) || !path.isAbsolute(text('folder')) || !known) {
    throw new Error(`${target} was not exchanged by this run`);
  }
  return {
    what,
    folder: text('folder'),
    target,
    aside: aside === '' ? null : aside,
    incoming,
    empty: params['empty'] === 1,
    fingerprint: text('fingerprint'),
    identity: text('identity'),
  };
}

/**
 * Lets the folders change places, and has each new name on the disk before the next. Its undo must have been written before:
 * when it throws, the folders stay where they are.
 * @throws PostbagError `target-in-use`, `target-not-writable`, `target-other-volume`; the signal's reason
 */
export async function exchange(
  { target, aside, incoming, empty }: Exchange,
  signal: AbortSignal,
): Promise<void> {
  try {
    signal.throwIfAborted();
    if (aside !== null) await moveTo(target, aside);
    else if (empty) await rmdir(target);
    signal.throwIfAborted();
    await moveTo(incoming, target);
    signal.throwIfAborted();
  } catch (error) {
    throw notMoved(target, error);
  }
}

/** Renames a folder to a name that nothing has, and syncs the folder above. @throws system errors; `EEXIST` */
export async function moveTo(from: string, to: string): Promise<void> {
  if (await exists(to)) throw Object.assign(new Error(`${to} is there already`), { code: 'EEXIST' });
  await renamePatiently(from, to);
  await syncFolder(path.dirname(to));
}

/**
 * What a folder is to an exchange. `untouched`: what was moved in, as it was. `changed`: the same folder, and somebody has
 * written in it since. `foreign`: something else.
 */
export async function knownAgain(
  folder: string,
  { fingerprint: was, identity }: Exchange,
): Promise<'untouched' | 'changed' | 'foreign'> {
  try {
    if ((await fingerprint(folder)) === was) return 'untouched';
    return (await identityOf(folder)) === identity ? 'changed' : 'foreign';
  } catch (error) {
    if (systemCode(error) === 'ENOTDIR') return 'foreign';
    throw error;
  }
}

/** The number of a folder is given to another one when it is gone; with the time it was made it is its own. */
async function identityOf(folder: string): Promise<string> {
  const { ino, birthtimeNs } = await stat(folder, { bigint: true });
  return `${String(ino)} ${String(birthtimeNs)}`;
}

const busy = new Map<string, Promise<unknown>>();

/** Lets one at a time work at a place: a step that was left behind in a hanging call may still be at work when it is undone. */
export async function oneAtATime<T>(target: string, work: () => Promise<T>): Promise<T> {
  const before = busy.get(target) ?? Promise.resolve();
  const mine = before.then(work, work);
  busy.set(target, mine);
  try {
    return await mine;
  } finally {
    if (busy.get(target) === mine) busy.delete(target);
  }
}
