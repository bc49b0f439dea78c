import { found, type Check } from './checked-copy';

/** The copy is about as large as the last bags: from half to double of what is in the middle of them. */
export const sizesCheck: Check = ({ checked: { lastSizes }, inventory: { files } }) => {
  if (lastSizes.length === 0) return found('not-applicable', { reason: 'no-bags' });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const usual = median(lastSizes);
  const params = { bytes, usual, bags: lastSizes.length };
  return found(bytes < usual / 2 || bytes > usual * 2 ? 'warning' : 'ok', params);
};

function median(sizes: readonly number[]): number {
  const sorted = [...sizes].sort((a, b) => a - b);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
  return Math.round((lower + upper) / 2);
}
