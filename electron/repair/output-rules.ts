import type { OutputRule } from '../../shared/repair';
import type { ToolId } from '../../shared/procedures';
import { describeError, PostbagError } from '../run/errors';

const rule = (pattern: string, mark: OutputRule['mark'], label: string | null = null): OutputRule => ({
  pattern,
  mark,
  label,
});

/** What the practice tools print (shared/words/practice-tools.ts). */
const practice: readonly OutputRule[] = [
  rule('^Practice tools:', 'plain'),
  rule('^OK:', 'good'),
  rule('^NOTE:', 'plain'),
  rule('^LOST:', 'warning'),
  rule('^ERROR:', 'bad'),
];

/**
 * What words of trouble look like in English. Nobody has the texts of the cc:Mail tools (domain.md 3.3, 9), so there is no rule
 * that calls a line good: what fits none of these is for a person to read.
 */
const cautious: readonly OutputRule[] = [
  rule(String.raw`\b(no|0|zero)\s+(\w+\s+){0,2}errors?\b`, 'plain'),
  rule(String.raw`\bNFT\b.*\berrors?\b|\berrors?\b.*\bNFT\b`, 'bad', 'NFT'),
  rule(String.raw`\bNFT\b`, 'warning', 'NFT'),
  rule(
    String.raw`\b(errors?|corrupt\w*|damaged?|invalid|broken|bad|fail\w*|cannot|can't|unable|lost|missing|abort\w*)\b`,
    'bad',
  ),
  rule(String.raw`\bwarnings?\b`, 'warning'),
];

/** The rules that a tool's output is read with where a person has none of his own. */
export function usualRules(tool: ToolId): readonly OutputRule[] {
  return tool === 'PRACTOOL' ? practice : cautious;
}

/** @throws PostbagError `rule-invalid` */
export function checkRules(rules: readonly OutputRule[]): void {
  for (const { pattern } of rules) {
    try {
      new RegExp(pattern, 'iu');
    } catch (error) {
      throw new PostbagError('settings', 'rule-invalid', { pattern, reason: describeError(error) });
    }
  }
}
