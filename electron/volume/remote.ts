import { isRemote, mountOf, readMounts } from './mounts';

/**
 * Whether a folder lies on another computer: then programs there, and people at other computers, can have its files
 * open without this one seeing it. Known for UNC paths and, on Linux, by the kind of file system.
 * @param root absolute, as it really lies
 */
export async function liesElsewhere(root: string, platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'win32') return /^\\\\(\?\\UNC\\|(?![?.]\\))/i.test(root);
  if (platform !== 'linux') return false;
  const mount = mountOf(root, await readMounts().catch(() => []));
  return mount !== null && isRemote(mount);
}
