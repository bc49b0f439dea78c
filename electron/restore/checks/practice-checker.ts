import { checkPractice } from '../../practice/checker';
import { PostbagError } from '../../run/errors';
import { found, type Check } from './checked-copy';

/** A practice post office is whole: no mail is lost and no page torn. Messages that nobody points to are only space. */
export const practiceCheckerCheck: Check = async ({ checked: { copy, practice } }) => {
  if (!practice) return found('not-applicable', { reason: 'not-practice' });
  try {
    const counts = await checkPractice(copy);
    const whole = counts.torn + counts.dangling + counts.missing === 0;
    return found(whole ? 'ok' : 'failed', { reason: 'counts', ...counts });
  } catch (error) {
    if (!(error instanceof PostbagError) || error.code !== 'not-a-practice-post-office') throw error;
    return found('failed', { reason: 'no-marker' });
  }
};
