import type { RepairStepView, RepairView } from '../repair';
import { mayBeLeftOut } from '../repair-next';
import { repairRunCommand } from './command-line';
import { repairStepWords, repairWords } from './repair';
import { toolTrouble } from './tools';

/** In the place of what only the person knows. */
const YOUR_NAME = '"your name"';

/** What has to happen next in a repair, with the exact command for each way to go on. */
export function nextLines(repair: RepairView): string[] {
  const { id, steps, next, copy, damaged } = repair;
  if (damaged) {
    return [
      'The private copy is not as the last step left it. Begin a new repair from the bag.',
      `  postbag repair remove ${id}`,
    ];
  }
  const step = steps.find((one) => one.id === next.step);
  if (!step) return ['All steps are done. The copy is in', `  ${copy}`];
  const told = `${step.id} (${repairStepWords(step.id).name}, ${step.tool})`;
  if (next.needs === 'person') return personLines(id, step, told);
  if (next.needs === 'line') return typeLines(repair, step, told);
  return runLines(repair, step, told);
}

function runLines(repair: RepairView, step: RepairStepView, told: string): string[] {
  const { id, postOffice, steps } = repair;
  if (mayBeLeftOut(step, steps)) {
    return [
      `Next: ${told}. It is for something that was not found. Leave it out and go on:`,
      command(runAll(id)),
      'Or run it all the same:',
      command(run(id)),
    ];
  }
  const lines = [`Next: ${told}`, command(step.commandLine ?? `${step.tool} ${step.line}`)];
  if (step.trouble) lines.push(`It cannot be run yet: ${toolTrouble(step.trouble)}`);
  if (!step.destructive) return [...lines, command(run(id)), command(runAll(id))];
  return [
    ...lines,
    'It removes mail. Type the name of the post office if that is what you want.',
    command(repairRunCommand(id, false, postOffice)),
  ];
}

function typeLines({ id, steps }: RepairView, step: RepairStepView, told: string): string[] {
  const { suggested } = step;
  const lines = [
    `Next: ${told}: ${repairWords.noLine}. No source prints it; type it as the manual of your version says.`,
  ];
  if (suggested !== '') lines.push(`Put together from parts that sources print: ${suggested}`);
  lines.push(command(`postbag repair line ${id} ${step.id} "${suggested === '' ? '…' : suggested}"`));
  return [
    ...lines,
    ...(mayBeLeftOut(step, steps)
      ? ['Or leave it out and go on:', command(runAll(id))]
      : ['Or leave it out, with your name:', command(decide('skip', id, step.id))]),
  ];
}

function personLines(id: string, step: RepairStepView, told: string): string[] {
  const lines = [
    `Next: somebody has to read what ${told} said.`,
    command(`postbag repair show ${id} --output ${step.id}`),
    'If it is good, go on:',
    command(decide('confirm', id, step.id)),
  ];
  if (!step.canTakeBack) return lines;
  return [
    ...lines,
    'If it is not, bring the copy back to the state before:',
    command(decide('back', id, step.id)),
  ];
}

const command = (text: string): string => `  ${text}`;
const run = (id: string): string => repairRunCommand(id, false, '');
const runAll = (id: string): string => repairRunCommand(id, true, '');
const decide = (what: 'confirm' | 'skip' | 'back', id: string, step: string): string =>
  `postbag repair ${what} ${id} ${step} --by ${YOUR_NAME}`;
