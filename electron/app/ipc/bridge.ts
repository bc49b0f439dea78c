import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { contract, type Input, type Output, type VerbName } from '../../../shared/contract';
import type { Result } from '../../../shared/result';
import { PostbagError } from '../../run/errors';
import { failureOf } from '../../run/findings';
import { HOST, SCHEME } from '../protocol';

/** What answers each verb. */
export type Handlers = { readonly [V in VerbName]: (input: Input<V>) => Output<V> | Promise<Output<V>> };

/** Channels are the verbs' names with this before them; the preload uses the same. */
export const CHANNEL = 'postbag:';

/**
 * Registers a handler for every verb of the contract, before any window is opened. Each call is from our own page's main
 * frame or refused, its argument is parsed, and whatever happens is answered with `ok` or `error`.
 */
export function answerVerbs(handlers: Handlers, report: (error: unknown) => void): void {
  for (const verb of Object.keys(contract) as VerbName[]) {
    ipcMain.handle(`${CHANNEL}${verb}`, async (event, ...args: unknown[]) => {
      if (!isOurs(event)) throw new Error('refused');
      return await answer(verb, handlers, args, report);
    });
  }
}

async function answer<V extends VerbName>(
  verb: V,
  handlers: Handlers,
  args: readonly unknown[],
  report: (error: unknown) => void,
): Promise<Result<Output<V>>> {
  try {
    const parsed = contract[verb].input.safeParse(args[0]);
    if (!parsed.success || args.length > 1) {
      throw new PostbagError('request', 'bad-request', { verb });
    }
    const handler = handlers[verb] as (input: unknown) => Output<V> | Promise<Output<V>>;
    return { ok: true, value: await handler(parsed.data) };
  } catch (error) {
    const failure = failureOf(error, 'request');
    if (failure.code === 'unexpected') report(error);
    return { ok: false, error: failure };
  }
}

/** https://www.electronjs.org/docs/latest/tutorial/security#17-validate-the-sender-of-all-ipc-messages */
function isOurs(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame; // null when the frame has gone
  if (!frame || frame !== event.sender.mainFrame) return false;
  const { protocol, host } = new URL(frame.url);
  return protocol === `${SCHEME}:` && host === HOST;
}
