import { practiceToolOf, FromPracticeTool, PRACTICE_TOOL_ENTRY } from '../practice/run-tool';
import type { Child, Fork } from '../run/child';
import { filled, shownArguments, shownLine } from '../tools/arguments';
import { attempt, refused, type Outcome, type Workplace } from '../tools/attempt';
import type { Channel } from '../tools/output';
import type { ToolCall, ToolCommand, ToolRunner } from '../tools/runner';

/** What the practice tools are called where they run by themselves. */
const NAME = 'PRACTOOL';

/** Runs Postbag's own practice tools in a process of their own. They take the command lines of `PRACTOOL.COM`. */
export function practiceRunner(fork: Fork): ToolRunner {
  const check: ToolRunner['check'] = async (command) =>
    await Promise.resolve(
      practiceToolOf(filled(command, command.copy)) === null
        ? { code: 'shell-only', params: { argument: command.args.join(' ') } }
        : null,
    );
  return {
    id: 'native',
    look: async () =>
      await Promise.resolve({ id: 'native', usable: true, reason: null, version: null, program: null }),
    check,
    commandLine: (command: ToolCommand) =>
      shownLine([NAME, ...shownArguments(command, command.copy)], command.values.password),
    run: async (call) => await attempt(call, 'utf8', async (at) => await runTool(fork, call, at)),
    selfTest: async () =>
      await Promise.resolve({ id: 'native', usable: true, reason: null, version: null, program: null }),
  };
}

async function runTool(fork: Fork, call: ToolCall, { output, stop }: Workplace): Promise<Outcome> {
  const tool = practiceToolOf(filled(call, call.copy));
  if (tool === null) return refused({ code: 'shell-only', params: { argument: call.args.join(' ') } });
  const channel = output.channel();
  const child = fork(PRACTICE_TOOL_ENTRY, [tool, call.copy]);
  stop.then(() => child.kill());
  const code = await stop.waitFor(endOf(child, channel));
  child.kill();
  await channel.end();
  if (stop.trouble !== null) return refused(stop.trouble);
  if (code === null) return refused({ code: 'ended', params: { how: NAME } });
  return { code, trouble: null };
}

/** What it ended with, when all that it said is kept; null when it died. */
async function endOf(child: Child, channel: Channel): Promise<number | null> {
  let kept = Promise.resolve();
  const code = await new Promise<number | null>((resolve) => {
    child.onMessage((message) => {
      const told = FromPracticeTool.parse(message);
      if (told.type === 'end') resolve(told.code);
      else kept = kept.then(async () => await channel.take(Buffer.from(`${told.text}\n`, 'utf8')));
    });
    child.onExit(() => resolve(null));
  });
  await kept;
  return code;
}
