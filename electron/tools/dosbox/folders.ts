import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ToolCall } from '../runner';
import { CONFIG, configText } from './config';
import { freeBytes } from './disk-watch';
import type { Variant } from './find';
import { probeCom } from './probe-com';
import { readEnd, runCom, type DosEnd } from './run-com';
import { copyTools, nameInDos } from './tools-folder';

/** The folders of one call in DOSBox, all below its scratch folder. */
export interface DosFolders {
  /** What the tool prints, as it is: it may hold the password. */
  readonly outputFile: string;
  /** A home folder of DOSBox's own, so that it finds nobody's settings. */
  readonly home: string;
}

const partsOf = (scratch: string) =>
  [...['run', 'tools', 'post', 'home'], CONFIG].map((name) => path.join(scratch, name));

/**
 * Lays out what DOSBox is given. The copy is shown by a link: so it can be called anything, and nothing beside it can be
 * reached.
 * @throws system errors
 */
export async function layOut(
  call: ToolCall,
  tail: Uint8Array,
  { variant, keyboard }: { readonly variant: Variant; readonly keyboard: boolean },
): Promise<DosFolders> {
  const { scratch, copy, tool } = call;
  const at = (...names: string[]): string => path.join(scratch, ...names);
  for (const name of ['run', 'tools', 'post', 'home']) await mkdir(at(name), { mode: 0o700 });
  // Windows lets everybody make a junction, and not a link; other systems ignore the type.
  await symlink(copy, at('post', 'PO'), 'junction');
  await copyTools(tool, at('tools'));
  const program = `T:\\${nameInDos(tool)}`;
  await writeFile(at('run', 'RUN.COM'), runCom({ program, tail, keyboard }), { mode: 0o600 });
  // What DOS itself has for that, the device NUL, gives zeros without end in DOSBox.
  await writeFile(at('run', 'EMPTY'), '');
  const [workFree, copyFree] = await Promise.all([freeBytes(scratch), freeBytes(copy)]);
  await writeFile(at(CONFIG), configText({ variant, workFree, copyFree }));
  return { outputFile: at('run', 'OUTPUT'), home: at('home') };
}

/** How the tool ended; null when nobody said so. */
export async function endOf({ scratch }: ToolCall): Promise<DosEnd | null> {
  const bytes = await readFile(path.join(scratch, 'run', 'END')).catch(() => Buffer.alloc(0));
  return readEnd(bytes);
}

/** Removes everything but what the tool wrote in its working folder. @throws system errors */
export async function clear({ scratch }: ToolCall): Promise<void> {
  for (const part of partsOf(scratch)) await rm(part, { recursive: true, force: true });
}

/** Puts the test program and what it reads where `testState` looks for them. @throws system errors */
export async function layOutProbe(scratch: string): Promise<string> {
  const [tools, copy] = [path.join(scratch, 'probe'), path.join(scratch, 'copy')];
  await mkdir(tools);
  await mkdir(copy);
  await writeFile(path.join(copy, 'PROBE'), 'postbag\r\n');
  const tool = path.join(tools, 'PROBE.COM');
  await writeFile(tool, probeCom);
  return tool;
}
