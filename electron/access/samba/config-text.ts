import { plainName } from './shares';

/**
 * A line of a configuration file as Samba reads it: one that ends with `\` goes on in the next. `from` and `to` are the
 * lines of the file that it takes, the second not included.
 */
export interface ConfigLine {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const beginOf = (runId: string): string => `# postbag ${runId}: closed while a backup runs`;
const endOf = (runId: string): string => `# postbag ${runId} end`;
const CLOSED = 'available = no';

/** The lines of a file, each with its line end. */
const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

const isComment = (line: string): boolean => /^\s*[#;]/.test(line);

/** Without the spaces around it. Not `trim`: a byte of a letter may look like one of its kinds of space. */
const bare = (line: string): string => line.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');

/**
 * What Samba reads of a file: neither comments nor empty lines.
 * @param text the file's bytes as they are, one character each; what is found in it is UTF-8
 */
export function configLines(text: string): ConfigLine[] {
  const lines = linesOf(text);
  const found: ConfigLine[] = [];
  for (let from = 0; from < lines.length;) {
    let to = from + 1;
    let whole = bare(lines[from] ?? '');
    if (!isComment(whole)) {
      for (; whole.endsWith('\\') && to < lines.length; to++) {
        whole = `${whole.slice(0, -1)}${bare(lines[to] ?? '')}`;
      }
      if (whole !== '') found.push({ text: Buffer.from(whole, 'latin1').toString('utf8'), from, to });
    }
    from = to;
  }
  return found;
}

/** The plain name of the section that a line begins; null for every other line. */
export function sectionOf({ text }: ConfigLine): string | null {
  const name = /^\[([^\]]*)\]/.exec(text)?.[1];
  return name === undefined ? null : plainName(name);
}

/** The file that a line includes; null for every other line, and where the name has macros or is another place. */
export function includeOf({ text }: ConfigLine): string | null {
  const file = /^include\s*=\s*"?([^"]*)"?$/i.exec(text)?.[1]?.trim() ?? '';
  return file === '' || file === 'registry' || file.includes('%') ? null : file;
}

/** The text with the share that line `before` belongs to closed, marked with the run. Lines count from 0. */
export function withBlock(text: string, before: number, runId: string): string {
  const lines = linesOf(text);
  const last = lines[before - 1] ?? '';
  const model = last.endsWith('\n') ? last : (lines[before - 2] ?? '');
  const lineEnd = model.endsWith('\r\n') ? '\r\n' : '\n';
  const block = [beginOf(runId), CLOSED, endOf(runId)].join(lineEnd);
  // A file that ends without a line end keeps doing so: it must be the same again afterwards.
  const whole = last.endsWith('\n') ? `${block}${lineEnd}` : `${lineEnd}${block}`;
  return [...lines.slice(0, before), whole, ...lines.slice(before)].join('');
}

/** The text without what `withBlock` added for this run. Whatever else was written meanwhile stays, also within it. */
export function withoutBlock(text: string, runId: string): string {
  const kept: string[] = [];
  let within = false;
  for (const line of linesOf(text)) {
    const plain = line.trim();
    if (plain === beginOf(runId)) within = true;
    else if (plain === endOf(runId)) {
      within = false;
      if (!line.endsWith('\n')) kept.push((kept.pop() ?? '').replace(/\r?\n$/, ''));
    } else if (within && plain === CLOSED) within = false;
    else kept.push(line);
  }
  return kept.join('');
}

/** Whether a run closed a share in this text, whichever run and share. */
export function hasBlock(text: string): boolean {
  return /^\s*# postbag \S+: closed while a backup runs\s*$/m.test(text);
}
