/**
 * What each problem of a bag means, for an administrator who has never heard of BagIt.
 * A kind without words does not compile.
 */
import type { BagProblem, BagProblemKind, PathRefusal } from '../bag';
import type { Params } from '../severity';

type Words = (params: Params, path: string | null) => string;

/** The text of one problem: what is wrong, and what it means. */
export function bagProblemText({ kind, params, path }: BagProblem): string {
  return bagWords[kind](params, path);
}

/** Control characters and characters that turn the reading direction, which could make a name look like another. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A name as it can be shown: in quotes, with invisible characters spelled out. */
export function shownName(name: string | null): string {
  const visible = (name ?? '').replace(
    invisible,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
  return `“${visible}”`;
}

function name(params: Params, key: string): string {
  return shownName(String(params[key] ?? ''));
}

function text(params: Params, key: string): string {
  return String(params[key] ?? '?');
}

/** Where in a tag file, when a line is known. */
function at(params: Params): string {
  const line = Number(params['line'] ?? 0);
  return line > 0 ? `line ${line}` : 'some line';
}

const inDetail = {
  parent: 'it climbs out of the bag with “..”',
  absolute: 'it starts at the top of a disk',
  drive: 'it names a drive',
  unc: 'it names another computer',
  'device-namespace': 'it names a device of Windows',
  home: 'it begins with a sign that stands for somebody’s home folder',
  control: 'it holds a control character',
  disguised: 'it is encoded over and over to hide what it says',
  backslash: 'it holds a backslash, which Windows takes for a folder',
  stream: 'it holds a colon, behind which Windows hides a second content of a file',
  'device-name': 'Windows keeps that name for a device',
  trailing: 'a part of it ends with a dot or a space, which Windows drops',
  'empty-segment': 'a part of it is empty',
  'not-unicode': 'it holds half a character',
} satisfies Record<PathRefusal, string>;

/** The words for one value out of a fixed list; an unknown value, from a newer Postbag, gets none. */
function chosen(table: Readonly<Record<string, string>>, value: string | number | undefined): string {
  return Object.hasOwn(table, String(value)) ? (table[String(value)] ?? '') : '';
}

const bagitForms = {
  'not-utf-8': 'It is not written in UTF-8, as it must be.',
  'no-version': 'It does not say which version of BagIt the bag follows, so version 0.97 was assumed.',
  'no-encoding': 'It does not say how the other lists are encoded, so UTF-8 was assumed.',
  form: 'It must hold its two lines in the given order and form; other programs may refuse the bag.',
};

const infoForms = {
  encoding: 'Some characters are not of the encoding that the bag names, so a value may read wrongly.',
  'orphan-continuation': 'The first line continues a value that was never begun.',
  'no-colon': 'A line has no colon between name and value.',
  'no-label': 'A line has a value without a name.',
  'space-before-colon': 'A name ends with a space, which version 1.0 forbids.',
  'no-space-after-colon': 'A space is missing after a colon, which version 1.0 demands.',
};

const fetchForms = {
  encoding: 'some characters are not of the encoding that the bag names',
  form: 'a line must hold an address, a size and a name',
  length: 'the size is not a number',
  url: 'the address is not complete',
};

const specials = {
  link: 'a link to somewhere else',
  folder: 'a folder where the list names a file',
  pipe: 'a pipe',
  socket: 'a socket',
  device: 'a device',
};

const lookAlike = {
  case: 'They differ only in capital and small letters; on Windows one would overwrite the other.',
  normalisation:
    'They differ only in how accented letters are stored and look the same; some systems cannot keep both.',
};

const spellings = {
  percent: 'The list does not encode the percent sign as BagIt asks; the file itself was found.',
  normalisation:
    'Accented letters are stored in another way, most likely by a system the bag passed through.',
  case: 'Capital and small letters differ, most likely because of a system the bag passed through.',
};

/** Kind → one or two sentences, filled with the problem's values. */
export const bagWords: Readonly<Record<BagProblemKind, Words>> = {
  'no-bagit-txt': () =>
    'The file bagit.txt is missing. Without it this folder does not count as a bag, and nothing says how to read its lists.',
  'bagit-txt-malformed': (params) =>
    `The file bagit.txt is not as it should be. ${chosen(bagitForms, params['reason'])}`.trim(),
  'bagit-txt-bom': () =>
    'The file bagit.txt begins with an invisible mark (BOM) that BagIt forbids. It was most likely saved with a text editor.',
  'version-unknown': (params) =>
    `The bag says that it follows BagIt version ${name(params, 'found')}, which Postbag does not know. It was checked by the rules of 0.97, which may not be the right ones.`,
  'encoding-unknown': (params) =>
    `The bag says that its lists are encoded as ${name(params, 'found')}, which cannot be read here. UTF-8 was tried instead, so names may read wrongly.`,
  'tag-file-bom': (_, path) =>
    `${shownName(path)} begins with an invisible mark (BOM) that BagIt forbids. Its content was read; other programs may stumble over it.`,
  'no-payload-folder': () =>
    'The folder “data” is missing. That is where the backed-up files should be, so there is nothing to restore.',
  'no-payload-manifest': () =>
    'The list of files with their checksums is missing. Nothing can tell whether the files are complete and unchanged.',
  'algorithm-unknown': (params, path) =>
    `The checksums in ${shownName(path)} are of the kind ${name(params, 'algorithm')}, which cannot be computed here. That list could not be checked.`,
  'manifest-name-irregular': (params, path) =>
    params['other'] === undefined
      ? `The list ${shownName(path)} should be called ${name(params, 'regular')}. It was checked; other programs may overlook it.`
      : `There are two lists for the same kind of checksum, ${name(params, 'other')} and ${shownName(path)}. Only one is allowed, and which one counts is unclear.`,
  'manifest-line-malformed': (params, path) =>
    params['reason'] === 'checksum-length'
      ? `The checksum in ${at(params)} of ${shownName(path)} has ${text(params, 'found')} digits instead of ${text(params, 'expected')}. The file it belongs to could not be checked with it.`
      : `The list ${shownName(path)} cannot be read at ${at(params)}, which should hold a checksum and a name. A file that it stood for is not checked.`,
  'manifest-line-irregular': (params, path) =>
    params['reason'] === 'asterisk'
      ? `The list ${shownName(path)} marks names with an asterisk, as md5sum does (${text(params, 'count')} lines). The files were checked; strict programs may refuse the bag.`
      : `The list ${shownName(path)} writes “./” before names (${text(params, 'count')} lines). The files were checked; strict programs may refuse the bag.`,
  'manifest-not-in-encoding': (params, path) =>
    `The list ${shownName(path)} holds characters that are not ${text(params, 'encoding')}, as the bag says it is. Some names in it could not be read, and their files could not be checked.`,
  'path-hostile': (params, path) =>
    `${name(params, 'file')} names ${shownName(path)} in ${at(params)}: ${chosen(inDetail, params['reason']) || 'it is not safe'}. Postbag does not touch it; do not trust this bag before you know how the name came into it.`,
  'path-duplicate': (params, path) => {
    const reason = params['reason'];
    if (reason === 'same-checksum') {
      return `${name(params, 'file')} lists ${shownName(path)} twice. Both lines say the same, so the file itself is not in doubt.`;
    }
    if (reason === 'other-checksum') {
      return `${name(params, 'file')} lists ${shownName(path)} twice with different checksums. At most one of them can be right.`;
    }
    return `Two names in the bag look alike: ${name(params, 'other')} and ${shownName(path)}. ${chosen(lookAlike, reason)}`.trim();
  },
  'path-in-wrong-manifest': (params, path) =>
    params['kind'] === 'tag'
      ? `${name(params, 'file')} names ${shownName(path)} in ${at(params)}, which does not belong into this list. It was not checked.`
      : `${name(params, 'file')} names ${shownName(path)} in ${at(params)}, which is not in the folder “data”. It was not checked.`,
  'path-spelled-differently': (params, path) =>
    `The list says ${shownName(path)}, the file is called ${name(params, 'found')}. ${chosen(spellings, params['reason'])}`.trim(),
  'file-missing': (params, path) =>
    `${shownName(path)} is missing, although ${name(params, 'manifest')} lists it. A restore from this bag would not be complete.`,
  'file-unreadable': (params, path) =>
    `${shownName(path)} could not be read (${text(params, 'code')}). Whether it is unchanged is not known.`,
  'file-not-in-manifest': (_, path) =>
    `${shownName(path)} lies in the bag but is in no list. It came in later or was forgotten, and nothing tells whether it is right.`,
  'file-special': (params, path) => {
    const what = chosen(specials, params['type']) || 'neither a file nor a folder';
    const where = params['leads'] === 'outside' ? ', and it leads out of the bag' : '';
    return `${shownName(path)} is ${what}${where}. A bag holds plain files only, so it was not opened.`;
  },
  'checksum-differs': (params, path) =>
    `${shownName(path)} is not the file that was put into the bag: its ${text(params, 'algorithm')} checksum is ${text(params, 'found')} instead of ${text(params, 'expected')}. It was changed or damaged since.`,
  'manifests-disagree': (params, path) =>
    `${name(params, 'manifest')} does not list ${shownName(path)}, although another list of this bag does. Since version 1.0 every list must name every file.`,
  'tag-file-not-in-manifest': (params, path) =>
    `${name(params, 'manifest')} does not list ${shownName(path)}. A later change of that file would go unnoticed; your data is not touched by this.`,
  'fetch-line-malformed': (params, path) =>
    `${shownName(path)} cannot be read at ${at(params)}: ${chosen(fetchForms, params['reason']) || 'it has another form'}. A file that it stood for may be missing from the bag.`,
  'fetch-url-hostile': (params, path) =>
    `${shownName(path)} gives the address ${name(params, 'url')} in ${at(params)}, which would make a program read from this computer or network. Postbag downloads nothing; do not let another program follow it.`,
  'fetch-file-missing': (params, path) =>
    `${shownName(path)} is not in the bag but would have to be downloaded from ${name(params, 'url')}. Postbag does not download, so a restore from this bag would not be complete.`,
  'fetch-file-not-in-manifest': (params, path) =>
    `${shownName(path)} is to be downloaded, but ${name(params, 'manifest')} has no checksum for it. Nothing could tell whether the right file came.`,
  'bag-info-malformed': (params, path) =>
    `The description of the bag, ${shownName(path)}, is not as it should be at ${at(params)}. ${chosen(infoForms, params['reason'])}`.trim(),
  'oxum-malformed': (params, path) =>
    params['reason'] === 'repeated'
      ? `The description of the bag, ${shownName(path)}, states its size (Payload-Oxum) more than once. Which one counts is unclear.`
      : `The description of the bag, ${shownName(path)}, states its size (Payload-Oxum) as ${name(params, 'found')}, which should be bytes, a dot and the number of files. It could not be compared.`,
  'oxum-differs': (params) =>
    `The bag should hold ${text(params, 'expectedFiles')} files with ${text(params, 'expectedBytes')} bytes and holds ${text(params, 'files')} files with ${text(params, 'bytes')} bytes. Something is missing, was added or was changed.`,
};
