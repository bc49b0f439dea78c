/**
 * Makes the bundled CLI and entries before the first test, and says where they are (electron/run/entries.ts).
 * `npm test` bundles by itself and says so with POSTBAG_BUNDLED.
 */
import path from 'node:path';
import { bundle } from '../../build/bundle.mjs';
import { dist } from '../../build/paths.mjs';

export default async function setUpEngine() {
  process.env['POSTBAG_ENTRIES'] = path.join(dist, 'main');
  if (process.env['POSTBAG_BUNDLED'] !== '1') await bundle('engine', { ifStale: true });
}
