import {
  Repair,
  type PasswordState,
  type RepairRow,
  type RepairStepView,
  type RepairView,
} from '../../shared/repair';
import { removesMail } from '../../shared/destructive';
import { isSettled, whatNext } from '../../shared/repair-next';
import { repairFolder } from '../repair/folder';
import { takesPassword } from '../repair/line';
import { CopyStates } from '../repair/states';
import { bytesBelow, fingerprint } from '../repair/tree';
import { commandOf, isBuiltIn, shownCommand, type RepairParts } from '../repair/work';

/** What is known about a repair beside its record. */
export interface RepairNow {
  readonly folder: string;
  readonly runId: string | null;
  readonly password: PasswordState;
  readonly parts: RepairParts;
}

/** What of a repair's record is shown as it stands there. */
const Shown = Repair.omit({ steps: true, version: true, fingerprint: true });

/** A repair as it is shown. */
export async function repairView(repair: Repair, now: RepairNow): Promise<RepairView> {
  const { folder, runId, password } = now;
  return {
    ...Shown.parse(repair),
    folder,
    copy: repairFolder(folder).copy,
    steps: await stepViews(repair, now),
    next: whatNext(repair.steps),
    password,
    runId,
    bytesTaken: await bytesBelow(folder).catch(() => 0),
    damaged: await isDamaged(repair, now),
  };
}

/** A repair in a list. */
export async function repairRow(
  repair: Repair,
  { folder, runId }: Pick<RepairNow, 'folder' | 'runId'>,
): Promise<RepairRow> {
  const { id, postOffice, postOfficeId, practice, procedure, createdAt, bag, steps } = repair;
  return {
    id,
    postOffice,
    postOfficeId,
    practice,
    procedure,
    createdAt,
    bag: bag.name,
    grade: bag.grade,
    next: whatNext(steps),
    runId,
    bytesTaken: await bytesBelow(folder).catch(() => 0),
    damaged: await isDamaged(repair, { folder, runId }),
    stepsDone: steps.filter(isSettled).length,
    stepsInAll: steps.length,
  };
}

/** While a tool is at work the copy is nothing that could be held against anything. */
async function isDamaged(
  repair: Repair,
  { folder, runId }: Pick<RepairNow, 'folder' | 'runId'>,
): Promise<boolean> {
  if (runId !== null || repair.takingBack !== null) return false;
  return (await fingerprint(repairFolder(folder).copy).catch(() => null)) !== repair.fingerprint;
}

/** The number of the last step that was run to its end; -1 when none was. */
export const lastRun = ({ steps }: Pick<Repair, 'steps'>): number =>
  steps.findLastIndex(({ outcome }) => outcome !== null && outcome.failed === null);

async function stepViews(repair: Repair, { folder, runId, parts }: RepairNow): Promise<RepairStepView[]> {
  const last = lastRun(repair);
  const { copy, before } = repairFolder(folder);
  const hasState = last >= 0 && (await new CopyStates(copy, before).has(last).catch(() => false));
  return await Promise.all(
    repair.steps.map(async (step, at) => {
      const shown = {
        ...step,
        destructive: removesMail(step.line),
        needsPassword: takesPassword(step.line),
      };
      const canTakeBack = at === last && hasState && runId === null;
      const unknown = { ...shown, commandLine: null, runner: null, trouble: null, canTakeBack };
      if (step.line.trim() === '') return unknown;
      const runner = await parts.runnerOf(step.tool);
      const command = commandOf(repair, step, folder, parts);
      const commandLine =
        step.outcome?.commandLine ?? runner.commandLine(shownCommand(repair, step, folder, parts));
      if (parts.programOf(step.tool) === null && !isBuiltIn(step.tool)) {
        const trouble = { code: 'tool-missing', params: { tool: step.tool } } as const;
        return { ...unknown, commandLine, trouble };
      }
      const found = isSettled(step) ? null : await runner.check(command);
      const trouble = found?.code === 'empty-argument' && parts.password() === null ? null : found;
      return { ...shown, commandLine, runner: runner.id, trouble, canTakeBack };
    }),
  );
}
