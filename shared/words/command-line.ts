/** Command lines as they are shown and typed: what is shown can be copied into a terminal of the person's own system. */

/**
 * Quotes a word when it needs it. Double quotes work in cmd, PowerShell and every Unix shell, but shells look into them
 * for `$` and backticks: a name that a stranger gave a folder must not become a command, so such words get single quotes.
 */
function quoted(word: string): string {
  if (/["$`!]/.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  return /^[\w./:\\@=+,-]+$/.test(word) ? word : `"${word}"`;
}

/**
 * @param postOffice its name on the list, or its folder
 * @param name what to call one that is not on the list
 */
export function backupCommand(postOffice: string, vault: string, method: string, name?: string): string {
  const called = name === undefined ? '' : ` --name ${quoted(name)}`;
  return `postbag backup ${quoted(postOffice)} --to ${quoted(vault)} --method ${method}${called}`;
}

export function verifyCommand(bag: string): string {
  return `postbag verify ${quoted(bag)}`;
}
