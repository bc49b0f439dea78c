import path from 'node:path';

/** What Windows, whose users restore most bags, does not allow in a name; control characters too. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const forbidden = /[<>:"/\\|?*\u0000-\u001f]/g;
const device = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A folder name for a post office that every system can hold. */
export function folderNameFor(postOffice: string): string {
  const plain = postOffice
    .normalize('NFC')
    .replace(forbidden, '_')
    .slice(0, 80)
    .replace(/[. ]+$/, '')
    .trim();
  if (plain === '' || plain.startsWith('.')) return `_${plain}`;
  return device.test(plain) ? `_${plain}` : plain;
}

/** A bag's name: the UTC time at which its run began and the method. Sorts by time; no colon, for Windows. */
export function bagNameFor(startedAt: Date, method: string): string {
  const time = startedAt
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');
  return `${time} ${method}`;
}

/** The name a bag has until it is sealed: hidden, and plainly not finished. */
export function partialBagName(bagName: string): string {
  return `.${bagName}.partial`;
}

export function isPartialBagName(name: string): boolean {
  return /^\..+\.partial$/.test(name);
}

/** The folder of a bag in its vault, as it is written in the journal and shown: relative, with `/`. */
export function shownBagPath(vault: string, bag: string): string {
  return path.relative(vault, bag).split(path.sep).join('/');
}
