import type {
  FileRole,
  FormatId,
  GroupId,
  InventorySummary,
  PatternChanges,
  Patterns,
  Recognition,
} from '../../shared/postoffice';
import { breathe } from '../run/breathe';
import { folderError } from './errors';
import { COPY_ORDER, formats } from './formats';
import { checkChanges, classifier, mergedPatterns } from './match';
import { collidingNames, compareNames, foldCase } from './names';
import { folderNameOf, recognise } from './recognise';
import type { Source } from './source';
import { scanFolder, type Scan, type ScannedFile } from './scan';

/** One file that will be copied. */
export interface InventoryFile extends ScannedFile {
  readonly role: FileRole;
  readonly group: GroupId;
}

/** Everything a plan needs to know of one post office, as it was at `takenAt`. */
export interface Inventory {
  readonly root: string;
  /** What the names say, also where a person chose another format. */
  readonly recognition: Recognition;
  /** Chosen by a person, else recognised. Null when neither decides: then there is no order to copy in. */
  readonly format: FormatId | null;
  readonly patterns: Patterns;
  /** All files to copy, in copy order: group by group, and by path inside a group. */
  readonly files: readonly InventoryFile[];
  /** Required files that are not there, in upper case. */
  readonly missing: readonly string[];
  /** Marker files, never copied. */
  readonly leftOut: readonly string[];
  /** All folders below `root`, empty ones too. */
  readonly folders: readonly string[];
  /** See `Scan.unreadable`: what could not even be listed is in no other list here. */
  readonly unreadable: Scan['unreadable'];
  readonly special: readonly string[];
  readonly colliding: readonly string[];
  /** Ms since 1970 UTC. */
  readonly takenAt: number;
}

/** How an inventory is taken. */
export interface InventoryOptions {
  /** Chosen by a person where the names alone do not decide; wins over what they say. */
  readonly format?: FormatId | null | undefined;
  /** Changed patterns of this post office. */
  readonly changes?: PatternChanges | undefined;
  /** Where it is read, if not where it lies: from a snapshot, for one. */
  readonly source?: Source | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Files that are looked at without a pause: tens of thousands would hold up the window. */
const BREATHE_EVERY = 1_000;
/** A group with no more files than this is shown whole. */
const NAMES_SHOWN = 12;
const UNRECOGNISED_SHOWN = 200;

/**
 * Lists what lies in a post office and says of each file what it is taken for. Opens and changes nothing.
 * @throws PostbagError `post-office-not-found`, `post-office-unreadable` (both with `path` and `reason`, the system's
 * code), `pattern-invalid`
 * @throws Cancelled
 */
export async function takeInventory(root: string, options: InventoryOptions = {}): Promise<Inventory> {
  const changes = checkChanges(options.changes ?? {});
  const scan = await scanFolder(options.source ?? root, { signal: options.signal }).catch(
    (error: unknown) => {
      throw folderError(root, error);
    },
  );
  const rootNames = scan.files.map(({ path }) => path).filter((path) => !path.includes('/'));
  const recognition = recognise(rootNames, folderNameOf(root));
  const format = options.format ?? recognition.format;
  const patterns = { ...mergedPatterns(format ? [format] : likelyFormats(recognition)), ...changes };
  const { groupOf } = formats[format ?? 'ccmail-db6']; // where nothing decides they agree
  const classOf = classifier(patterns);

  const files: InventoryFile[] = [];
  const leftOut: string[] = [];
  for (const [index, file] of scan.files.entries()) {
    if (index % BREATHE_EVERY === 0) await breathe();
    const role = classOf(file.path);
    if (role === 'left-out') leftOut.push(file.path);
    else files.push({ ...file, role, group: groupOf[role] });
  }
  const place = ({ group }: InventoryFile): number => COPY_ORDER.indexOf(group);
  await breathe();
  files.sort((a, b) => place(a) - place(b) || compareNames(a.path, b.path));
  await breathe();

  const present = new Set(rootNames.map(foldCase));
  return {
    root,
    recognition,
    format,
    patterns,
    files,
    missing: format ? formats[format].required.filter((name) => !present.has(name)) : recognition.missing,
    leftOut,
    folders: scan.folders,
    unreadable: scan.unreadable,
    special: scan.special,
    colliding: collidingNames([...files.map(({ path }) => path), ...scan.folders]),
    takenAt: Date.now(),
  };
}

/** An inventory as a person sees it: counts, sums in bytes, and the names that matter. */
export function summarise(inventory: Inventory): InventorySummary {
  const { files } = inventory;
  const pathsOf = (role: FileRole): string[] =>
    files.filter((file) => file.role === role).map(({ path }) => path);
  const unrecognised = pathsOf('unrecognised');
  return {
    recognition: inventory.recognition,
    groups: COPY_ORDER.map((id) => {
      const members = files.filter(({ group }) => group === id);
      const names = members.slice(0, NAMES_SHOWN).map(({ path }) => path);
      return { id, files: members.length, bytes: sumBytes(members), names };
    }),
    files: files.length,
    bytes: sumBytes(files),
    newestChange: files.reduce<number | null>(
      (newest, { mtimeMs }) => Math.max(newest ?? mtimeMs, mtimeMs),
      null,
    ),
    mailboxes: pathsOf('user').length,
    markers: [...inventory.leftOut],
    auxiliary: pathsOf('auxiliary'),
    programs: pathsOf('program').length,
    unrecognised: unrecognised.slice(0, UNRECOGNISED_SHOWN),
    unrecognisedCount: unrecognised.length,
    unreadable: [...inventory.unreadable],
    special: [...inventory.special],
    colliding: [...inventory.colliding],
    takenAt: inventory.takenAt,
  };
}

/** Formats whose names help to show what lies in a folder for which no format is decided. */
function likelyFormats({ kind, evidence }: Recognition): FormatId[] {
  if (kind === 'none') return [];
  const all = Object.values(formats);
  const found = new Set(evidence.map(foldCase));
  const touched = all.filter(({ required }) => required.some((name) => found.has(name)));
  return (touched.length > 0 ? touched : all).map(({ id }) => id);
}

function sumBytes(files: readonly InventoryFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
