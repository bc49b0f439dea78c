/**
 * A practice tool as a process of its own, so that it can be ended and its output kept like that of any other tool. Its
 * arguments are the tool's name and the folder; it tells its lines and then how it ended: messages in run-tool.ts.
 */
import { PracticeTool } from '../../shared/practice-tools';
import { describeError } from '../run/errors';
import { parentOfThisProcess } from '../run/parent';
import { practiceTools } from './repair/tools';
import type { FromPracticeTool } from './run-tool';

const parent = parentOfThisProcess();
parent.onGone(() => process.exit(2));
const tell = (message: FromPracticeTool): void => parent.send(message);

async function main([name, folder = '']: string[]): Promise<void> {
  const tool = PracticeTool.parse(name);
  const { clean } = await practiceTools[tool](folder, (text) => tell({ type: 'line', text }));
  tell({ type: 'end', code: clean ? 0 : 1 });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  tell({ type: 'line', text: `ERROR: ${describeError(error)}` });
  tell({ type: 'end', code: 2 });
});
