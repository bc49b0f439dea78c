/**
 * What electron-builder must be told so that it makes packages without downloading its own tools.
 */
import fs from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { findRuntime } from './runtime.mjs';

/** How hard archives are compressed, 0 to 9: electron-builder's own 9 takes minutes for a few percent. */
const compressionLevel = '5';

/**
 * @returns {Promise<Record<string, string | undefined>>} the environment for electron-builder
 */
export async function packagingEnvironment() {
  const runtime = await findRuntime();
  /** @type {Record<string, string | undefined>} */
  const env = { ELECTRON_BUILDER_COMPRESSION_LEVEL: compressionLevel, ...process.env };
  if (!runtime.official) {
    console.error(`These packages hold Electron ${runtime.version} from ${runtime.dist}: not for release`);
    env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime.dist;
    env['POSTBAG_ELECTRON_VERSION'] = runtime.version;
  }
  const sevenZip = path.join(root, 'node_modules/7zip-bin/linux/x64/7za');
  if (process.platform === 'linux' && process.arch === 'x64' && fs.existsSync(sevenZip)) {
    fs.chmodSync(sevenZip, 0o755); // the npm package lacks the bit
    env['ELECTRON_BUILDER_7ZIP_PATH'] ??= sevenZip;
    env['CUSTOM_FPM_PATH'] ??= path.join(root, 'build/fpm-deb.mjs');
  }
  return env;
}
