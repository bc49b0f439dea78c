/** Assembled from run.asm; a test compares both. */
const code = Buffer.from(
  `
vCcFtEq7UwDNIbosArRBzSG6NwIxybQ8zSFzA+m8AInDuQEAtEbNIUG0Rs0htD7NIYA+ZgIAdRa6SAK4AD3NIXIMicMxybRGzSG0
Ps0huCE1zSGJHlQCjAZWArrgAbghJc0hDge+aAK/XAC4ASnNIb9sALgBKc0hjA5cAowOYAKMDmQCu1gCuucCuABLzSGMyY7ZjtG8
JwVyC7RNzSHGBlECWOsFxgZRAkWjUgIexRZUArghJc0hH7sBALQ+zSFDtD7NIbpBAjHJtDzNIXIMicO6UQK5AwC0QM0huABMzSGA
/EB0FID8AnQegPwGdBmA/Al0FC7/LlQCg/sCdwWD+wB1BS7/LlQCnC7/HlQCnFBTUVK4AUK7AQAxyTHSnC7/HlQCWllbWJ37ygIA
UjpcUlVOLkNPTQBSOlxPVVRQVVQAUjpcRU5EAFI6XEVNUFRZAAAAAAAAAAAAAGcCAABcAAAAbAAAAA==`,
  'base64',
);

/** The longest command tail that DOS hands over, with the space it begins with, characters. */
export const MOST_TAIL = 126;

const TAIL_BYTES = 128;
const CARRIAGE_RETURN = 13;

export interface RunPlan {
  /** DOS path of the program, ASCII: `T:\\CHKSTAT.EXE`. */
  readonly program: string;
  /** Everything behind the program's name, with the space before it, as bytes of the code page. At most `MOST_TAIL`. */
  readonly tail: Uint8Array;
  /** Lets the keyboard through to the program, which has an empty standard input otherwise. */
  readonly keyboard: boolean;
}

/** RUN.COM for one call: starts one DOS program and says how it ended (run.asm). */
export function runCom({ program, tail, keyboard }: RunPlan): Buffer {
  if (tail.length > MOST_TAIL) throw new Error('the command tail is too long for DOS');
  const held = Buffer.alloc(TAIL_BYTES);
  held[0] = tail.length;
  held.set(tail, 1);
  held[1 + tail.length] = CARRIAGE_RETURN;
  return Buffer.concat([code, Buffer.from([keyboard ? 1 : 0]), held, Buffer.from(`${program}\0`, 'latin1')]);
}

/** The part that is the same for all calls. */
export const runComCode: Uint8Array = code;

/** How a DOS program ended. `error`: it was not loaded (INT 21h 4Bh). `cut-off`: Ctrl-C or a failing device ended it. */
export type DosEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'cut-off'; readonly code: number }
  | { readonly kind: 'error'; readonly number: number };

/** Reads what RUN.COM wrote when it was done; null when that is not whole. */
export function readEnd(bytes: Uint8Array): DosEnd | null {
  const [letter, low, high] = bytes;
  if (bytes.length !== 3 || low === undefined || high === undefined) return null;
  if (letter === 0x45) return { kind: 'error', number: low + high * 256 };
  if (letter !== 0x58) return null;
  // 0: by itself; 3: it stays in memory, which it can do with an exit code just as well.
  return { kind: high === 0 || high === 3 ? 'exit' : 'cut-off', code: low };
}
