import type { RunnerId, RunnerState, ToolEnd, ToolTrouble } from '../../shared/tools';

/** A program and what it is to be given. */
export interface ToolCommand {
  /** Absolute path of the program on this computer. */
  readonly tool: string;
  /**
   * Its arguments, one a word, without quotes around them. `{dir}`, `{name}` and `{password}` are filled in by the
   * runner, since a folder is called otherwise in DOS; a word in other braces stays as it was typed.
   */
  readonly args: readonly string[];
  readonly values: { readonly name: string; readonly password: string };
  /** Absolute folder of the private copy's files. */
  readonly copy: string;
}

/** One time that a tool is run. */
export interface ToolCall extends ToolCommand {
  /**
   * Absolute folder of this call alone, empty: the tool works in `work` in it, its output is kept in `output.txt`. While
   * a DOS tool runs, its raw output lies here too, and that may hold the password: a folder that a dead process left has
   * to be removed.
   */
  readonly scratch: string;
  /** It is ended after that. */
  readonly limitMs: number;
  /** Output beyond that ends it. */
  readonly mostBytes: number;
  readonly signal: AbortSignal;
  /** What it prints, as it comes, passwords masked. */
  readonly onOutput: (text: string) => void;
}

/**
 * A way to run a repair tool on a private copy. Every implementation passes `test/conformance/tools.ts`. It changes
 * nothing but the copy and the scratch folder; where the tool runs as a program of this computer, nothing keeps it from
 * writing elsewhere, but it is started in the scratch folder and told to put temporary files there.
 */
export interface ToolRunner {
  readonly id: RunnerId;
  /** Whether it can be used here. Changes nothing. Never throws. */
  look(): Promise<RunnerState>;
  /**
   * Why the tool would not be started, as far as that can be said before there is a copy: what it is, how long its
   * command line is, what stands in it. Null when nothing speaks against it. Changes nothing. Never throws.
   */
  check(command: ToolCommand): Promise<ToolTrouble | null>;
  /** What is run, as a person would type it; passwords masked. */
  commandLine(command: ToolCommand): string;
  /** Runs it to its end. When it returns, nothing of the tool is running any more. Never throws. */
  run(call: ToolCall): Promise<ToolEnd>;
  /**
   * Runs a small program of Postbag's own, to see that everything is as it must be, and prepares what takes long the first
   * time. Never throws.
   * @param scratch absolute, empty, of this call alone
   */
  selfTest(scratch: string, signal: AbortSignal): Promise<RunnerState>;
}
