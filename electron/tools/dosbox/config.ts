import type { Variant } from './find';

/** The configuration's name; not `dosbox.conf`, which some DOSBoxes read by themselves. */
export const CONFIG = 'postbag.conf';

/** What the folders of a call are called, below the scratch folder, and in DOS. */
export const drives = {
  /** Where the tool works. */
  work: 'C',
  /** The copy is `P:\PO`. */
  post: 'P',
  /** What starts the tool, and its output. */
  run: 'R',
  /** The tool and what belongs to it. */
  tools: 'T',
} as const;
export type Drive = keyof typeof drives;

/** Sectors of 512 bytes that are kept track of together; DOS counts up to 65535 such clusters, 2 GB. */
const SECTORS = 64;
const CLUSTER = 512 * SECTORS;
const MOST_CLUSTERS = 65_535;

/** How DOSBox is told how much is free: it would say 250 MB by itself, and a tool may look before it begins. */
function sizeOf(freeBytes: number): string {
  const free = Math.min(MOST_CLUSTERS, Math.floor(freeBytes / CLUSTER));
  return `512,${String(SECTORS)},${String(MOST_CLUSTERS)},${String(free)}`;
}

export interface ConfigPlan {
  readonly variant: Variant;
  readonly workFree: number;
  readonly copyFree: number;
}

/**
 * The configuration of one call: no sound, no network, no drives but ours. Its paths are relative, so that nothing in
 * the name of a folder can mean anything to DOSBox.
 */
export function configText({ variant, workFree, copyFree }: ConfigPlan): string {
  const mount = (drive: Drive, free: number): string =>
    `mount ${drives[drive].toLowerCase()} ${drive} -size ${sizeOf(free)}`;
  return `[sdl]
fullscreen=false
output=${variant === 'dosbox-staging' ? 'texture' : 'surface'}
waitonerror=false
priority=normal,normal
[dosbox]
memsize=16
[cpu]
core=auto
cycles=max
[mixer]
nosound=true
[midi]
mpu401=none
mididevice=none
[sblaster]
sbtype=none
[speaker]
pcspeaker=false
tandy=off
disney=false
[joystick]
joysticktype=none
[autoexec]
@echo off
${mount('work', workFree)}
${mount('post', copyFree)}
${mount('run', workFree)}
${mount('tools', workFree)}
config -securemode
set TEMP=C:\\
set TMP=C:\\
set PATH=T:\\;Z:\\
c:
r:\\run.com
exit
`;
}

/** What DOSBox is started with, in the scratch folder. Nobody's own configuration is read. */
export function dosBoxArguments(variant: Variant): string[] {
  switch (variant) {
    case 'dosbox':
      return ['-conf', CONFIG, '-noconsole'];
    case 'dosbox-staging':
      return ['--noprimaryconf', '--nolocalconf', '--conf', CONFIG];
    case 'dosbox-x':
      // Without the first it asks for a folder to work in and waits.
      return ['-nopromptfolder', '-fastlaunch', '-nogui', '-nomenu', '-conf', CONFIG];
  }
}
