import { z } from 'zod';
import { AccessSettings, ConnectionList, RunAccess } from '../../shared/access';
import { Finding } from '../../shared/finding';
import { GroupId, InventorySummary } from '../../shared/postoffice';
import { PracticeCheck, PracticeOptions } from '../../shared/practice';
import { ProofReminder, ProofRow, ProofSettings, RestoreRow, RestoreView } from '../../shared/proof';
import { Failure } from '../../shared/result';
import { MirrorCommands, RunStill, StillState } from '../../shared/still';
import { PendingUndo, Plan, RunProgress, RunRecord } from '../../shared/run';
import {
  OutputLine,
  PasswordState,
  RepairRow,
  RepairSettings,
  RepairView,
  ToolsView,
} from '../../shared/repair';
import { RunnerState } from '../../shared/tools';

const text = z.string().min(1);
/** What happened, why, and what a person does next. */
const words = { what: text, why: text, next: text };

/** Every line that `--json` may print. Strict: what a script could come to rely on must be in the contract. */
export const CliLine = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('inventory'),
    name: text,
    path: text,
    inventory: InventorySummary.strict(),
  }),
  z.strictObject({ type: z.literal('plan'), plan: Plan.strict() }),
  z.strictObject({ type: z.literal('progress'), ...RunProgress.shape }),
  z.strictObject({ type: z.literal('finding'), ...Finding.shape, ...words }),
  z.strictObject({ type: z.literal('error'), ...Failure.shape, ...words }),
  z.strictObject({ type: z.literal('result'), record: RunRecord.strict(), exitCode: z.number().int() }),
  z.strictObject({ type: z.literal('closing'), ...RunAccess.shape }),
  z.strictObject({ type: z.literal('still'), ...RunStill.shape }),
  z.strictObject({
    type: z.literal('volumes'),
    snapshot: z.array(StillState.strict()),
    mirror: z.array(StillState.strict()),
  }),
  z.strictObject({ type: z.literal('mirror'), postOffice: text, mirror: MirrorCommands.strict() }),
  z.strictObject({ type: z.literal('connections'), ...ConnectionList.shape }),
  z.strictObject({ type: z.literal('disconnected'), id: text }),
  z.strictObject({ type: z.literal('access'), postOffice: text, access: AccessSettings.strict() }),
  z.strictObject({ type: z.literal('added'), id: text, name: text, path: text }),
  z.strictObject({ type: z.literal('status'), pendingUndos: z.array(PendingUndo) }),
  z.strictObject({ type: z.literal('made'), path: text, options: PracticeOptions.strict() }),
  z.strictObject({ type: z.literal('at-work'), path: text }),
  z.strictObject({ type: z.literal('stopped'), ops: z.number().int() }),
  z.looseObject({ type: z.literal('practice-tool'), tool: text, clean: z.boolean() }),
  z.strictObject({ type: z.literal('check'), ...PracticeCheck.shape }),
  z.strictObject({ type: z.literal('tools'), ...ToolsView.shape }),
  z.strictObject({ type: z.literal('runner'), runner: RunnerState.strict() }),
  z.strictObject({ type: z.literal('repair'), repair: RepairView.strict() }),
  z.strictObject({ type: z.literal('repairs'), repairs: z.array(RepairRow.strict()) }),
  z.strictObject({ type: z.literal('output'), step: text, ...OutputLine.shape }),
  z.strictObject({ type: z.literal('repair-settings'), postOffice: text, settings: RepairSettings.strict() }),
  z.strictObject({ type: z.literal('password'), ...PasswordState.shape }),
  z.strictObject({ type: z.literal('removed'), id: text }),
  z.strictObject({
    type: z.literal('loss'),
    recoveryPoint: text.nullable(),
    sealedAt: text.nullable(),
  }),
  z.strictObject({ type: z.literal('partial'), groups: z.array(GroupId), warning: text }),
  z.strictObject({ type: z.literal('restore'), restore: RestoreView.strict() }),
  z.strictObject({ type: z.literal('restores'), restores: z.array(RestoreRow.strict()) }),
  z.strictObject({ type: z.literal('proofs'), bag: text, proofs: z.array(ProofRow.strict()) }),
  z.strictObject({
    type: z.literal('checklist'),
    postOffice: text,
    usual: z.boolean(),
    settings: ProofSettings.strict(),
  }),
  z.strictObject({ type: z.literal('reminder'), ...ProofReminder.shape }),
]);
export type CliLine = z.infer<typeof CliLine>;
export type LineOf<T extends CliLine['type']> = Extract<CliLine, { type: T }>;

/** The lines of a `--json` output. @throws zod errors for a line that is not in the contract */
export function parseLines(stdout: string): CliLine[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => CliLine.parse(JSON.parse(line)));
}

export function linesOf<T extends CliLine['type']>(lines: readonly CliLine[], type: T): LineOf<T>[] {
  return lines.filter((line): line is LineOf<T> => line.type === type);
}

/** The one line of a type. @throws Error when there is none, or more than one */
export function lineOf<T extends CliLine['type']>(lines: readonly CliLine[], type: T): LineOf<T> {
  const [line, ...more] = linesOf(lines, type);
  if (!line || more.length > 0) {
    throw new Error(
      `expected one line of type ${type}, there are ${line ? more.length + 1 : 0}:\n${shown(lines)}`,
    );
  }
  return line;
}

/** What was said, short enough for the message of a failed test. */
const shown = (lines: readonly CliLine[]): string =>
  lines
    .filter(({ type }) => type !== 'progress')
    .map((line) =>
      line.type === 'finding' || line.type === 'error' ? `${line.code}: ${line.what} ${line.why}` : line.type,
    )
    .join('\n');

/** The codes of all findings and errors that were told, in order. */
export function codesOf(lines: readonly CliLine[]): string[] {
  return lines.flatMap((line) => (line.type === 'finding' || line.type === 'error' ? [line.code] : []));
}

/** The first finding or error with a code. @throws Error when it was not told */
export function told(lines: readonly CliLine[], code: string): LineOf<'finding'> | LineOf<'error'> {
  for (const line of lines)
    if ((line.type === 'finding' || line.type === 'error') && line.code === code) return line;
  throw new Error(`nobody was told of ${code}:\n${shown(lines)}`);
}
