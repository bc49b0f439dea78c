import { z } from 'zod';
import { AccessSettings } from './access';
import { FormatId, PatternChanges } from './postoffice';
import { ProofReminder, ProofSettings } from './proof';
import { RepairSettings, ToolSettings } from './repair';
import { MirrorCommands } from './still';
import { usualRunnerSettings } from './tools';

/** A post office that the administrator wants to have backed up. */
export const KnownPostOffice = z.object({
  id: z.string().min(1),
  name: z.string().min(1).max(80),
  /** Absolute path of the folder; UNC where it was chosen as UNC. */
  path: z.string().min(1),
  /** Chosen by a person when file names alone do not decide. */
  format: FormatId.nullable(),
  patterns: PatternChanges,
  /** How access to it is seen and closed; absent while nobody has changed what is usual. */
  access: AccessSettings.optional(),
  /** Commands that break its mirror and join it again; absent where none were typed. */
  mirror: MirrorCommands.optional(),
  /** Its lines for the repair tools, and what it is called there; absent while nobody has changed what is usual. */
  repair: RepairSettings.optional(),
  /** Its own checklist for proofs; absent while nobody has changed what is usual. */
  proof: ProofSettings.optional(),
});
export type KnownPostOffice = z.infer<typeof KnownPostOffice>;

/** A folder that holds bags. */
export const KnownVault = z.object({ id: z.string().min(1), path: z.string().min(1) });
export type KnownVault = z.infer<typeof KnownVault>;

export const Theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof Theme>;

export const usualToolSettings: ToolSettings = {
  folder: null,
  programs: {},
  runner: 'auto',
  runners: usualRunnerSettings,
  limitMinutes: 120,
  workbench: null,
  olderWorkbenches: [],
};

/** Everything Postbag remembers between starts, beside the journals. */
export const Settings = z.object({
  version: z.literal(1),
  postOffices: z.array(KnownPostOffice),
  vaults: z.array(KnownVault),
  theme: Theme,
  /** How the repair tools are run; absent while nobody has shown where they are. */
  tools: ToolSettings.optional(),
  /** When a person is reminded to prove a backup; absent: as usual. */
  reminder: ProofReminder.optional(),
});
export type Settings = z.infer<typeof Settings>;

export const emptySettings: Settings = { version: 1, postOffices: [], vaults: [], theme: 'system' };
