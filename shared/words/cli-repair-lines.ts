import type { RepairEvent, RepairRow, RepairStepView, RepairView, StepOutcome } from '../repair';
import { isSettled } from '../repair-next';
import { countOf, formatBytes, formatDuration, formatWhen } from './format';
import { gradeWords } from './grades';
import {
  dialectWords,
  markWords,
  needWords,
  outcomeWords,
  procedureWords,
  purposeWords,
  repairStepWords,
  repairWords,
  sourceWords,
} from './repair';
import { runnerWords, toolTrouble } from './tools';

/** Files of which the change is told one by one; what lies beyond is counted. */
const FILES_TOLD = 8;

/** A repair in a list. */
export function rowLines(row: RepairRow): string[] {
  const { id, postOffice, bag, grade, procedure, stepsDone, stepsInAll, createdAt } = row;
  return [
    `${id}  ${postOffice}`,
    `  ${bag}, ${gradeWords[grade].name}; begun ${formatWhen(createdAt)}, ${formatBytes(row.bytesTaken)}`,
    `  ${procedureWords[procedure].name}: ${String(stepsDone)} of ${countOf(stepsInAll, 'step')} done. ${stateOf(row)}`,
  ];
}

const stateOf = ({ damaged, runId, next }: RepairRow): string => {
  if (damaged) return 'The private copy was changed by somebody else.';
  return runId === null ? needWords[next.needs] : 'A tool is running.';
};

/** A repair with its steps and its history; what is next is not in it. */
export function repairLines(repair: RepairView): string[] {
  const { id, postOffice, login, bag, procedure, dialect, copy, files, bytes, bytesTaken } = repair;
  return [
    `Repair ${id} of ${postOffice}`,
    `  Bag: ${bag.folder}`,
    `  Grade: ${gradeWords[bag.grade].name}`,
    `  Procedure: ${procedureWords[procedure].name}. ${procedureWords[procedure].explained}`,
    `  Command lines: ${dialectWords[dialect].name.toLowerCase()}, for the post office called ${login}`,
    `  Private copy: ${copy} (${countOf(files, 'file')}, ${formatBytes(bytes)}; with the states to go back to ${formatBytes(bytesTaken)})`,
    '',
    ...repair.steps.flatMap((step, index) => stepLines(step, index + 1)),
    '',
    ...repair.events.map(eventLine),
  ];
}

function stepLines(step: RepairStepView, number: number): string[] {
  const { id, tool, purpose, line, changed, source, commandLine, outcome, answer, trouble } = step;
  const sure = changed ? 'Typed by a person.' : line === '' ? '' : sourceWords[source];
  return [
    `${String(number)}. ${id}: ${repairStepWords(id).name} (${tool}, ${purposeWords[purpose]})`,
    `   ${commandLine ?? (line === '' ? repairWords.noLine : `${tool} ${line}`)}`,
    ...(sure === '' ? [] : [`   ${sure}`]),
    ...(outcome ? outcomeLines(outcome).map((text) => `   ${text}`) : []),
    ...(answer ? [`   ${answerLine(answer)}`] : []),
    ...(trouble && !isSettled(step) ? [`   Cannot be run yet: ${toolTrouble(trouble)}`] : []),
  ];
}

function outcomeLines(outcome: StepOutcome): string[] {
  const { failed, reason, mark, exitCode, runner, startedAt, endedAt, lines, complaints, moreComplaints } =
    outcome;
  const took = formatDuration(new Date(endedAt).getTime() - new Date(startedAt).getTime());
  const code = exitCode === null ? 'no exit code' : `exit code ${String(exitCode)}`;
  if (failed !== null) {
    const why = reason ? ` ${toolTrouble(reason)}` : '';
    return [`Did not run to its end.${why} The copy is as it was before.`];
  }
  const counted = (['good', 'warning', 'bad', 'unknown', 'plain'] as const)
    .filter((one) => lines[one] > 0)
    .map((one) => `${markWords[one]} ${String(lines[one])}`);
  return [
    `${outcomeWords[mark].name}. ${outcomeWords[mark].explained}`,
    `Lines: ${counted.length === 0 ? 'none' : counted.join(', ')}. Ended with ${code} after ${took}; run by ${runnerWords[runner].name}.`,
    ...complaints.map(({ text, count }) => `- ${text}${count > 1 ? ` (${countOf(count, 'time')})` : ''}`),
    ...(moreComplaints > 0 ? [`- and ${countOf(moreComplaints, 'other way')} of complaining`] : []),
    ...changeLines(outcome.changes),
  ];
}

const deltaWords = { changed: 'changed', appeared: 'new', removed: 'removed' } as const;

function changeLines(changes: StepOutcome['changes']): string[] {
  if (changes.length === 0) return ['Changed nothing in the copy.'];
  const told = changes.slice(0, FILES_TOLD).map(({ path, kind, bytesChanged, bytesAfter }) => {
    const size = kind === 'changed' ? bytesChanged : bytesAfter;
    return `${path} ${deltaWords[kind]}${kind === 'removed' ? '' : ` (${formatBytes(size)})`}`;
  });
  const more = changes.length - told.length;
  return [`Files: ${told.join(', ')}${more > 0 ? `, and ${String(more)} more` : ''}.`];
}

function answerLine({ decision, by, at, note }: NonNullable<RepairStepView['answer']>): string {
  const what = decision === 'skip' ? 'Left out' : 'Went on';
  const who = by === '' ? ', as the procedure says' : ` by ${by}`;
  return `${what}${who}, ${formatWhen(at)}${note === '' ? '' : `: ${note}`}`;
}

const eventWords: Readonly<Record<RepairEvent['what'], string>> = {
  begun: 'begun',
  ran: 'ran',
  'did-not-run': 'did not run to its end',
  answered: 'decided',
  'taken-back': 'taken back',
  'line-changed': 'command line changed',
};

function eventLine({ at, what, step, by, text }: RepairEvent): string {
  const parts = [step ?? '', eventWords[what], by === '' ? '' : `by ${by}`];
  const said = parts.filter((part) => part !== '').join(' ');
  return `${formatWhen(at)}  ${said}${text === '' ? '' : `: ${text}`}`;
}
