import type { BagProblem } from '../../shared/bag';
import { pathRefusal } from './path-refusal';
import { decodePath, isPayloadPath, otherReadings } from './paths';
import { problem } from './problem';
import { linesOf } from './tag-text';
import type { Rules } from './versions';

export const fetchTxt = 'fetch.txt';

/** A payload file that is to be had elsewhere (RFC 8493 2.2.3). Postbag never fetches it. */
export interface FetchEntry {
  readonly path: string;
  readonly otherPaths: readonly string[];
  readonly url: string;
  readonly line: number;
}

/** Schemes that would make a tool that fetches read this machine, its network shares or its own program. */
const hostileScheme =
  /^(?:[a-z]|file|smb|nfs|data|javascript|vbscript|about|blob|res|resource|jar|chrome|app):/i;

/** Reads fetch.txt: `url length path` on each line. */
export function parseFetch(text: string, rules: Rules): { entries: FetchEntry[]; problems: BagProblem[] } {
  const entries: FetchEntry[] = [];
  const problems: BagProblem[] = [];
  linesOf(text).forEach((lineText, index) => {
    const line = index + 1;
    if (lineText.trim() === '') return;
    const [, url, length, rest] = /^(\S+)[ \t]+(\S+)[ \t]+(\S.*)$/s.exec(lineText) ?? [];
    if (url === undefined || length === undefined || rest === undefined) {
      problems.push(problem('fetch-line-malformed', fetchTxt, { line, reason: 'form' }));
      return;
    }
    if (!/^(?:\d+|-)$/.test(length)) {
      problems.push(problem('fetch-line-malformed', fetchTxt, { line, reason: 'length', found: length }));
    }
    problems.push(...urlProblems(url, line));
    const written = rest.replace(/^\.\//, '');
    const path = decodePath(written, rules.percent);
    const otherPaths = otherReadings(written, rules.percent);
    const reason = [path, ...otherPaths].map(pathRefusal).find((refusal) => refusal !== null);
    if (reason !== undefined) {
      problems.push(problem('path-hostile', written, { reason, file: fetchTxt, line }));
    } else if (!isPayloadPath(path)) {
      problems.push(problem('path-in-wrong-manifest', path, { file: fetchTxt, line, kind: 'fetch' }));
    } else {
      entries.push({ path, otherPaths, url, line });
    }
  });
  return { entries, problems };
}

/** An address must be an absolute URI, and one that a fetching tool could follow without harm. */
function urlProblems(url: string, line: number): BagProblem[] {
  if (url.includes('\\') || /\p{Cc}/u.test(url) || hostileScheme.test(url)) {
    return [problem('fetch-url-hostile', fetchTxt, { line, url })];
  }
  // A web address without a host is none; other schemes (ark:, doi:, s3:) are only names here.
  const complete = /^(?:https?|ftps?|sftp):/i.test(url)
    ? /^[a-z]+:\/\/[^/?#]/i.test(url)
    : /^[a-z][a-z0-9+.-]*:./i.test(url);
  return complete ? [] : [problem('fetch-line-malformed', fetchTxt, { line, reason: 'url', found: url })];
}
