import { realPath } from '../run/real-path';
import { readMounts } from './mounts';

/**
 * Why what was mounted cannot have been read to its end: it is not there any more. Null when it is.
 * @param point absolute
 * @param shown what people call it
 * @throws system errors
 */
export async function whyNotMounted(point: string, shown: string): Promise<string | null> {
  const real = await realPath(point).catch(() => point);
  const there = (await readMounts()).some((mount) => mount.point === real);
  return there ? null : `${shown} is not mounted any more`;
}
