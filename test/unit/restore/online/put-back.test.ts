/**
 * Motivation: after a power cut in the middle of an exchange of two post offices only what lies there, and the record, say how far
 * it came. A wrong guess moves away, or removes, somebody's mail.
 *
 * Description: every state that folders and record can be in when the undo is called, made by hand: the place, the name aside and
 * the incoming name, each missing, or with the old one, the restored one, the restored one in which somebody has worked, or
 * something of somebody else.
 *
 * Pass criteria: what was there before is in its place again wherever that can be done; a recorded exchange and foreign folders
 * are never touched; in which somebody has worked stays and is recorded; what cannot be done is an error that says why; called
 * a second time it changes nothing more; no file of anybody is ever lost.
 */
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import {
  exchangeParams,
  knownAgain,
  makeExchange,
  type Exchange,
} from '../../../../electron/restore/online/exchange';
import { asideOf, incomingOf, restoredOf } from '../../../../electron/restore/online/names';
import { putBack } from '../../../../electron/restore/online/put-back';
import { recordExchange } from '../../../../electron/restore/online/recorded';
import { readRestore, saveRestore } from '../../../../electron/restore/record';
import { newRunId } from '../../../../electron/run/folders';
import { REPAIR, restoreRecord } from '../../../integration/restore/online-runs';
import { temporaryFolder } from '../../../support/places';

type Lies = 'nothing' | 'empty' | 'old' | 'restored' | 'worked-in' | 'foreign';

interface Made {
  readonly exchange: Exchange;
  readonly runId: string;
  readonly parent: string;
  readonly folder: string;
}

/** An exchange that was prepared and not begun. */
async function prepared(what: Exchange['what'], there: 'nothing' | 'empty' | 'something'): Promise<Made> {
  const base = await temporaryFolder();
  const [parent, folder] = [path.join(base, 'mail'), path.join(base, 'workbench', REPAIR)];
  const target = path.join(parent, 'office');
  const [runId, earlier] = [newRunId(), newRunId()];
  await mkdir(parent);
  await mkdir(folder, { recursive: true });
  if (there !== 'nothing') await mkdir(target);
  if (there === 'something') await writeFile(path.join(target, 'MAIL'), 'old');
  const incoming = what === 'online' ? incomingOf(target, runId) : asideOf(target, earlier);
  await mkdir(incoming);
  await writeFile(path.join(incoming, 'MAIL'), 'restored');
  const online =
    what === 'online' ? null : { runId: earlier, at: '', target, aside: incoming, swappedBack: null };
  await saveRestore(folder, { ...restoreRecord, online });
  const exchange = await makeExchange({ target, parent, there }, what, { folder, incoming, runId });
  return { exchange, runId, parent, folder };
}

/** Brings the folders into a state. */
async function lay({ exchange }: Made, target: Lies, aside: boolean, incoming: boolean): Promise<void> {
  const { target: at, incoming: from } = exchange;
  const spare = `${at}-spare`;
  if (exchange.aside !== null) await rename(at, aside ? exchange.aside : spare);
  else if (exchange.empty) await rm(at, { recursive: true });
  if (target === 'old') await rename(spare, at);
  if (target === 'restored' || target === 'worked-in') await rename(from, at);
  else if (!incoming) await rm(from, { recursive: true });
  if (target === 'worked-in') await appendFile(path.join(at, 'MAIL'), ' and new mail');
  if (target === 'empty' || target === 'foreign') await mkdir(at);
  if (target === 'foreign') await writeFile(path.join(at, 'MAIL'), 'of somebody else');
  await rm(spare, { recursive: true, force: true });
}

/** Every folder beside the place and the text of the mail in it, with this run's id left out. */
async function found({ parent, exchange, runId }: Made): Promise<Record<string, string>> {
  const names: Record<string, string> = {
    [path.basename(exchange.target)]: 'place',
    [path.basename(exchange.incoming)]: 'incoming',
    [path.basename(exchange.aside ?? restoredOf(exchange.target, runId))]: 'aside',
  };
  const lie: Record<string, string> = {};
  for (const name of await readdir(parent)) {
    const mail = await readFile(path.join(parent, name, 'MAIL'), 'utf8').catch(() => 'empty');
    lie[names[name] ?? name] = mail;
  }
  return lie;
}

