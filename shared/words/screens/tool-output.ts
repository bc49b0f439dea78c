import { countOf, formatBytes, formatCount } from '../format';
import type { Complaint, FileDelta, LineMark, RepairEvent, StepOutcome } from '../../repair';
import { markWords } from '../repair';

const counted: readonly LineMark[] = ['bad', 'warning', 'unknown', 'good'];

const change: Readonly<Record<FileDelta['kind'], (delta: FileDelta) => string>> = {
  changed: ({ bytesBefore, bytesAfter, bytesChanged }) =>
    bytesBefore === bytesAfter
      ? `${formatBytes(bytesChanged)} of ${formatBytes(bytesAfter)} changed`
      : `${formatBytes(bytesChanged)} changed; was ${formatBytes(bytesBefore)}, is ${formatBytes(bytesAfter)}`,
  appeared: ({ bytesAfter }) => `new, ${formatBytes(bytesAfter)}`,
  removed: ({ bytesBefore }) => `removed, was ${formatBytes(bytesBefore)}`,
};

const events: Readonly<Record<RepairEvent['what'], string>> = {
  begun: 'Private copy made',
  ran: 'Tool ran',
  'did-not-run': 'Tool did not run to its end',
  answered: 'Answered',
  'taken-back': 'Taken back',
  'line-changed': 'Command line changed',
};

const answers: Readonly<Record<string, string>> = { skip: 'left out', 'go-on': 'goes on' };

/** What the tools of a repair said and did. */
export const toolOutputWords = {
  live: {
    label: (tool: string): string => `What ${tool} says`,
    nothing: 'It has said nothing yet.',
    before: (count: number): string => `${countOf(count, 'line')} before these`,
    lines: (count: number): string => countOf(count, 'line'),
    say: (tool: string, count: number): string => `${tool} is running. ${countOf(count, 'line')} so far.`,
  },

  output: {
    show: 'Everything it said',
    label: (tool: string): string => `Everything that ${tool} said`,
    nothing: 'It said nothing.',
    /** How many lines say what; those that say nothing only where nothing else was said. */
    counted: (lines: StepOutcome['lines']): readonly string[] => {
      const said = counted.filter((mark) => lines[mark] > 0);
      if (said.length === 0) return [lines.plain === 0 ? 'it said nothing' : countOf(lines.plain, 'line')];
      return said.map((mark) => `${formatCount(lines[mark])} ${markWords[mark]}`);
    },
    complaints: 'What it complained about',
    times: (complaint: Complaint): string =>
      complaint.count === 1 ? '' : `${formatCount(complaint.count)} times`,
    more: (count: number): string => `and in ${countOf(count, 'other way')}`,
    changes: (files: number, bytes: number): string =>
      files === 0
        ? 'It changed nothing in the copy.'
        : `It changed ${countOf(files, 'file')}, ${formatBytes(bytes)} in all.`,
    changesLabel: 'What it did to the files',
    change: (delta: FileDelta): string => change[delta.kind](delta),
    took: (duration: string): string => `took ${duration}`,
    /** No source says what it means, so it is shown and decides nothing. */
    exitCode: (code: number | null): string =>
      code === null ? 'no exit code' : `exit code ${code}, which decides nothing`,
  },

  history: {
    title: 'What happened',
    columns: { at: 'When', what: 'What', step: 'Step', by: 'Who' },
    what: ({ what }: RepairEvent): string => events[what],
    more: ({ what, text }: RepairEvent): string =>
      what === 'answered' ? text.replace(/^(?:skip|go-on)\b/, (answer) => answers[answer] ?? answer) : text,
  },
} as const;
