/** The program that is kept in the repository, absolute. */
export const builtProgram: string;
/** The source files, absolute and sorted. */
export const sources: readonly string[];
/** Compiles for DOS. */
export function buildForDos(program: string): void;
/** Compiles for this machine. */
export function buildForThisMachine(program: string, flags?: readonly string[]): void;
