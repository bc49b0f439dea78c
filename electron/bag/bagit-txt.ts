import type { BagProblem } from '../../shared/bag';
import { problem } from './problem';
import { decodeTagText, isKnownEncoding, linesOf } from './tag-text';
import { fallbackRules, rulesOf, type Rules } from './versions';

/** The bag declaration, `bagit.txt` (RFC 8493 2.1.1). */
export interface Declaration {
  /** As written; null when there is none. */
  readonly version: string | null;
  /** Encoding of the other tag files, one that can be read here. */
  readonly encoding: string;
  readonly rules: Rules;
  readonly problems: readonly BagProblem[];
}

export const bagitTxt = 'bagit.txt';

/** What `writeTagFiles` writes. */
export const declarationText = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** What stands for a declaration that is missing, so that the rest of the bag can still be looked at. */
export function noDeclaration(found: BagProblem): Declaration {
  return { version: null, encoding: 'utf-8', rules: fallbackRules, problems: [found] };
}

/** Reads bagit.txt. Never throws: what is wrong is in `problems`, and sensible values stand for what is missing. */
export function parseBagitTxt(bytes: Uint8Array): Declaration {
  const { text, lossy, bom } = decodeTagText(bytes, 'utf-8');
  const lines = linesOf(text);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const version = valueOf(lines, /^\s*BagIt-Version\s*:(.*)$/i);
  const encoding = valueOf(lines, /^\s*Tag-File-Character-Encoding\s*:(.*)$/i);
  const rules = (version === null ? null : rulesOf(version)) ?? fallbackRules;

  const problems: BagProblem[] = [];
  const malformed = (reason: string, severity: BagProblem['severity'] = 'error') =>
    problems.push(problem('bagit-txt-malformed', bagitTxt, { reason }, severity));
  if (bom) problems.push(problem('bagit-txt-bom', bagitTxt));
  if (lossy) malformed('not-utf-8');
  if (version === null) malformed('no-version');
  else if (!rulesOf(version)) problems.push(problem('version-unknown', bagitTxt, { found: version }));
  if (encoding === null) malformed('no-encoding');
  else if (!isKnownEncoding(encoding)) {
    problems.push(problem('encoding-unknown', bagitTxt, { found: encoding }));
  }
  if (version !== null && encoding !== null && !hasExactForm(lines, rules)) {
    malformed('form', rules.strict ? 'error' : 'warning');
  }
  const readable = encoding !== null && isKnownEncoding(encoding) ? encoding : 'utf-8';
  return { version, encoding: readable, rules, problems };
}

function valueOf(lines: readonly string[], label: RegExp): string | null {
  for (const line of lines) {
    const value = label.exec(line)?.[1]?.trim();
    if (value !== undefined) return value;
  }
  return null;
}

/** Two lines in this order; in 1.0 with one space after the colon and none elsewhere. */
function hasExactForm(lines: readonly string[], rules: Rules): boolean {
  const [first = '', second = ''] = lines;
  const forms = rules.strict
    ? ([/^BagIt-Version: \d+\.\d+$/i, /^Tag-File-Character-Encoding: \S+$/i] as const)
    : ([/^BagIt-Version\s*:/i, /^Tag-File-Character-Encoding\s*:/i] as const);
  return lines.length === 2 && forms[0].test(first) && forms[1].test(second);
}
