import type { Connection } from '../../shared/access';

/** More lines than that are no list of connections. */
export const MOST_LINES = 10_000;

/** Why a list could not be read, for the person who wrote the command. */
export class ListFault extends Error {
  override readonly name = 'ListFault';
}

/**
 * Reads what a list command printed: a line for each connection with its id, user and machine and, if it is known, a
 * file, with tabs between them. Fields may be empty, but the id. One id on several lines is one connection with several
 * files.
 * @param root folder of the post office: what lies in it is shown relative to it
 * @param ends how one of them can be ended
 * @throws ListFault
 */
export function parseConnections(text: string, root: string, ends: Connection['ends']): Connection[] {
  const lines = text.split(/\r?\n/);
  if (lines.length > MOST_LINES + 1) {
    throw new ListFault(`The command printed more than ${String(MOST_LINES)} lines.`);
  }
  const found = new Map<string, Connection>();
  for (const [at, line] of lines.entries()) {
    if (line === '') continue;
    const [id = '', user = '', from = '', ...paths] = fieldsOf(line, at + 1);
    const known = found.get(id);
    const nothing = { program: null, pid: null, since: null, files: [] };
    const one = known ?? {
      id,
      adapter: 'commands',
      user: user || null,
      from: from || null,
      ...nothing,
      ends,
    };
    for (const path of paths.filter((path) => path !== '')) {
      one.files.push({ path: relativeTo(root, path), mode: null, since: null, locks: [] });
    }
    found.set(id, one);
  }
  return [...found.values()];
}

/** Fields without blanks around them. A line that is not of this shape may be a headline, or an error. */
function fieldsOf(line: string, number: number): string[] {
  const fault = (what: string): ListFault => new ListFault(`Line ${String(number)} of its list ${what}.`);
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  if (/[\0-\x08\x0a-\x1f\x7f-\x9f]/.test(line)) throw fault('holds control characters');
  const fields = line.split('\t').map((field) => field.trim());
  if (fields.length < 3) throw fault('has not the three fields id, user and machine, with tabs between them');
  const [id = ''] = fields;
  if (id === '') throw fault('has no id');
  // What was no UTF-8 was replaced: such an id could not be handed back.
  if (id.includes('\ufffd')) throw fault('has an id that is not written in UTF-8');
  return fields;
}

function relativeTo(root: string, path: string): string {
  const slashes = (text: string): string => text.replaceAll('\\', '/');
  const [folder, file] = [`${slashes(root).replace(/\/+$/, '')}/`, slashes(path)];
  return file.toLowerCase().startsWith(folder.toLowerCase()) ? file.slice(folder.length) : file;
}
