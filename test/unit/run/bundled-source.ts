import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { root } from '../../support/places';

/** Bundles a few lines of TypeScript that import from the checkout. @returns the absolute path of the script */
export async function bundledSource(source: string, folder: string): Promise<string> {
  const entry = path.join(folder, 'entry.ts');
  await writeFile(entry, source.replaceAll(`from './`, `from '${root}/`));
  await build({
    configFile: false,
    root: folder,
    logLevel: 'silent',
    build: {
      ssr: entry,
      outDir: path.join(folder, 'out'),
      rolldownOptions: { output: { entryFileNames: 'entry.mjs', format: 'es' } },
    },
    ssr: { noExternal: true },
  });
  return path.join(folder, 'out', 'entry.mjs');
}
