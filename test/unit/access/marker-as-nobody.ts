import { marker } from '../../../electron/access/marker';
import { runProgram } from '../../../electron/run/program';
import { usualAccess } from '../../../shared/access';

/** What comes of the marker in a folder, for a test that runs it in an account without rights. */
export async function lookAndClose(root: string, runId: string): Promise<unknown> {
  const place = { root, name: 'Leeds', settings: usualAccess, runProgram, platform: process.platform };
  const { reason } = await marker.look(place);
  const closing = await marker.closing?.(place, runId);
  const code = await closing?.act().catch((error: unknown) => (error as { code: string }).code);
  return { reason, closing: code };
}
