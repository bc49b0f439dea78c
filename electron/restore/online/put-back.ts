import { access, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../bag/folder-sync';
import { describeError, PostbagError } from '../../run/errors';
import { whileAnswering } from '../../run/patience';
import type { UndoHandler } from '../../run/step';
import { removeLanding } from '../../staging/landing';
import { exists } from '../../vault/bag-place';
import type { Restore } from '../../../shared/proof';
import { readRestore } from '../record';
import { exchangeOf, knownAgain, moveTo, oneAtATime, type Exchange } from './exchange';
import { isRecorded, recordExchange } from './recorded';

/**
 * Undoes an exchange of two post offices that was not recorded as done: what was at the place before is there again. The record
 * and what lies there decide. Safe to repeat; nothing is overwritten, and only names of this run are touched. Where somebody
 * has worked in the one that was moved in, it stays, and the exchange is recorded instead: his mail is in it.
 */
export const putBack: UndoHandler = async (params, runId) => {
  const exchange = exchangeOf(params, runId);
  const { target } = exchange;
  const work = oneAtATime(target, async () => {
    const restore = await recordOf(exchange.folder);
    if (restore !== null && isRecorded(restore, exchange.what, runId)) return false;
    return await decide(exchange, runId, restore);
  });
  return await whileAnswering(path.dirname(target), work);
};

async function decide(exchange: Exchange, runId: string, restore: Restore | null): Promise<boolean> {
  const { target, aside, incoming, empty } = exchange;
  await readdir(path.dirname(target)); // while the disk is away, nobody can say what lies where
  const isThere = await exists(target);
  const isAside = aside !== null && (await exists(aside));
  const isIncoming = await exists(incoming);

  if (isAside && !isThere) {
    await moveTo(aside, target);
    return true;
  }
  if (isAside && isIncoming) throw inTheWay(target, aside);
  if (isThere && !isIncoming && (isAside || aside === null)) {
    // Without a record nobody can say whether it was done; both are whole, and one of them is in its place.
    return restore !== null && (await changeBack(exchange, runId, isAside));
  }
  if (isThere) return false; // nothing was moved, or all is back already
  if (aside !== null) throw new Error(`${target} is not there, and not at ${aside}. Is its disk connected?`);
  if (empty) await makeEmpty(target);
  return empty;
}

/** Both were moved. */
async function changeBack(exchange: Exchange, runId: string, isAside: boolean): Promise<boolean> {
  const { what, target, aside, incoming, empty } = exchange;
  const found = await knownAgain(target, exchange);
  if (found === 'foreign') {
    if (aside !== null && isAside) throw inTheWay(target, aside);
    return false; // nothing of this run is left there
  }
  if (found === 'changed') {
    await recordExchange(exchange, runId);
    return false;
  }
  await moveTo(target, incoming);
  if (aside !== null) await backOrAsItWas(exchange, aside);
  else if (empty) await makeEmpty(target);
  // The undo that removes it may have had its turn already, when this could not be done.
  if (what === 'online') await removeLanding({ folder: incoming }, runId);
  return true;
}

/** A place without any post office is worse than one with the wrong one. */
async function backOrAsItWas({ target, incoming }: Exchange, aside: string): Promise<void> {
  try {
    await moveTo(aside, target);
  } catch (error) {
    await moveTo(incoming, target).catch(() => undefined);
    throw new Error(`${aside} cannot be moved to ${target} now: ${describeError(error)}`, { cause: error });
  }
}

async function makeEmpty(target: string): Promise<void> {
  await mkdir(target);
  await syncFolder(path.dirname(target));
}

const inTheWay = (target: string, aside: string): Error =>
  new Error(`Something else lies at ${target}. Move it away, so that ${aside} can be put back there.`);

/** Null when a person has removed the restore since. @throws Error when it cannot be read now */
async function recordOf(folder: string): Promise<Restore | null> {
  await access(path.dirname(folder)); // while its disk is away, nobody can say that there is none
  try {
    return await readRestore(folder);
  } catch (error) {
    if (!(error instanceof PostbagError)) throw error;
    throw new Error(`The record of the restore in ${folder} cannot be read.`, { cause: error });
  }
}
