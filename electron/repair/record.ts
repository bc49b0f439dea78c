import { readFile, stat } from 'node:fs/promises';
import { writeFile as writeAtomically } from 'atomically';
import { procedures } from '../../shared/procedures';
import { lineKey, Repair, type RepairEvent, type RepairSettings, type RepairStep } from '../../shared/repair';
import { PostbagError } from '../run/errors';
import { repairFolder } from './folder';

/** A record is some pages of text; anything much larger is not ours. */
const MOST_BYTES = 64 << 20;

/** What a repair is made of before anything was done. */
export type RepairStart = Pick<
  Repair,
  | 'id'
  | 'postOffice'
  | 'postOfficeId'
  | 'format'
  | 'practice'
  | 'bag'
  | 'procedure'
  | 'dialect'
  | 'files'
  | 'bytes'
  | 'fingerprint'
>;

/** A new repair, with the lines of its post office. */
export function newRepair(start: RepairStart, { login, lines }: RepairSettings): Repair {
  const createdAt = new Date().toISOString();
  return {
    version: 1,
    ...start,
    login: login === '' ? usualLogin(start) : login,
    createdAt,
    steps: stepsOf(start.procedure, start.dialect, lines),
    events: [{ at: createdAt, what: 'begun', step: null, by: '', text: '' }],
    takingBack: null,
  };
}

/** The practice tools take any name, but none with a space in it, as a practice post office may well have. */
const usualLogin = ({ practice, postOffice }: RepairStart): string => (practice ? 'PRACTICE' : postOffice);

/** The steps of a procedure with what was changed for one post office. */
function stepsOf(
  procedure: Repair['procedure'],
  dialect: Repair['dialect'],
  lines: RepairSettings['lines'],
): RepairStep[] {
  return procedures[procedure].steps.map(({ id, tool, purpose, lines: usual, onlyIf, optional }) => {
    const { known, suggested, source } = usual[dialect];
    const typed = lines[lineKey(procedure, dialect, id)];
    return {
      id,
      tool,
      purpose,
      line: typed ?? known,
      source,
      changed: typed !== undefined && typed !== known,
      suggested,
      onlyIf,
      optional,
      outcome: null,
      answer: null,
    };
  });
}

/** Reads a repair's record. @param folder absolute @throws PostbagError `repair-unknown` */
export async function readRepair(folder: string): Promise<Repair> {
  const { record } = repairFolder(folder);
  try {
    if ((await stat(record)).size > MOST_BYTES) throw new Error('too large');
    return Repair.parse(JSON.parse(await readFile(record, 'utf8')));
  } catch (error) {
    throw new PostbagError('request', 'repair-unknown', {}, { cause: error });
  }
}

/** Writes it whole, by rename, and on the disk. @throws system errors */
export async function saveRepair(folder: string, repair: Repair): Promise<void> {
  await writeAtomically(repairFolder(folder).record, JSON.stringify(Repair.parse(repair), null, 1));
}

/** A repair with one of its steps changed. */
export function withStep(repair: Repair, id: string, change: Partial<RepairStep>): Repair {
  return { ...repair, steps: repair.steps.map((step) => (step.id === id ? { ...step, ...change } : step)) };
}

/** A repair with something more in its history. */
export function withEvent(repair: Repair, event: Omit<RepairEvent, 'at'>): Repair {
  return { ...repair, events: [...repair.events, { at: new Date().toISOString(), ...event }] };
}

/** @throws PostbagError `repair-not-there` */
export function stepOf(repair: Repair, id: string): { readonly step: RepairStep; readonly at: number } {
  const at = repair.steps.findIndex((step) => step.id === id);
  const step = repair.steps[at];
  if (!step) throw new PostbagError('request', 'repair-not-there');
  return { step, at };
}
