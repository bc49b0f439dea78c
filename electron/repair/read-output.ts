import type { Complaint, LineMark, OutputMark, OutputRule, StepOutcome } from '../../shared/repair';

/** A line longer than that is read only so far: no rule needs more, and some would take very long. */
const MOST_LETTERS = 2_000;
const MOST_COMPLAINTS = 100;

/** What was read out of a tool's output. */
export type Reading = Pick<StepOutcome, 'mark' | 'lines' | 'labels' | 'complaints' | 'moreComplaints'>;

/** Reads a tool's output by rules. They were checked before. */
export class OutputReader {
  readonly #rules: readonly { readonly fits: RegExp; readonly rule: OutputRule }[];

  constructor(rules: readonly OutputRule[]) {
    this.#rules = rules.map((rule) => ({ fits: new RegExp(rule.pattern, 'iu'), rule }));
  }

  /** What one line says. An empty one says nothing. */
  markOf(line: string): LineMark {
    const text = line.slice(0, MOST_LETTERS).trim();
    if (text === '') return 'plain';
    return this.#rules.find(({ fits }) => fits.test(text))?.rule.mark ?? 'unknown';
  }

  /** What the whole output says. */
  read(output: string): Reading {
    const lines = { good: 0, warning: 0, bad: 0, plain: 0, unknown: 0 };
    const labels: Record<string, number> = {};
    const complaints = new Map<string, Complaint>();
    for (const line of linesOf(output)) {
      const mark = this.markOf(line);
      lines[mark]++;
      for (const label of this.#labelsOf(line)) labels[label] = (labels[label] ?? 0) + 1;
      if (mark !== 'bad' && mark !== 'warning') continue;
      const kind = `${mark} ${alike(line)}`;
      const known = complaints.get(kind);
      complaints.set(kind, {
        mark,
        text: shortened(line),
        count: (known?.count ?? 0) + 1,
        ...keepText(known),
      });
    }
    const all = [...complaints.values()].sort((a, b) => (a.mark === b.mark ? 0 : a.mark === 'bad' ? -1 : 1));
    return {
      mark: inAll(lines),
      lines,
      labels,
      complaints: all.slice(0, MOST_COMPLAINTS),
      moreComplaints: Math.max(0, all.length - MOST_COMPLAINTS),
    };
  }

  #labelsOf(line: string): string[] {
    const text = line.slice(0, MOST_LETTERS).trim();
    const fitting = this.#rules.filter(({ rule, fits }) => rule.label !== null && fits.test(text));
    return [...new Set(fitting.map(({ rule }) => rule.label ?? ''))];
  }
}

const keepText = (known: Complaint | undefined): Partial<Complaint> =>
  known === undefined ? {} : { text: known.text };

/** Lines as tools end them: DOS programs go back to the beginning of a line to draw a bar, so that counts as one too. */
export function linesOf(output: string): string[] {
  const lines = output.split(/\r\n|\n|\r|\f/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Numbers differ from line to line of the same kind. */
const alike = (line: string): string => line.trim().replaceAll(/\d+/g, '#').toLowerCase();

const shortened = (line: string): string => line.trim().slice(0, 300);

/** The worst thing that was said. Without a single good line nobody knows how it went. */
function inAll({ good, warning, bad, unknown }: Reading['lines']): OutputMark {
  if (bad > 0) return 'bad';
  if (unknown > 0) return 'unknown';
  if (warning > 0) return 'warning';
  return good > 0 ? 'good' : 'unknown';
}
