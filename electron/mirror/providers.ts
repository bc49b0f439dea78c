import { mirrorCommands } from './commands';
import { lvmMirror } from './lvm';
import { md } from './md';
import type { MirrorProvider } from './provider';
import { zfsMirror } from './zfs';

/** All mirror providers, in the order in which they are tried (`MirrorId`): what a person set up comes first. */
export const mirrorProviders: readonly MirrorProvider[] = [mirrorCommands, lvmMirror, md, zfsMirror];
