import type { ToolId } from '../../../shared/procedures';
import type { FoundTool, PasswordState, ToolsView } from '../../../shared/repair';
import { usualToolSettings } from '../../../shared/settings';
import type { RunnerState } from '../../../shared/tools';

/** The repair tools of a shop, and what runs them. */

const FOLDER = String.raw`D:\CCMAIL\ADMIN`;

export const tool = (id: ToolId, more: Partial<FoundTool> = {}): FoundTool => ({
  id,
  path: `${FOLDER}\\${id}.EXE`,
  shown: false,
  kind: 'dos',
  runner: 'dosbox',
  ...more,
});

const missing = { path: null, kind: null, runner: null } as const;

export const runner = (id: RunnerState['id'], more: Partial<RunnerState> = {}): RunnerState => ({
  id,
  usable: true,
  reason: null,
  version: null,
  program: null,
  ...more,
});

export const toolsView = (more: Partial<ToolsView> = {}): ToolsView => ({
  settings: { ...usualToolSettings, folder: FOLDER },
  tools: [
    tool('ANALYZE'),
    tool('CHKSTAT', { path: String.raw`D:\OLD\CHKSTAT.EXE`, shown: true }),
    tool('RECLAIM'),
    tool('BFORCE', missing),
    tool('CCRSTR', missing),
    tool('DIRSTAT', { kind: 'windows-32', runner: null }),
    tool('PRACTOOL', { path: '/opt/postbag/practool.com' }),
  ],
  runners: [
    runner('native'),
    runner('dosbox', { version: '0.74-3', program: '/usr/bin/dosbox' }),
    runner('wine', {
      usable: false,
      reason: { code: 'program-missing', params: { program: 'wine' } },
    }),
  ],
  workbench: '/home/anna/.postbag/workbench',
  workbenchFree: 42_000_000_000,
  ...more,
});

export const passwordState = (more: Partial<PasswordState> = {}): PasswordState => ({
  known: false,
  kept: false,
  whyNotKept: null,
  ...more,
});