interface Row {
  readonly had: 'nothing' | 'empty' | 'something';
  readonly target: Lies;
  readonly aside?: true;
  readonly incoming?: true;
  readonly acts?: boolean;
  readonly error?: RegExp;
  readonly after: Record<string, string>;
  readonly recorded?: true;
}

const old = { place: 'old' };
const waits = { incoming: 'restored' };

const rows: readonly Row[] = [
  // Something was there before.
  { had: 'something', target: 'old', incoming: true, after: { ...old, ...waits } },
  { had: 'something', target: 'old', after: old },
  {
    had: 'something',
    target: 'nothing',
    aside: true,
    incoming: true,
    acts: true,
    after: { ...old, ...waits },
  },
  { had: 'something', target: 'nothing', aside: true, acts: true, after: old },
  { had: 'something', target: 'restored', aside: true, acts: true, after: old },
  {
    had: 'something',
    target: 'worked-in',
    aside: true,
    recorded: true,
    after: { place: 'restored and new mail', aside: 'old' },
  },
  {
    had: 'something',
    target: 'foreign',
    aside: true,
    error: /Something else lies at .*Move it away/,
    after: { place: 'of somebody else', aside: 'old' },
  },
  {
    had: 'something',
    target: 'foreign',
    aside: true,
    incoming: true,
    error: /Something else/,
    after: { place: 'of somebody else', aside: 'old', ...waits },
  },
  {
    had: 'something',
    target: 'empty',
    aside: true,
    incoming: true,
    error: /Something else/,
    after: { place: 'empty', aside: 'old', ...waits },
  },
  { had: 'something', target: 'foreign', incoming: true, after: { place: 'of somebody else', ...waits } },
  { had: 'something', target: 'nothing', incoming: true, error: /Is its disk connected/, after: waits },
  { had: 'something', target: 'nothing', error: /Is its disk connected/, after: {} },
  // An empty folder.
  { had: 'empty', target: 'empty', incoming: true, after: { place: 'empty', ...waits } },
  { had: 'empty', target: 'nothing', incoming: true, acts: true, after: { place: 'empty', ...waits } },
  { had: 'empty', target: 'restored', acts: true, after: { place: 'empty' } },
  { had: 'empty', target: 'worked-in', recorded: true, after: { place: 'restored and new mail' } },
  { had: 'empty', target: 'empty', after: { place: 'empty' } },
  { had: 'empty', target: 'foreign', after: { place: 'of somebody else' } },
  // Nothing.
  { had: 'nothing', target: 'nothing', incoming: true, after: waits },
  { had: 'nothing', target: 'nothing', after: {} },
  { had: 'nothing', target: 'restored', acts: true, after: {} },
  { had: 'nothing', target: 'worked-in', recorded: true, after: { place: 'restored and new mail' } },
  { had: 'nothing', target: 'foreign', after: { place: 'of somebody else' } },
  { had: 'nothing', target: 'foreign', incoming: true, after: { place: 'of somebody else', ...waits } },
];

const title = ({ had, target, aside, incoming }: Row): string =>
  `before: ${had}, now: ${target}${aside ? ', moved aside' : ''}${incoming ? ', incoming' : ''}`;

