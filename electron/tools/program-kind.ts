import { open } from 'node:fs/promises';
import path from 'node:path';

/** What kind of system a program needs, as its own header says. */
export type ProgramKind = 'dos' | 'windows-16' | 'windows-32' | 'windows-64' | 'other';

/** Bytes that hold the header's header. */
const HEADER = 64;
/** Where it says where the new header lies (all programs newer than DOS have one). */
const NEW_HEADER_AT = 0x3c;
/** Of a 16-bit program: for which system (NE header, ne_exetyp); 2 is Windows. */
const TARGET_AT = 0x36;
const MACHINE_AT = 4;
const MACHINE_386 = 0x14c;

/**
 * Looks into a program. OS/2 programs have a part that DOS runs, often the same program again, so they count as DOS ones.
 * @throws system errors when it cannot be read
 */
export async function programKind(file: string): Promise<ProgramKind> {
  const handle = await open(file, 'r');
  try {
    const read = async (from: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
      return buffer.subarray(0, bytesRead);
    };
    const header = await read(0, HEADER);
    const begins = header.toString('latin1', 0, 2);
    if (begins !== 'MZ' && begins !== 'ZM') return isCom(file, header) ? 'dos' : 'other';
    if (header.length < HEADER) return 'dos';
    return kindOf(await read(header.readUInt32LE(NEW_HEADER_AT), HEADER));
  } finally {
    await handle.close();
  }
}

/** A .COM has no header: it is what its name says. What begins as a program or script of a Unix does is none. */
const isCom = (file: string, header: Buffer): boolean =>
  path.extname(file).toLowerCase() === '.com' &&
  header.length > 0 &&
  !/^(#!|\x7fELF)/.test(header.toString('latin1'));

function kindOf(header: Buffer): ProgramKind {
  if (header.length < HEADER) return 'dos';
  if (header.toString('latin1', 0, 4) === 'PE\0\0')
    return header.readUInt16LE(MACHINE_AT) === MACHINE_386 ? 'windows-32' : 'windows-64';
  if (header.toString('latin1', 0, 2) === 'NE') return header[TARGET_AT] === 2 ? 'windows-16' : 'dos';
  return 'dos';
}
