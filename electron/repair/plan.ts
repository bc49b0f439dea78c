import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import type { Finding, FindingCode } from '../../shared/finding';
import { removesMail } from '../../shared/destructive';
import type { Repair, RepairStep } from '../../shared/repair';
import { isSettled, whatNext } from '../../shared/repair-next';
import type { Plan, PlannedStep } from '../../shared/run';
import type { Params, Severity } from '../../shared/severity';
import type { ToolFailure, ToolReason } from '../../shared/tools';
import { repairRunCommand } from '../../shared/words/command-line';
import { repairStepWords, repairWords } from '../../shared/words/repair';
import { PostbagError } from '../run/errors';
import { findingNow } from '../run/findings';
import { repairFolder } from './folder';
import { takesPassword } from './line';
import { fingerprint } from './tree';
import { commandOf, isBuiltIn, shownCommand, type RepairParts } from './work';

/** What a person asked for. */
export interface RepairRequest {
  /** All steps up to the first that needs a person, and not only the next one. */
  readonly all: boolean;
  /** What was typed as the name of the post office, for a line that removes mail. */
  readonly typedName: string;
}

/**
 * Plans the next step of a repair, or all that are left. Everything that can be said before a tool is started is a finding; one
 * that is an error stops the run before it starts.
 * @param folder of the repair, absolute
 * @throws PostbagError `not-the-next-step` when a person has to look first, or nothing is left
 */
export async function planRepair(
  repair: Repair,
  folder: string,
  request: RepairRequest,
  parts: RepairParts,
): Promise<Plan> {
  const next = whatNext(repair.steps);
  if (next.step === null || next.needs === 'person') throw new PostbagError('request', 'not-the-next-step');
  const open = repair.steps.filter((step) => !isSettled(step));
  const wanted = request.all ? open : open.slice(0, 1);
  const findings: Finding[] = [...(await aboutCopy(repair, folder))];
  for (const [at, step] of wanted.entries()) {
    findings.push(...(await aboutStep(repair, step, { folder, request, parts, first: at === 0 })));
  }
  return {
    id: randomUUID(),
    kind: 'repair',
    postOffice: repair.postOffice,
    postOfficeId: repair.postOfficeId,
    method: null,
    vault: repair.bag.vault,
    bestGrade: null,
    steps: await Promise.all(wanted.map(async (step) => await planned(repair, step, folder, parts))),
    groups: [],
    files: repair.files,
    bytes: repair.bytes,
    freeBytes: null,
    neededBytes: null,
    options: null,
    shares: null,
    resumes: null,
    commandLine: repairRunCommand(repair.id, request.all, request.typedName),
    findings: unlike(findings),
  };
}

async function planned(
  repair: Repair,
  step: RepairStep,
  folder: string,
  parts: RepairParts,
): Promise<PlannedStep> {
  const line =
    step.line.trim() === ''
      ? repairWords.noLine
      : (await parts.runnerOf(step.tool)).commandLine(shownCommand(repair, step, folder, parts));
  const { name } = repairStepWords(step.id);
  return {
    id: 'run-tool',
    params: { repair: repair.id, step: step.id, tool: step.tool, name, line },
    undo: 'restore-copy',
  };
}

async function aboutCopy(repair: Repair, folder: string): Promise<Finding[]> {
  const { copy } = repairFolder(folder);
  const { postOffice } = repair;
  const now = await fingerprint(copy).catch(() => null);
  if (now !== repair.fingerprint) return [found('repair-damaged', 'error', { postOffice, reason: '' })];
  const { bavail, bsize } = await statfs(folder);
  const [free, needed] = [bavail * bsize, 2 * repair.bytes];
  return free < needed ? [found('workbench-tight', 'warning', { folder, free, needed })] : [];
}

interface About {
  readonly folder: string;
  readonly request: RepairRequest;
  readonly parts: RepairParts;
  /** Of the first step everything must be right; a later one may be put right until it is reached. */
  readonly first: boolean;
}

async function aboutStep(
  repair: Repair,
  step: RepairStep,
  { folder, request, parts, first }: About,
): Promise<Finding[]> {
  const { tool, line } = step;
  const severity: Severity = first ? 'error' : 'warning';
  if (line.trim() === '') {
    return request.all && step.optional ? [] : [found('line-missing', severity, { tool })];
  }
  const { postOffice } = repair;
  const findings: Finding[] = [];
  if (removesMail(line) && !isSameName(request.typedName, postOffice)) {
    findings.push(found('line-destructive', 'error', { tool, line, postOffice }));
  }
  if (takesPassword(line) && parts.password() === null) {
    findings.push(found('password-needed', 'error', { postOffice }));
  }
  if (parts.programOf(tool) === null && !isBuiltIn(tool)) {
    return [...findings, found('tool-not-shown', severity, { tool })];
  }
  const trouble = await (await parts.runnerOf(tool)).check(commandOf(repair, step, folder, parts));
  // Without a password nothing stands where it belongs, and that is told already.
  if (trouble && !(trouble.code === 'empty-argument' && parts.password() === null)) {
    findings.push(found('tool-not-run', severity, notRun(tool, 'refused', trouble)));
  }
  return findings;
}

/** What fills the words of a tool that did not run, or not to its end. */
export const notRun = (
  tool: string,
  failure: ToolFailure,
  trouble: { readonly code: ToolReason; readonly params: Params },
): Params => ({ ...trouble.params, name: tool, failure, trouble: trouble.code });

const isSameName = (typed: string, name: string): boolean =>
  typed.normalize('NFC').trim().toLowerCase() === name.normalize('NFC').trim().toLowerCase();

const found = (code: FindingCode, severity: Severity, params: Params): Finding =>
  findingNow(code, severity, 'repair', params);

/** The same thing of several steps is said once. */
function unlike(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, params }) => {
    const key = `${code} ${JSON.stringify(params)}`;
    return !seen.has(key) && seen.add(key);
  });
}
