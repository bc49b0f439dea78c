import type { FileRole } from '../../../shared/postoffice';
import { found, type Check } from './checked-copy';
import { someNames } from './some-names';

const roles: ReadonlySet<FileRole> = new Set<FileRole>(['user', 'directory', 'store']);

/** No database file has no bytes (domain.md 5.3, row 1). */
export const notEmptyCheck: Check = ({ inventory }) => {
  const database = inventory.files.filter(({ role }) => roles.has(role));
  const empty = database.filter(({ bytes }) => bytes === 0).map(({ path }) => path);
  if (empty.length > 0) return found('failed', someNames(empty));
  return found('ok', { files: database.length });
};
