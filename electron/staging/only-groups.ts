import type { FormatId, GroupId, PatternChanges } from '../../shared/postoffice';
import { formats } from '../postoffice/formats';
import { classifier, resolvePatterns } from '../postoffice/match';

/** Says of a file of a bag whether it belongs to one of some groups. */
export function onlyGroups(
  groups: readonly GroupId[],
  format: FormatId,
  changes: PatternChanges = {},
): (path: string) => boolean {
  const classOf = classifier(resolvePatterns(format, changes));
  const { groupOf } = formats[format];
  return (path) => {
    const found = classOf(path);
    return found !== 'left-out' && groups.includes(groupOf[found]);
  };
}
