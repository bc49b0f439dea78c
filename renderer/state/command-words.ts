/**
 * Arguments as a person types them: words with spaces between; what stands in "double quotes" is one word, and a double
 * quote in it is written twice.
 */

const needsQuotes = /[\s"]/;

export interface Words {
  readonly words: readonly string[];
  /** A quote was opened and not closed. */
  readonly open: boolean;
}

export function splitWords(text: string): Words {
  const words: string[] = [];
  let word: string | null = null;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (quoted && char === '"' && text.charAt(at + 1) === '"') {
      word = `${word ?? ''}"`;
      at++;
    } else if (char === '"') {
      quoted = !quoted;
      word ??= '';
    } else if (!quoted && /\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = `${word ?? ''}${char}`;
    }
  }
  if (word !== null) words.push(word);
  return { words, open: quoted };
}

export function joinWords(words: readonly string[]): string {
  return words
    .map((word) => (word === '' || needsQuotes.test(word) ? `"${word.replaceAll('"', '""')}"` : word))
    .join(' ');
}
