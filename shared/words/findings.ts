import type { FindingCode } from '../finding';
import type { Params } from '../severity';
import { accessWords } from './findings/access';
import { bagWords } from './findings/bags';
import { beforeWords } from './findings/before';
import { copyingWords } from './findings/copying';
import { repairFindingWords } from './findings/repair';
import { proofFindingWords } from './findings/proof';
import { requestWords } from './findings/requests';
import { runWords } from './findings/runs';
import type { FindingWords, Words } from './findings/say';
import { stillFindingWords } from './findings/still';
import { formatCount } from './format';

export type { FindingWords } from './findings/say';

const words: Readonly<Record<FindingCode, Words>> = {
  ...beforeWords,
  ...accessWords,
  ...copyingWords,
  ...stillFindingWords,
  ...bagWords,
  ...repairFindingWords,
  ...proofFindingWords,
  ...runWords,
  ...requestWords,
};

/** The words of a finding, or of the error that a verb answered with. */
export function findingWords(finding: { readonly code: FindingCode; readonly params: Params }): FindingWords {
  return words[finding.code](
    (name) => {
      const value = finding.params[name];
      return typeof value === 'number' ? formatCount(value) : (value ?? '');
    },
    (name) => Number(finding.params[name] ?? 0),
    finding.params,
  );
}
