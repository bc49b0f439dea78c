import { open } from 'node:fs/promises';

const HEADER = 20;
const TYPE_AT = 16;
const MACHINE_AT = 18;
/** ELF e_type: a program, or one that can lie anywhere in memory. */
const PROGRAMS = [2, 3];
/** ELF e_machine of what each kind of computer runs. */
const machines: Readonly<Record<string, readonly number[]>> = { x64: [62, 3], arm64: [183, 40] };
/** First bytes of a Mach-O program, of one and of several kinds of computer. */
const MACH_O = ['cffaedfe', 'cefaedfe', 'cafebabe'];

/**
 * Whether a file is a program or a script that names what runs it. Anything else must not be started: the system's C
 * library hands what the kernel does not know to a shell, which runs it as if it were written for that, and ends with an
 * exit code that the file knows nothing of.
 * @throws system errors when it cannot be read
 */
export async function isUnixProgram(file: string, arch: string = process.arch): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER), 0, HEADER, 0);
    const header = buffer.subarray(0, bytesRead);
    if (header.toString('latin1', 0, 2) === '#!') return true;
    if (MACH_O.includes(header.toString('hex', 0, 4))) return true;
    return header.toString('latin1', 0, 4) === '\x7fELF' && header.length === HEADER && fits(header, arch);
  } finally {
    await handle.close();
  }
}

function fits(header: Buffer, arch: string): boolean {
  const bigEndian = header[5] === 2;
  const at = (offset: number): number =>
    bigEndian ? header.readUInt16BE(offset) : header.readUInt16LE(offset);
  const wanted = machines[arch];
  return PROGRAMS.includes(at(TYPE_AT)) && (wanted === undefined || wanted.includes(at(MACHINE_AT)));
}
