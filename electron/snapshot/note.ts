import { mkdir, open, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Params } from '../../shared/severity';
import { maybeComing, maybeLeft } from '../../shared/words/still-left';
import { systemCode } from '../run/errors';
import { isRunId } from '../run/folders';

/**
 * A small file that says what a run made, for systems that give a snapshot its name only when it is there: the undo is in
 * the journal before that. A line is written and synced before the system is asked, another as soon as it has answered.
 * So where there is no note, nothing was begun, or everything was removed; where one has no name, the run was cut short
 * in between, and nothing can be shown to be its own.
 */
export interface Note {
  /** When the system was asked, ms since 1970. */
  readonly begun: number;
  /** When it can no longer be making one, ms since 1970. */
  readonly until: number;
  /** The name that the system gave the snapshot; null where that was not written down. */
  readonly made: string | null;
}

/** For how long after it was asked a system may go on making a snapshot whose asker was killed, ms. */
const COMING_MS = 240_000;

/** Systems tell when they made one to the second at worst, ms. */
const SLACK_MS = 2_000;

const Begun = z.object({ begun: z.string() });
const Made = z.object({ made: z.string().min(1) });
const Ended = z.object({ ended: z.string() });
const Line = z.union([Begun, Made, Ended]);
type Line = z.infer<typeof Line>;

/** Says that the system is about to be asked. Makes the folder. @throws system errors */
export async function beginNote(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await addLine(file, { begun: new Date().toISOString() });
}

/** Says what the system made. @throws system errors */
export async function noteMade(file: string, made: string): Promise<void> {
  await addLine(file, { made });
}

/** Says that the program that was to make it has ended: whatever is not there by now will not come. @throws system errors */
export async function noteEnded(file: string): Promise<void> {
  await addLine(file, { ended: new Date().toISOString() });
}

async function addLine(file: string, line: Line): Promise<void> {
  const handle = await open(file, 'a');
  try {
    await handle.write(`${JSON.stringify(line)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Reads a note; null where nothing was begun. A line that was cut off counts as not written. @throws system errors */
export async function readNote(file: string): Promise<Note | null> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  });
  const lines = text.split('\n').flatMap((line) => parsed(line) ?? []);
  const [first] = lines.flatMap((line) => ('begun' in line ? [Date.parse(line.begun)] : []));
  if (first === undefined) return null;
  const [ended] = lines.flatMap((line) => ('ended' in line ? [Date.parse(line.ended)] : []));
  const [made] = lines.flatMap((line) => ('made' in line ? [line.made] : []));
  return { begun: first, until: ended ?? first + COMING_MS, made: made ?? null };
}

function parsed(line: string): Line | null {
  try {
    return Line.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Removes a note, and its folder where nothing else is in it. Does nothing where they are gone. @throws system errors */
export async function dropNote(file: string): Promise<void> {
  await rm(file, { force: true });
  await rmdir(path.dirname(file)).catch((error: unknown) => {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) throw error;
  });
}

/** The note that an undo names. @throws Error when it is none of the run's */
export function noteOf(params: Params, runId: string): string {
  const file = String(params['note']);
  if (!isRunId(runId) || !file.split(path.sep).includes(runId))
    throw new Error(`${file} is no note of run ${runId}`);
  return file;
}

/**
 * Of a note without a name: makes sure that the run left nothing. What cannot be shown to be ours is never removed.
 * @param times when the snapshots that are there were made, ms since 1970
 * @param shown what people call the volume; `command` shows its snapshots
 * @throws Error when one may be left, or may still come
 */
export function checkNothingLeft(
  { begun, until }: Note,
  times: readonly number[],
  { shown, command }: { readonly shown: string; readonly command: string },
): void {
  if (times.some((time) => time >= begun - SLACK_MS && time <= until))
    throw new Error(maybeLeft(shown, command));
  if (Date.now() < until) throw new Error(maybeComing(shown));
}
