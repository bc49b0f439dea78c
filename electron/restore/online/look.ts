import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Finding, FindingCode } from '../../../shared/finding';
import type { Params, Severity } from '../../../shared/severity';
import { someConnections } from '../../../shared/words/access';
import { PostbagError } from '../../run/errors';
import { failureOf, findingNow, isCancel } from '../../run/findings';
import { newRunId } from '../../run/folders';
import { realPath } from '../../run/real-path';
import type { RunContext } from '../../run/step';
import { isInBag } from '../../staging/landing';
import type { OnlineJob } from './job';
import { incomingOf } from './names';
import { lookAtPlace, type OnlinePlace } from './place';
import { refusedAt } from './refused';

/** What was found at a place; null where it could not even be looked at, and the findings say why. */
export interface Looked {
  readonly place: OnlinePlace | null;
  readonly findings: readonly Finding[];
  /** Bytes that can still be written beside it. */
  readonly freeBytes: number | null;
}

/** What a place is looked at for. */
export interface LookFor {
  /** That will be written beside it. */
  readonly bytes: number;
  /** Make a file beside it, and remove it: rights are only known when something was really made. */
  readonly tryToWrite: boolean;
  readonly signal: AbortSignal;
}

/**
 * Finds out what stands against bringing a copy online at a place.
 * @throws Cancelled
 */
export async function lookAtTarget(job: OnlineJob, { bytes, tryToWrite, signal }: LookFor): Promise<Looked> {
  let place: OnlinePlace;
  try {
    place = await lookAtPlace(job.target);
  } catch (error) {
    return { place: null, findings: [findingOf(error)], freeBytes: null };
  }
  const findings: Finding[] = [];
  if (await isForbidden(place.target, job)) {
    findings.push(found('target-is-bag', 'error', { target: job.target }));
  } else if (tryToWrite) {
    findings.push(...(await makeFile(place)));
  }
  findings.push(...(await lookAtConnections(job, place, signal)));
  const freeBytes = await statfs(place.parent).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
  if (freeBytes !== null && freeBytes < bytes && !findings.some(({ code }) => code === 'place-full'))
    findings.push(found('place-full', 'error', { folder: place.parent, reason: 'ENOSPC' }));
  return { place, findings, freeBytes };
}

/**
 * Who is connected to what lies at a place. Somebody who is seen is always an error: moving files away under him loses what he
 * writes. That nobody can be seen, a person may overrule who has looked elsewhere.
 * @throws Cancelled
 */
export async function lookAtConnections(
  job: OnlineJob,
  { target: real, there }: OnlinePlace,
  signal: AbortSignal,
): Promise<Finding[]> {
  if (there !== 'something') return [];
  const { access, target } = job;
  const notSeen = found('target-not-seen', job.overruledConnected ? 'warning' : 'error', { target });
  // Who is connected to another place says nothing about this one.
  if (access?.place.root !== real) return [notSeen];
  try {
    const { connections, seesAll, failures, notExamined } = await access.list(signal);
    if (connections.length > 0) {
      const params = { target, count: connections.length, who: someConnections(connections) };
      return [found('target-connected', 'error', params)];
    }
    return seesAll && failures.length === 0 && notExamined === 0 ? [] : [notSeen];
  } catch (error) {
    if (isCancel(error) || signal.aborted) throw error;
    return [notSeen];
  }
}

/** Goes on unless something was found that is an error; of the rest, a person is told. @throws PostbagError the first error */
export function stopOnErrors(findings: readonly Finding[], context: RunContext | null): void {
  const error = findings.find(({ severity }) => severity === 'error');
  if (error) throw new PostbagError(error.stage, error.code, error.params);
  for (const finding of findings) context?.finding(finding);
}

/** Whether a place lies in, or is, or has in it, something that is not to be touched. */
async function isForbidden(target: string, { forbidden, folder, copy }: OnlineJob): Promise<boolean> {
  for (const one of [...forbidden, folder, copy]) {
    const real = await realPath(one).catch(() => path.resolve(one));
    if (liesIn(target, real) || liesIn(real, target)) return true;
  }
  return await isInBag(target);
}

function liesIn(inner: string, outer: string): boolean {
  const fold = (text: string): string => (process.platform === 'linux' ? text : text.toLowerCase());
  const relative = path.relative(fold(outer), fold(inner));
  return !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative));
}

/** It loses its name as soon as it has it, and has one as long as those that the run will need. */
async function makeFile({ target }: OnlinePlace): Promise<Finding[]> {
  const file = incomingOf(target, newRunId());
  try {
    const handle = await open(file, 'wx');
    try {
      await rm(file, { maxRetries: 5, retryDelay: 200 });
      await handle.writeFile('Postbag');
      await handle.sync();
    } finally {
      await handle.close();
    }
    return [];
  } catch (error) {
    return [findingOf(refusedAt(target, error))];
  }
}

function findingOf(error: unknown): Finding {
  const { code, stage, params } = failureOf(error, 'restore');
  return findingNow(code, 'error', stage, params);
}

const found = (code: FindingCode, severity: Severity, params: Params): Finding =>
  findingNow(code, severity, 'restore', params);
