import type { KnownPostOffice } from '../../shared/settings';
import { PostbagError } from '../run/errors';
import { realPath } from '../run/real-path';

/** The folder of a post office as it really lies (links followed). @throws PostbagError `post-office-not-found` */
export async function whereItLies({ path }: KnownPostOffice): Promise<string> {
  try {
    return await realPath(path);
  } catch (error) {
    throw new PostbagError('check', 'post-office-not-found', { path }, { cause: error });
  }
}
