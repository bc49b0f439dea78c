import type { ToolId } from '../../shared/procedures';
import type { OutputRule, Repair, RepairStep } from '../../shared/repair';
import type { ToolCommand, ToolRunner } from '../tools/runner';
import { repairFolder } from './folder';
import { wordsOf } from './line';
import { OutputReader } from './read-output';
import { usualRules } from './output-rules';

/** What a repair is worked on with; the engine has it from settings and key store. */
export interface RepairParts {
  /** Absolute path of a tool; null when nobody has shown it. */
  readonly programOf: (tool: ToolId) => string | null;
  readonly runnerOf: (tool: ToolId) => Promise<ToolRunner>;
  /** Null when nobody has said it. */
  readonly password: () => string | null;
  /** The post office's own rules, which come before the usual ones. */
  readonly rules: readonly OutputRule[];
  readonly limitMs: number;
  /** A step's tool said something more. */
  readonly onOutput: (step: string) => void;
  /** The record of the repair is another one now. */
  readonly onSaved: () => void;
}

/** Output beyond that ends a tool: it goes round in circles, bytes. */
export const MOST_OUTPUT = 32 << 20;

/** What a step hands to its runner. @param folder of the repair, absolute */
export function commandOf(
  repair: Pick<Repair, 'login'>,
  step: Pick<RepairStep, 'tool' | 'line'>,
  folder: string,
  parts: Pick<RepairParts, 'programOf' | 'password'>,
): ToolCommand {
  return {
    tool: parts.programOf(step.tool) ?? step.tool,
    args: wordsOf(step.line),
    values: { name: repair.login, password: parts.password() ?? '' },
    copy: repairFolder(folder).copy,
  };
}

/** The same for showing it: a password that nobody has said yet is masked like one. */
export function shownCommand(
  repair: Pick<Repair, 'login'>,
  step: Pick<RepairStep, 'tool' | 'line'>,
  folder: string,
  parts: Pick<RepairParts, 'programOf' | 'password'>,
): ToolCommand {
  return commandOf(repair, step, folder, { ...parts, password: () => parts.password() ?? UNSAID });
}

/** Stands for a password that is not known; no line has it. */
const UNSAID = '\0';

/** Whether a tool can be run without being shown: Postbag's own runs by itself where it has to. */
export const isBuiltIn = (tool: ToolId): boolean => tool === 'PRACTOOL';

/** Reads the output of a step's tool. */
export const readerFor = (tool: ToolId, { rules }: Pick<RepairParts, 'rules'>): OutputReader =>
  new OutputReader([...rules, ...usualRules(tool)]);
