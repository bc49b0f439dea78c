import { stat } from 'node:fs/promises';
import type { ToolTrouble } from '../../shared/tools';
import { systemCode } from '../run/errors';
import { programKind, type ProgramKind } from './program-kind';

/** What a tool is, or why that cannot be said. Never throws. */
export async function lookAtTool(tool: string): Promise<ProgramKind | ToolTrouble> {
  try {
    if (!(await stat(tool)).isFile()) return { code: 'not-a-program', params: { tool } };
    return await programKind(tool);
  } catch (error) {
    const code = systemCode(error);
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return { code: missing ? 'tool-missing' : 'no-rights', params: { tool } };
  }
}