for (const what of ['online', 'swap-back'] as const) {
  test.each(rows.map((row) => [title(row), row] as const))(`${what}: %s`, async (_title, row) => {
    const made = await prepared(what, row.had);
    await lay(made, row.target, row.aside ?? false, row.incoming ?? false);
    const params = exchangeParams(made.exchange);
    const undo = async (): Promise<boolean> => await putBack(params, made.runId);

    if (row.error) await expect(undo()).rejects.toThrow(row.error);
    else expect(await undo()).toBe(row.acts ?? false);
    // What swapping back moves in is the old post office: it is put back to where it lay, never removed.
    const movedBack = what === 'swap-back' && row.target === 'restored' ? waits : {};
    const after = { ...row.after, ...movedBack };
    expect(await found(made)).toEqual(after);
    const { online = null } = (await readRestore(made.folder)) ?? {};
    const runId = what === 'online' ? online?.runId : online?.swappedBack?.runId;
    expect(runId === made.runId).toBe(row.recorded ?? false);

    if (row.error) await expect(undo()).rejects.toThrow(row.error);
    else expect(await undo()).toBe(false);
    expect(await found(made), 'a second time').toEqual(after);
  });

  test(`${what}: one that is recorded as done is never undone`, async () => {
    const made = await prepared(what, 'something');
    await lay(made, 'restored', true, false);
    await recordExchange(made.exchange, made.runId);
    expect(await putBack(exchangeParams(made.exchange), made.runId)).toBe(false);
    expect(await found(made)).toEqual({ place: 'restored', aside: 'old' });
  });

  test(`${what}: without a record one of the two is put into an empty place, and nothing else is moved`, async () => {
    const half = await prepared(what, 'something');
    await lay(half, 'nothing', true, true);
    await rm(half.folder, { recursive: true });
    expect(await putBack(exchangeParams(half.exchange), half.runId)).toBe(true);
    expect(await found(half)).toEqual({ place: 'old', incoming: 'restored' });

    const whole = await prepared(what, 'something');
    await lay(whole, 'restored', true, false);
    await rm(whole.folder, { recursive: true });
    expect(await putBack(exchangeParams(whole.exchange), whole.runId)).toBe(false);
    expect(await found(whole)).toEqual({ place: 'restored', aside: 'old' });
  });
}

test('while a record cannot be read, or a disk is away, nothing is decided', async () => {
  const made = await prepared('online', 'something');
  await lay(made, 'restored', true, false);
  const undo = async (): Promise<boolean> => await putBack(exchangeParams(made.exchange), made.runId);
  const record = path.join(made.folder, 'restore.json');
  const text = await readFile(record, 'utf8');
  await writeFile(record, text.slice(0, 100));
  await expect(undo()).rejects.toThrow(/record of the restore .* cannot be read/);
  await writeFile(record, text);
  for (const disk of [path.dirname(made.folder), made.parent]) {
    await rename(disk, `${disk} away`);
    await expect(undo()).rejects.toThrow(/ENOENT/);
    await rename(`${disk} away`, disk);
  }
  expect(await found(made)).toEqual({ place: 'restored', aside: 'old' });
  expect(await undo()).toBe(true);
  expect(await found(made)).toEqual(old);
});

test('what a journal says is not believed: only names of the very run are touched', async () => {
  const made = await prepared('online', 'something');
  await lay(made, 'nothing', true, true);
  const params = exchangeParams(made.exchange);
  const victim = path.join(made.parent, 'victim');
  await mkdir(victim);
  for (const change of [
    { aside: victim },
    { incoming: victim },
    { target: victim },
    { target: 'office' },
    { folder: 'workbench' },
    { what: 'swap-back' },
    { aside: path.join(made.parent, '..', path.basename(made.exchange.aside ?? '')) },
  ]) {
    await expect(putBack({ ...params, ...change }, made.runId), JSON.stringify(change)).rejects.toThrow(
      /not exchanged by this run/,
    );
  }
  await expect(putBack(params, newRunId())).rejects.toThrow(/not exchanged by this run/);
  expect(await found(made)).toEqual({ aside: 'old', incoming: 'restored', victim: 'empty' });
});

test('a folder that was made anew with the same number is not taken for the one that was moved in', async () => {
  const made = await prepared('online', 'nothing');
  const { exchange } = made;
  expect(await knownAgain(exchange.incoming, exchange)).toBe('untouched');
  for (let turn = 0; turn < 20; turn++) {
    await rm(exchange.incoming, { recursive: true });
    await mkdir(exchange.incoming); // where numbers are given out again, it has the same
    await writeFile(path.join(exchange.incoming, 'MAIL'), 'of somebody else');
    expect(await knownAgain(exchange.incoming, exchange)).toBe('foreign');
  }
});
