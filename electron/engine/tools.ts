import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ToolId } from '../../shared/procedures';
import type { FoundTool, ToolSettings, ToolsView } from '../../shared/repair';
import { usualToolSettings } from '../../shared/settings';
import { RunnerId, type RunnerSettings, type RunnerState } from '../../shared/tools';
import { chooseRunner, runnerFor, type RunnerParts } from '../repair/choose-runner';
import type { Fork } from '../run/child';
import type { SettingsStore } from '../settings/store';
import { lookAtTool } from '../tools/look-at-tool';
import type { ToolRunner } from '../tools/runner';
import { toolRunner } from '../tools/runners';
import { spaceOf } from '../vault/disks';

/** What a person chooses about running tools, beside where they are. */
export type ToolOptions = Pick<ToolSettings, 'runner' | 'limitMinutes'> &
  Pick<RunnerSettings, 'codePage' | 'window'>;

export interface ToolParts {
  readonly fork: Fork;
  /** Absolute path of `PRACTOOL.COM`; null where it does not come along. */
  readonly practiceTool: string | null;
}

/** Where the repair tools are on this computer, and how they are run. */
export class RepairTools {
  constructor(
    private readonly home: string,
    private readonly store: SettingsStore,
    private readonly parts: ToolParts,
  ) {}

  get settings(): ToolSettings {
    return this.store.get().tools ?? usualToolSettings;
  }

  /** Absolute folder in which private copies are made. */
  get workbench(): string {
    return this.settings.workbench ?? path.join(this.home, 'repairs');
  }

  /** Absolute folders in which there may be repairs. */
  get workbenches(): string[] {
    const own = path.join(this.home, 'repairs');
    return [...new Set([this.workbench, own, ...this.settings.olderWorkbenches])];
  }

  /** Everything about the tools as it is now. */
  async view(): Promise<ToolsView> {
    const { settings, workbench } = this;
    const { runners } = settings;
    const [tools, states, space] = await Promise.all([
      Promise.all(ToolId.options.map(async (id) => await this.#found(id))),
      Promise.all(RunnerId.options.map(async (id) => await toolRunner(id, runners, this.#winePrefix).look())),
      spaceOf(workbench).catch(async () => await spaceOf(this.home).catch(() => null)),
    ]);
    return { settings, tools, runners: states, workbench, workbenchFree: space?.free ?? null };
  }

  /** Absolute path of a tool; null when it was neither shown nor found in the folder of the tools. */
  programOf(tool: ToolId): string | null {
    const { programs, folder } = this.settings;
    return programs[tool] ?? (tool === 'PRACTOOL' ? this.parts.practiceTool : inFolder(folder, tool));
  }

  async runnerOf(tool: ToolId): Promise<ToolRunner> {
    return await chooseRunner(tool, this.programOf(tool), this.#runnerParts);
  }

  setFolder(folder: string | null): void {
    this.#change({ folder });
  }

  /** @param program absolute; null: it is looked for in the folder of the tools */
  setProgram(tool: ToolId, program: string | null): void {
    const others = Object.entries(this.settings.programs).filter(([shown]) => shown !== tool);
    const programs = program === null ? others : [...others, [tool, program] as const];
    this.#change({ programs: Object.fromEntries(programs) });
  }

  /** @param program absolute; null: it is looked for */
  setRunnerProgram(runner: 'dosbox' | 'wine', program: string | null): void {
    this.#change({ runners: { ...this.settings.runners, [runner]: program } });
  }

  /** Repairs that there are stay where they are. @param folder absolute; null: Postbag's own */
  setWorkbench(folder: string | null): void {
    const { workbench, olderWorkbenches } = this.settings;
    const older = workbench === null ? olderWorkbenches : [...new Set([...olderWorkbenches, workbench])];
    this.#change({ workbench: folder, olderWorkbenches: older });
  }

  setOptions({ runner, limitMinutes, codePage, window }: ToolOptions): void {
    const runners = { ...this.settings.runners, codePage, window };
    this.#change({ runner, limitMinutes, runners });
  }

  /** Runs a small program in it. Never throws. */
  async test(runner: RunnerId): Promise<RunnerState> {
    const scratch = await mkdtemp(path.join(tmpdir(), 'postbag-'));
    try {
      const tested = toolRunner(runner, this.settings.runners, this.#winePrefix);
      return await tested.selfTest(scratch, new AbortController().signal);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  get #runnerParts(): RunnerParts {
    return { settings: this.settings, winePrefix: this.#winePrefix, fork: this.parts.fork };
  }

  get #winePrefix(): string {
    return path.join(this.home, 'wine');
  }

  async #found(id: ToolId): Promise<FoundTool> {
    const program = this.programOf(id);
    const shown = this.settings.programs[id] !== undefined;
    const look = program === null ? null : await lookAtTool(program);
    if (typeof look !== 'string') {
      const builtIn = id === 'PRACTOOL' ? 'native' : null;
      return { id, path: look === null ? null : program, shown, kind: null, runner: builtIn };
    }
    return { id, path: program, shown, kind: look, runner: runnerFor(look, this.#runnerParts) };
  }

  #change(change: Partial<ToolSettings>): void {
    this.store.change((settings) => ({
      ...settings,
      tools: { ...(settings.tools ?? usualToolSettings), ...change },
    }));
  }
}

/** A tool in a folder, by its name in any case; the OS/2 builds are called with a 2 behind (domain.md 3.1) and are not looked for. */
function inFolder(folder: string | null, tool: ToolId): string | null {
  if (folder === null) return null;
  try {
    const wanted = new RegExp(`^${tool}(\\.(exe|com))?$`, 'i');
    const name = readdirSync(folder).find((one) => wanted.test(one));
    return name === undefined ? null : path.join(folder, name);
  } catch {
    return null; // the disk is away, or the folder was removed
  }
}
