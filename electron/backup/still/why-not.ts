import { stillName, stillReason } from '../../../shared/words/still';
import type { Stills } from './stills';

/** Why it cannot be made to stand still now; null when it can. */
export async function whyNot(stills: Stills): Promise<string | null> {
  const { provider, parts, job } = stills;
  if (!provider) return job.why;
  for (const { place } of parts) {
    const { usable, reason } = await provider.look(place);
    if (!usable) return reason ? `${stillName(provider.id)}: ${stillReason(reason)}` : job.why;
  }
  return null;
}
