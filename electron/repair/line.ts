/**
 * Takes a command line apart as it is typed: at spaces, but not inside double quotes. Quotes around a whole word belong to
 * nobody; inside a word (`/N"last, first"`) they are the tool's own affair, and stay.
 */
export function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  return words.map((word) => /^"([^"]*)"$/.exec(word)?.[1] ?? word);
}

/** Whether the tool is to be handed the password. */
export const takesPassword = (line: string): boolean => line.includes('{password}');

/** A line in which nobody has left a password that is known: what was typed out becomes a placeholder again. */
export function withoutPassword(line: string, password: string | null): string {
  if (password === null || password.length < 3) return line;
  return line.replaceAll(password, '{password}');
}
