import type { BagProblem, BagReport } from '../../shared/bag';
import { problem } from './problem';
import { linesOf } from './tag-text';
import type { Rules } from './versions';

/** Labels and values in file order; labels may repeat (RFC 8493 2.2.2). */
export type BagInfo = BagReport['info'];

/** Reads bag-info.txt. Values that go on over several lines are joined with one space. */
export function parseBagInfo(
  text: string,
  file: string,
  rules: Rules,
): { info: BagInfo; problems: BagProblem[] } {
  const info: BagInfo = [];
  const problems: BagProblem[] = [];
  const malformed = (line: number, reason: string, severity: BagProblem['severity']) =>
    problems.push(problem('bag-info-malformed', file, { line, reason }, severity));

  linesOf(text).forEach((line, index) => {
    const number = index + 1;
    if (trimSpace(line) === '') return;
    if (/^[ \t]/.test(line)) {
      const current = info.at(-1);
      if (current) current[1] = trimSpace(`${current[1]} ${trimSpace(line)}`);
      else malformed(number, 'orphan-continuation', 'error');
      return;
    }
    const colon = line.indexOf(':');
    if (colon < 0) {
      malformed(number, 'no-colon', 'error');
      return;
    }
    const [label, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (trimSpace(label) === '') malformed(number, 'no-label', 'error');
    // Drafts before 1.0 allow any white space around the colon.
    else if (rules.strict && label !== trimSpace(label)) malformed(number, 'space-before-colon', 'error');
    else if (rules.strict && /^[^ \t]/.test(value)) malformed(number, 'no-space-after-colon', 'error');
    info.push([trimSpace(label), trimSpace(value)]);
  });
  return { info, problems };
}

/** Removes spaces and tabs only: other white space may be part of a value. */
function trimSpace(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}

/** Longest line that is recommended, in characters (RFC 8493 2.2.2). */
const lineWidth = 79;

/**
 * Writes bag-info.txt. Line ends and control characters in a value become spaces, long values are folded at single
 * spaces so that `parseBagInfo` gives them back, and entries without a value are left out: the form knows none.
 * @throws RangeError when a label cannot be written.
 */
export function formatBagInfo(info: readonly (readonly [string, string])[]): string {
  return info
    .map(([label, value]) => [checkedLabel(label), cleanValue(value)] as const)
    .filter(([, value]) => value !== '')
    .map(([label, value]) => fold(label, value))
    .join('');
}

function checkedLabel(label: string): string {
  if (label === '' || label !== label.trim() || /[:\p{Cc}\p{Surrogate}]/u.test(label)) {
    throw new RangeError(`Not a label that bag-info.txt can hold: ${JSON.stringify(label)}`);
  }
  return label;
}

function cleanValue(value: string): string {
  return value
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
}

function fold(label: string, value: string): string {
  let text = '';
  let line = `${label}:`;
  for (const piece of value.split(/(?<! ) (?! )/)) {
    if (line.length + 1 + piece.length > lineWidth && line !== `${label}:`) {
      text += `${line}\n`;
      line = ' ';
    }
    line += ` ${piece}`;
  }
  return `${text}${line}\n`;
}

/** Values of one label, which is compared without case. */
export function valuesOf(info: BagInfo, label: string): string[] {
  return info.filter(([name]) => name.toLowerCase() === label.toLowerCase()).map(([, value]) => value);
}

export const oxumLabel = 'Payload-Oxum';

/** Compares Payload-Oxum, "bytes.files", with what is there (RFC 8493 2.2.2). Cheap, and never enough by itself. */
export function checkOxum(
  info: BagInfo,
  file: string,
  payload: { files: number; bytes: number },
): BagProblem[] {
  const values = valuesOf(info, oxumLabel);
  const [value] = values;
  if (value === undefined) return [];
  if (values.length > 1) return [problem('oxum-malformed', file, { reason: 'repeated' })];
  const [, bytes, files] = /^(\d+)\.(\d+)$/.exec(value) ?? [];
  if (bytes === undefined || files === undefined) {
    return [problem('oxum-malformed', file, { reason: 'form', found: value })];
  }
  if (Number(bytes) === payload.bytes && Number(files) === payload.files) return [];
  const expected = { expectedBytes: Number(bytes), expectedFiles: Number(files) };
  return [problem('oxum-differs', file, { ...expected, bytes: payload.bytes, files: payload.files })];
}
